import { sha256Bytes } from '../lib/crypto.ts'

/** The stored hash of a secret. A plain hash is enough, because every secret has at least 128 random bits. */
export const hashOf = (secret: string) => sha256Bytes(secret).toString('base64url')

/** Compares a secret with a hash in constant time. */
export function hasHash(secret: string, hash: string) {
  const given = sha256Bytes(secret)
  const kept = Buffer.from(hash, 'base64url')
  return kept.length === given.length && crypto.timingSafeEqual(given, kept)
}
