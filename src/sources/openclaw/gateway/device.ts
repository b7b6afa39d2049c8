import { sha256 } from '../../../lib/crypto.ts'

/** Our identity towards a gateway: an Ed25519 key whose seed is one of our secrets. */
export type Device = ReturnType<typeof deviceFrom>

export type Challenge = { nonce: string; ts: number }

/** The fields that the signature covers. */
type Claim = {
  clientId: string
  mode: string
  role: string
  scopes: readonly string[]
  token: string
  platform: string
}

/** The PKCS #8 header in front of the 32 bytes of an Ed25519 seed. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Derives a device from a seed of 32 bytes (base64url); the same seed is always the same device. The keys are derived
 * on first use, so that a machine without a gateway never loads `node:crypto`. Throws on a seed of another length.
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
    /** Signs a challenge for the `device` field of `connect`, dated by the gateway's own clock. */
    answer(challenge: Challenge, claim: Claim) {
      const { key, publicKey, id } = keys()
      const text = signedText(id, challenge, claim)
      const { sign } = process.getBuiltinModule('node:crypto')
      const signature = sign(null, Buffer.from(text), key).toString('base64url')
      return { id, publicKey, signature, signedAt: challenge.ts, nonce: challenge.nonce }
    },
  }
}

function keysFrom(seed: Buffer) {
  const { createPrivateKey, createPublicKey } = process.getBuiltinModule('node:crypto')
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const raw = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32)
  return { key, id: sha256(raw), publicKey: raw.toString('base64url') }
}

/** The text that is signed, version 3. */
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
