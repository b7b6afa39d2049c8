import { createHash, timingSafeEqual } from 'node:crypto'

/** How a secret is kept. A plain hash is enough, because every secret here is drawn from at least 128 random bits. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url')

/** Whether a secret has this hash, in a time that does not depend on where they differ. */
export function hasHash(secret: string, hash: string) {
  const given = createHash('sha256').update(secret).digest()
  const kept = Buffer.from(hash, 'base64url')
  return kept.length === given.length && timingSafeEqual(given, kept)
}
