import type { CronJob, CronRun } from './cron.ts'
import type { Crons } from './crons.ts'
import type { CronTimeline } from './timeline.ts'

export type CronReads = ReturnType<typeof cronReads>

/** What can be asked of the jobs in the index. Times in ms. */
export const cronReads = (crons: Crons) => ({
  listCronJobs: (): { items: CronJob[]; nextCursor: null } => ({ items: crons.jobs(), nextCursor: null }),

  cronTimeline: (reach: { back: number; ahead: number }): CronTimeline => crons.timeline(reach),

  /** The runs of a job, newest first; `before` goes on behind a page. */
  cronRuns({ jobId, limit, before }: { jobId: string; limit: number; before: number | undefined }): {
    items: CronRun[]
    nextCursor: string | null
  } {
    const items = crons.runs(jobId, { limit, ...(before !== undefined && { before }) })
    return { items, nextCursor: items.length === limit ? String(items.at(-1)?.at) : null }
  },
})
