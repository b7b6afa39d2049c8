import { createHash, timingSafeEqual } from 'node:crypto'

/** The stored hash of a secret. A plain hash is enough, because every secret has at least 128 random bits. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url')

/** Compares a secret with a hash in constant time. */
export function hasHash(secret: string, hash: string) {
  const given = createHash('sha256').update(secret).digest()
  const kept = Buffer.from(hash, 'base64url')
  return kept.length === given.length && timingSafeEqual(given, kept)
}
