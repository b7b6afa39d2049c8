import type { CronJob } from '../../../src/crons/cron.ts'
import { createRows } from './rows.ts'
import type { TopicStore } from './topic-store.ts'

/** The cron jobs that are present in their runtimes. */
export function createCronsStore() {
  const jobs = createRows<CronJob>(({ id }) => id)
  const store: TopicStore<'cron.changed'> = {
    reset: (overview) => jobs.reset(overview.crons),
    apply({ job }) {
      if (job.present) jobs.put(job)
      else jobs.remove(job.id)
    },
  }
  return {
    ...store,
    get crons() {
      return jobs.rows
    },
  }
}
