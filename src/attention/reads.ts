import type { CronJob, CronRun } from '../crons/cron.ts'
import type { Crons } from '../crons/crons.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'

export type AttentionReads = ReturnType<typeof attentionReads>

/** What the index knows beside the needs themselves. Unknown ids are left out. */
export type NeedRows = {
  sessions: Session[]
  /** Jobs with their latest runs, the latest first. */
  jobs: (CronJob & { runs: CronRun[] })[]
}

const maxRuns = 15

export const attentionReads = ({ sessions, crons }: { sessions: Sessions; crons: Crons }) => ({
  needRows: ({ sessionIds, jobIds }: { sessionIds: string[]; jobIds: string[] }): NeedRows => ({
    sessions: sessions.byIds(sessionIds),
    jobs: crons.jobsByIds(jobIds).map((job) => ({ ...job, runs: crons.runs(job.id, { limit: maxRuns }) })),
  }),
})
