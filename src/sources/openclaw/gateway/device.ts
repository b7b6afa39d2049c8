import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** Who we are to a gateway: an Ed25519 key whose seed is one of our secrets. */
export type Device = ReturnType<typeof deviceFrom>

export type Challenge = { nonce: string; ts: number }

/** What the signature vouches for. */
export type Claim = {
  clientId: string
  mode: string
  role: string
  scopes: readonly string[]
  token: string
  platform: string
}

/** What stands before the 32 bytes of a seed in PKCS #8. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * The device that a seed of 32 bytes (base64url) stands for; the same seed is always the same device. Its keys are made
 * when they are first asked for: where there is no gateway, nothing of cryptography is loaded.
 */
export function deviceFrom(seed: string) {
  const bytes = Buffer.from(seed, 'base64url')
  if (bytes.length !== 32) throw new Error('The seed of the gateway device is damaged.')
  let made: ReturnType<typeof keysFrom> | undefined
  const keys = () => {
    made ??= keysFrom(bytes)
    return made
  }

  return {
    id: () => keys().id,
    /** The device's part of `connect`: it signs what it is asked to prove, dated by the gateway's own clock. */
    answer(challenge: Challenge, claim: Claim) {
      const { key, publicKey, id } = keys()
      const text = signedText(id, challenge, claim)
      const signature = sign(null, Buffer.from(text), key).toString('base64url')
      return { id, publicKey, signature, signedAt: challenge.ts, nonce: challenge.nonce }
    },
  }
}

function keysFrom(seed: Buffer) {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const raw = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32)
  return { key, id: createHash('sha256').update(raw).digest('hex'), publicKey: raw.toString('base64url') }
}

/** The text that is signed, in its third version. */
export const signedText = (deviceId: string, { nonce, ts }: Challenge, claim: Claim) =>
  [
    'v3',
    deviceId,
    claim.clientId,
    claim.mode,
    claim.role,
    claim.scopes.join(','),
    ts,
    claim.token,
    nonce,
    claim.platform.trim().toLowerCase(),
    '',
  ].join('|')
