const minute = 60_000
/** The bars of the last minutes are the current ones. */
const currentMs = 15 * minute

/** A stretch of minutes at work, with what one of them cost on average, in US dollars. */
type MinuteBar = { costUsd: number; isCurrent: boolean }

/** Minutes in which a session asked a model, as at most so many bars; minutes between them are none of its work. */
export function barsOfMinutes(minutes: { at: number; costUsd: number }[], count: number): MinuteBar[] {
  const bars = Math.min(count, minutes.length)
  const end = minutes.at(-1)?.at ?? 0
  return Array.from({ length: bars }, (_, at) => {
    const part = minutes.slice(Math.floor((at * minutes.length) / bars), Math.floor(((at + 1) * minutes.length) / bars))
    return {
      costUsd: part.reduce((sum, { costUsd }) => sum + costUsd, 0) / part.length,
      isCurrent: end - (part.at(-1)?.at ?? 0) < currentMs,
    }
  })
}
