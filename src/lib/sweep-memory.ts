import { releaseMemory } from './release-memory.ts'

/** Above this the heap is swept rather than grown. */
const plentyBytes = 190e6
/** Sweeping takes tens of milliseconds, so it is done at most this often. */
const pauseMs = 1_000

let sweptAt = Number.NEGATIVE_INFINITY

/**
 * Gives back what this thread no longer needs where the program has grown large; to be called between two pieces of work
 * that leave much behind. The engine would let its heap grow to twice of what it needs first.
 */
export function sweepMemory() {
  const now = performance.now()
  if (now - sweptAt < pauseMs || process.memoryUsage.rss() < plentyBytes) return
  releaseMemory()
  sweptAt = performance.now()
}
