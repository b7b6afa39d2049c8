/*
 * Hashes and random bytes from what the runtime has built in: loading `node:crypto` takes fifteen milliseconds in each
 * thread.
 */

/** The SHA-256 of a text or bytes, in hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => new Bun.CryptoHasher('sha256').update(data).digest('hex')

/** The same as 32 bytes. */
export const sha256Bytes = (data: string | Uint8Array): Buffer => new Bun.CryptoHasher('sha256').update(data).digest()

/** Bytes that nobody can guess. */
export const randomBytes = (count: number): Buffer => Buffer.from(crypto.getRandomValues(new Uint8Array(count)))
