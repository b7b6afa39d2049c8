import type { CronJob } from '../../../src/crons/cron.ts'
import { createRows } from './rows.ts'
import type { TopicStore } from './topic-store.ts'

/** The jobs that their runtimes know. */
export function createCronsStore() {
  const jobs = createRows<CronJob>(({ id }) => id)
  const store: TopicStore<'cron.changed'> = {
    reset: (overview) => jobs.reset(overview.crons),
    hear({ job }) {
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
