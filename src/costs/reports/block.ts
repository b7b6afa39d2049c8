import { quarterMs } from '../../lib/timezone.ts'

const hourMs = 3_600_000
export const blockMs = 5 * hourMs

/**
 * When five-hour blocks begin, as subscriptions count them: at the full UTC hour of the first answer, and the next one
 * with the first answer after five hours have passed since then. `quarters` are those of an hour in which something
 * was answered, ascending: blocks begin and end on full hours, so a quarter lies in one of them. Starts in ms.
 */
export function blockStarts(quarters: Iterable<number>): number[] {
  const starts: number[] = []
  let end = Number.NEGATIVE_INFINITY
  for (const quarter of quarters) {
    const at = quarter * quarterMs
    if (at < end) continue
    const start = Math.floor(at / hourMs) * hourMs
    starts.push(start)
    end = start + blockMs
  }
  return starts
}

/** Says the block of quarters that come in ascending order. */
export function createBlockFinder(starts: readonly number[]) {
  let n = 0
  return (quarter: number): number => {
    while (n + 1 < starts.length && starts[n + 1]! <= quarter * quarterMs) n++
    return starts[n] ?? Math.floor((quarter * quarterMs) / hourMs) * hourMs
  }
}
