/** Within which time a job must succeed, who said so and when. Times in ms. */
export type Deadline = { jobId: string; withinMs: number; setAt: number; setBy: string }

/** A deadline beside the clock: when it is past, and since when there has been no success. */
export type DeadlineState = Deadline & { since: number; dueAt: number; isPast: boolean }

const hourMs = 3_600_000
/** The shortest and the longest that can be set. */
export const shortestDeadlineMs = 5 * 60_000
export const longestDeadlineMs = 400 * 24 * hourMs

/**
 * How a deadline stands. It counts from the last success; a job that never succeeded counts from when it was set. A
 * success that lies ahead, because the clock was set back, is one of now.
 */
export function deadlineState(deadline: Deadline, lastSuccessAt: number | null, now: number): DeadlineState {
  const since = Math.min(lastSuccessAt ?? deadline.setAt, now)
  const dueAt = since + deadline.withinMs
  return { ...deadline, since, dueAt, isPast: now >= dueAt }
}
