import type { CronJob, CronRun } from '../crons/cron.ts'
import type { Session } from '../sessions/session.ts'
import { groupOfState } from '../sessions/severity.ts'
import type { PastWait } from './past-states.ts'
import type { ReplayEvent } from './replay.ts'

/** A failure that is dated so close to its record is the same. */
const sameMs = 60_000

const kindsOfWaits = { waiting: 'waits', stalled: 'stalled', failed: 'failed' } as const

/** The begin of what is on record, and the answer to what somebody waited for. */
export function eventsOfWait({ state, from, to, text }: PastWait, id: string): ReplayEvent[] {
  const begun: ReplayEvent = { at: from, kind: kindsOfWaits[state], id, text }
  return state === 'waiting' && to !== null ? [begun, { at: to, kind: 'answered', id, text }] : [begun]
}

/**
 * The begin of a sub-agent, and the end of whatever has ended: of a failure only where no record tells it. Who did
 * nothing has not finished anything either.
 */
export function eventsOfSession(
  { kind, state, startedAt, endedAt, lastAt, title, reason }: Session,
  { id, didWork, waits }: { id: string; didWork: boolean; waits: readonly PastWait[] },
): ReplayEvent[] {
  const at = Math.max(endedAt ?? 0, lastAt ?? 0)
  const began: ReplayEvent[] =
    kind === 'subagent' && startedAt !== null ? [{ at: startedAt, kind: 'began', id, text: title }] : []
  // The run of a job has an event of its own.
  if (kind === 'cron' || at === 0) return began
  if (groupOfState(state) === 'stopped') {
    const isOnRecord = waits.some((wait) => wait.state === 'failed' && Math.abs(wait.from - at) < sameMs)
    return isOnRecord ? began : [...began, { at, kind: 'failed', id, text: reason }]
  }
  const isOver = state === 'idle' || state === 'finished' || state === 'asleep'
  return isOver && didWork ? [...began, { at, kind: 'finished', id, text: title }] : began
}

/** The end of a run; of a job of the runtime itself only where it failed. */
export function eventsOfRun(
  { at, durationMs, status }: Pick<CronRun, 'at' | 'durationMs' | 'status'>,
  job: Pick<CronJob, 'agentId' | 'name' | 'system'> | undefined,
): ReplayEvent[] {
  if (!job || status === 'running' || status === 'skipped' || (job.system && status === 'ok')) return []
  const kind = status === 'ok' ? 'cron-ran' : 'cron-failed'
  return [{ at: at + (durationMs ?? 0), kind, id: job.agentId, text: job.name }]
}
