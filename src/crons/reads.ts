import { Refusal } from '../lib/refusal.ts'
import type { CronDetail, CronRow, PricedRun } from './cron.ts'
import type { Crons } from './crons.ts'
import type { CronTimeline } from './timeline.ts'

export type CronReads = ReturnType<typeof cronReads>

/** What can be asked of the jobs in the index. Times in ms. */
export const cronReads = (crons: Crons) => ({
  listCronJobs: (): { items: CronRow[]; nextCursor: null } => ({ items: crons.rows(), nextCursor: null }),

  /** Everything about one job. Throws a Refusal where it was never seen. */
  cronJob(id: string): CronDetail {
    const detail = crons.detail(id)
    if (!detail) throw new Refusal('not-found', 'There is no cron job with this id.')
    return detail
  },

  /** Where a job can be changed; null where that is not known. */
  cronPlace: (id: string): { home: string; foreignId: string } | null => crons.place(id),

  /** When each job last succeeded (ms). */
  cronSuccesses: (): { id: string; at: number | null }[] => crons.lastSuccesses(),

  cronTimeline: (reach: { back: number; ahead: number }): CronTimeline => crons.timeline(reach),

  /** The runs of a job, newest first; `before` goes on behind a page. */
  cronRuns({ jobId, limit, before }: { jobId: string; limit: number; before: number | undefined }): {
    items: PricedRun[]
    nextCursor: string | null
  } {
    const items = crons.pricedRuns(jobId, { limit, before })
    return { items, nextCursor: items.length === limit ? String(items.at(-1)?.at) : null }
  },
})
