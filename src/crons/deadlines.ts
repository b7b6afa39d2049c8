import type { Store } from '../store/store.ts'
import type { CronJob, CronRun } from './cron.ts'
import { type Deadline, type DeadlineState, deadlineState } from './deadline.ts'
import { deadlineRows, deleteDeadline, putDeadline } from './deadline-rows.ts'

export type Deadlines = ReturnType<typeof createDeadlines>

/** A job that has not succeeded within the time that somebody set. */
export type OverdueJob = { job: Pick<CronJob, 'id' | 'name' | 'agentId' | 'nextAt'>; state: DeadlineState }

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  /** What was set before this program began, which only the demo has. */
  before?: readonly Deadline[]
  now: () => number
  jobsByIds: (ids: string[]) => CronJob[]
  /** When each job last succeeded, by the index. */
  successes: () => Promise<{ id: string; at: number | null }[]>
  /** Which jobs are overdue has changed. */
  changed: () => void
  onError: (error: unknown) => void
}

/** The clock is looked at this often, whatever happens to it. */
const lookEveryMs = 30_000

/** Keeps within which time jobs must succeed, and says which have not. A job that is off has no deadline meanwhile. */
export function createDeadlines({ store, before = [], now, jobsByIds, successes, changed, onError }: Deps) {
  const deadlines = new Map([...before, ...deadlineRows(store)].map((deadline) => [deadline.jobId, deadline]))
  const lastSuccess = new Map<string, number>()
  let isRead = false
  let shown = '[]'
  let timer: Timer | undefined

  const states = (): DeadlineState[] =>
    [...deadlines.values()].map((deadline) => deadlineState(deadline, lastSuccess.get(deadline.jobId) ?? null, now()))

  function overdue(): OverdueJob[] {
    // Before the index was read, nothing is known of any success.
    if (!isRead) return []
    const past = states().filter(({ isPast }) => isPast)
    const jobs = new Map(jobsByIds(past.map(({ jobId }) => jobId)).map((job) => [job.id, job]))
    return past.flatMap((state) => {
      const job = jobs.get(state.jobId)
      return job?.enabled && job.present ? { job, state } : []
    })
  }

  function look() {
    const text = JSON.stringify(overdue().map(({ state }) => [state.jobId, state.since, state.withinMs]))
    if (text === shown) return
    shown = text
    changed()
  }

  function succeeded(id: string, at: number) {
    lastSuccess.set(id, Math.max(at, lastSuccess.get(id) ?? 0))
  }

  return {
    states,
    overdue,

    /** Sets within which time a job must succeed, in ms; null takes it back. */
    set(jobId: string, withinMs: number | null, by: string): DeadlineState | null {
      if (withinMs === null) {
        deleteDeadline(store, jobId)
        deadlines.delete(jobId)
      } else {
        const deadline = { jobId, withinMs, setAt: now(), setBy: by }
        putDeadline(store, deadline)
        deadlines.set(jobId, deadline)
      }
      look()
      return states().find((state) => state.jobId === jobId) ?? null
    },

    /** Takes a run that has just been seen. */
    note({ jobId, status, at, durationMs }: Pick<CronRun, 'jobId' | 'status' | 'at' | 'durationMs'>) {
      if (status === 'ok') succeeded(jobId, at + (durationMs ?? 0))
      look()
    },

    /** Reads the successes of the index, once its history is there. */
    async read() {
      try {
        for (const { id, at } of await successes()) if (at !== null) succeeded(id, at)
        isRead = true
        look()
      } catch (error) {
        onError(error)
      }
    },

    look,

    start() {
      timer ??= setInterval(look, lookEveryMs)
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}
