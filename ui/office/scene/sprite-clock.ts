/** How a picture that moves does so: how long each step lasts (ms), and which frame each step shows. */
type Animation = { frames: number; stepMs: number; order: readonly number[] | null }

/** Steps are taken together, so that a picture of the whole is drawn at most this often. */
export const tickMs = 1_000 / 12

/** The frame that is shown at a moment (ms). */
export function frameAt({ frames, stepMs, order }: Animation, at: number): number {
  if (frames <= 1 || stepMs <= 0) return 0
  const step = Math.floor((Math.floor(at / tickMs) * tickMs) / stepMs)
  return order && order.length > 0 ? order[step % order.length]! : step % frames
}
