/** Web Push: the encryption of RFC 8291 and the proof of RFC 8292, by what the runtime has built in. */

export type Subscription = { endpoint: string; p256dh: string; auth: string }

/** The keys by which push services know who sends. `publicKey` is what browsers subscribe with. */
export type VapidKeys = { publicKey: string; privateKey: JsonWebKey }

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', namedCurve: 'P-256' } as const
const recordSize = 4_096
/** What a record holds beside its words: the tag and the byte that ends it. */
const overhead = 17
const proofMs = 12 * 3_600_000
const utf8 = new TextEncoder()

const toBase64 = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('base64url')
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

export async function makeVapidKeys(): Promise<VapidKeys> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(signing, true, ['sign', 'verify'])
  return {
    publicKey: toBase64(await crypto.subtle.exportKey('raw', publicKey)),
    privateKey: await crypto.subtle.exportKey('jwk', privateKey),
  }
}

/** The header that proves to the service of an endpoint who sends. `now` in ms; `contact` is a mailto: or https: address. */
export async function vapidHeader(keys: VapidKeys, endpoint: string, contact: string, now: number): Promise<string> {
  const part = (value: object) => toBase64(utf8.encode(JSON.stringify(value)))
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor((now + proofMs) / 1_000), sub: contact }
  const unsigned = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`
  const key = await crypto.subtle.importKey('jwk', keys.privateKey, signing, false, ['sign'])
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, utf8.encode(unsigned))
  return `vapid t=${unsigned}.${toBase64(signature)}, k=${keys.publicKey}`
}

/** What is drawn anew for each message; a test draws what the RFC has. */
type Drawn = { keys: CryptoKeyPair; salt: Uint8Array<ArrayBuffer> }

async function draw(): Promise<Drawn> {
  return {
    keys: await crypto.subtle.generateKey(curve, true, ['deriveBits']),
    salt: crypto.getRandomValues(new Uint8Array(16)),
  }
}

/** Encrypts a text for one browser as one record of `aes128gcm`. Throws where its keys are none, or the text is too long. */
export async function encryptPush(
  text: string,
  { p256dh, auth }: Subscription,
  drawn?: Drawn,
): Promise<Uint8Array<ArrayBuffer>> {
  const words = utf8.encode(text)
  if (words.length > recordSize - overhead) throw new Error('A push message holds at most 4,079 bytes.')
  const { keys, salt } = drawn ?? (await draw())
  const receiver = fromBase64(p256dh)
  const sender = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey))
  const theirs = await crypto.subtle.importKey('raw', receiver, curve, false, [])
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, keys.privateKey, 256))
  const input = await derive(fromBase64(auth), shared, joined(utf8.encode('WebPush: info\0'), receiver, sender), 32)
  const key = await derive(salt, input, utf8.encode('Content-Encoding: aes128gcm\0'), 16)
  const nonce = await derive(salt, input, utf8.encode('Content-Encoding: nonce\0'), 12)
  const cipher = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  // A 2 ends the last record.
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, cipher, joined(words, new Uint8Array([2])))
  const size = new Uint8Array(4)
  new DataView(size.buffer).setUint32(0, recordSize)
  return joined(salt, size, new Uint8Array([sender.length]), sender, new Uint8Array(sealed))
}

async function derive(
  salt: Uint8Array<ArrayBuffer>,
  input: Uint8Array<ArrayBuffer>,
  info: Uint8Array<ArrayBuffer>,
  length: number,
) {
  const key = await crypto.subtle.importKey('raw', input, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, 8 * length))
}
