/** So many requests are begun before the loop turns to whoever else waits. */
const maxInOneTurn = 50

/** Lets requests that came together wait for each other, so that thousands in one write hold nobody up. */
export function createTurns(max = maxInOneTurn) {
  let begun = 0
  const reset = () => {
    begun = 0
  }
  return {
    /** Resolves at once, or in a later turn of the loop where too many have begun in this one. */
    async next(): Promise<void> {
      while (begun >= max) await new Promise((resolve) => setImmediate(resolve))
      if (begun++ === 0) setImmediate(reset)
    },
  }
}
