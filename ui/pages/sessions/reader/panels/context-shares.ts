import type { ContextPart } from '../../../../../src/facts/transcript-digest.ts'

type ContextShare = { part: ContextPart; share: number; tokens: number | null }

/**
 * The parts of a context, the largest first, as shares of it. Their tokens are an estimate: the context that the runtime
 * counted, divided by the sizes of the texts; null where it counted none. Together they are the whole.
 */
export function sharesOfContext(parts: { part: ContextPart; bytes: number }[], total: number | null): ContextShare[] {
  const sum = parts.reduce((all, { bytes }) => all + bytes, 0)
  if (sum <= 0) return []
  return parts
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ part, bytes }) => ({
      part,
      share: bytes / sum,
      tokens: total === null ? null : Math.round((bytes / sum) * total),
    }))
}
