import type { CronRunStatus } from '../facts/fact.ts'

/** How many runs in a row, ending with the last one, came out the same way. */
export type Streak = { outcome: 'ok' | 'failed'; count: number }

/**
 * The streak of a job's runs, the latest first; null before any run ended. A run that is skipped or still goes on ends no
 * streak and is not counted.
 */
export function streakOf(runs: readonly { status: CronRunStatus }[]): Streak | null {
  const outcomes = runs.flatMap(({ status }) =>
    status === 'ok' ? 'ok' : status === 'error' || status === 'timed-out' ? 'failed' : [],
  )
  const [outcome] = outcomes
  if (outcome === undefined) return null
  const end = outcomes.findIndex((other) => other !== outcome)
  return { outcome, count: end < 0 ? outcomes.length : end }
}
