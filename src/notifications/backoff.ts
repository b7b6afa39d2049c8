const firstMs = 30_000
const longestMs = 3_600_000
/** The longest rest that a receiver may ask for. */
const longestRestMs = 6 * 3_600_000
/** A receiver that is away for a day gets it all the same. */
export const giveUpAfterMs = 26 * 3_600_000
const leastAttempts = 3

/**
 * How long to wait after so many attempts, in ms: twice as long each time, with a fifth of chance (`random`, 0 to 1) so that
 * not all try at once, and at least as long as the receiver asked for.
 */
export function waitAfter(attempts: number, restMs: number | null, random: number): number {
  const wait = Math.min(longestMs, firstMs * 2 ** Math.min(20, attempts - 1))
  const asked = Math.min(longestRestMs, Math.max(0, restMs ?? 0))
  return Math.round(Math.max(wait * (0.9 + 0.2 * random), asked * (1 + 0.1 * random)))
}

/** Whether it has been tried for long enough. */
export const isEnough = ({ attempts, firstAt }: { attempts: number; firstAt: number | null }, now: number) =>
  attempts >= leastAttempts && firstAt !== null && now - firstAt > giveUpAfterMs
