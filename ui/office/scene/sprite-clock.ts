/** How a picture that moves does so: how long each step lasts (ms), and which frame each step shows. */
type Animation = { frames: number; stepMs: number; order: readonly number[] | null }

/** The frame that is shown at a moment (ms). */
export function frameAt({ frames, stepMs, order }: Animation, at: number): number {
  if (frames <= 1 || stepMs <= 0) return 0
  const step = Math.floor(at / stepMs)
  return order && order.length > 0 ? order[step % order.length]! : step % frames
}

/**
 * Between two drawings of people who stay where they are, in ms: fast hands need no more, and who sleeps no less. Where the
 * processor draws in the place of a graphics card a drawing takes it some forty milliseconds, so that there are fewer.
 */
export const shortestBeatMs = { card: 1_000 / 6, processor: 1_000 / 4 }
const longestBeatMs = 5_000

/**
 * How long until the next drawing (ms), while the shortest step of anybody lasts so long and nobody walks. Everything
 * takes its steps at the same beats, so that the whole is drawn seldom.
 */
export function untilNextBeat(shortestStepMs: number, at: number, shortestMs: number = shortestBeatMs.card): number {
  const beatMs = Math.min(Math.max(shortestStepMs, shortestMs), longestBeatMs)
  return beatMs - (at % beatMs)
}
