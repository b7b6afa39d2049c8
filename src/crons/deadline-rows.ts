import type { Store } from '../store/store.ts'
import type { Deadline } from './deadline.ts'

/** All SQL of the table `cron_deadlines`. Each function throws what SQLite throws. */

export const deadlineRows = (store: Store): Deadline[] =>
  store.$client
    .query<Deadline, []>(
      'SELECT job_id AS jobId, within_ms AS withinMs, set_at AS setAt, set_by AS setBy FROM cron_deadlines',
    )
    .all()

export const putDeadline = (store: Store, { jobId, withinMs, setAt, setBy }: Deadline) =>
  void store.$client
    .query('INSERT OR REPLACE INTO cron_deadlines (job_id, within_ms, set_at, set_by) VALUES (?, ?, ?, ?)')
    .run(jobId, withinMs, setAt, setBy)

export const deleteDeadline = (store: Store, jobId: string) =>
  void store.$client.query('DELETE FROM cron_deadlines WHERE job_id = ?').run(jobId)
