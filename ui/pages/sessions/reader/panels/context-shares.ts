import type { ContextPart } from '../../../../../src/facts/transcript-digest.ts'

/** A part whose text stands in the transcript, or what the runtime adds itself: its prompt, its tools, its memory. */
export type SharedPart = ContextPart | 'runtime'
type ContextShare = { part: SharedPart; share: number; tokens: number | null }

/** About so many bytes of text are a token. */
const bytesPerToken = 4

/**
 * The parts of a context, the largest first, as shares of it. Their tokens are estimated by the size of their text; what
 * the runtime counted beyond them (`total`, in tokens) is its own part. Without a count the parts are shares of each other,
 * and their tokens are null. Together they are the whole.
 */
export function sharesOfContext(parts: { part: ContextPart; bytes: number }[], total: number | null): ContextShare[] {
  const known = parts.filter(({ bytes }) => bytes > 0)
  const sum = known.reduce((all, { bytes }) => all + bytes / bytesPerToken, 0)
  if (sum <= 0) return []
  const whole = Math.max(sum, total ?? 0)
  // Where the estimate is beyond what was counted, it is brought down to it.
  const scale = total === null ? 1 : Math.min(1, total / sum)
  const shares: ContextShare[] = known.map(({ part, bytes }) => ({
    part,
    share: bytes / bytesPerToken / whole,
    tokens: total === null ? null : Math.round((bytes / bytesPerToken) * scale),
  }))
  if (whole > sum) shares.push({ part: 'runtime', share: (whole - sum) / whole, tokens: Math.round(whole - sum) })
  return shares.sort((a, b) => b.share - a.share)
}
