export type TokenBucket = ReturnType<typeof createTokenBucket>

/**
 * How much may be asked for: `capacity` at once, and `perSecond` in the long run. What is asked for while nothing is left
 * is counted as well, so that `debt` tells who goes on from who waits. `now` in ms.
 */
export function createTokenBucket({ capacity, perSecond }: { capacity: number; perSecond: number }, now: () => number) {
  let tokens = capacity
  let at = now()

  function refill() {
    const later = now()
    tokens = Math.min(capacity, tokens + (Math.max(0, later - at) / 1_000) * perSecond)
    at = later
  }

  return {
    /** Takes as many; false where nothing is left. */
    take(count = 1): boolean {
      refill()
      const hasSome = tokens > 0
      tokens -= count
      return hasSome
    },

    /** Takes as many for what turned out to be more, whatever is left. */
    charge(count: number) {
      tokens -= count
    },

    /** How much more than there was has been asked for; 0 while something is left. */
    debt: (): number => Math.max(0, -tokens),

    /** When something is there again, in ms from now. */
    waitMs: (): number => (tokens > 0 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000)),
  }
}
