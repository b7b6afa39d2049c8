import type { Runtime } from '../../facts/runtimes.ts'
import { cronJobsBySession, sessionMark } from '../../sessions/read-sessions.ts'
import { createCommitCache } from '../../store/commit-cache.ts'
import type { Store } from '../../store/store.ts'
import { type Range, type Where, whereSums, whereUsage } from '../ledger/where.ts'
import { createKeptSums } from './kept-sums.ts'
import { createLabels } from './labels.ts'
import type { CostFilter } from './report.ts'
import { createSessionTree } from './session-tree.ts'

type ReportSettings = {
  /** The name of this machine. */
  host: string
  /** The zone whose days count unless a question names another. */
  timezone: string
  /** In ms. */
  now: () => number
  /** Runtimes that a subscription pays. */
  subscriptions?: readonly Runtime[]
}

export type ReportContext = ReturnType<typeof createReportContext>

/**
 * What every answer about costs is made with: the index, the settings, the names of things, which session began which,
 * the conditions that a filter stands for, the answers that hold until the next commit, and the sums that hold longer.
 */
export function createReportContext(index: Store, { host, timezone, now, subscriptions = [] }: ReportSettings) {
  const cached = createCommitCache(index)
  const tree = createSessionTree(index)
  const familyOf = ({ family }: CostFilter) => (family === undefined ? undefined : tree().membersOf(family))
  let jobs: { version: number; bySession: ReadonlyMap<string, string> } | undefined

  /** The cron job of each session that one began, by id; the same object until that changes. */
  function cronJobs() {
    const version = sessionMark(index, 'cron')
    if (jobs?.version !== version) jobs = { version, bySession: cronJobsBySession(index) }
    return jobs.bySession
  }

  return {
    index,
    host,
    timezone,
    now,
    subscriptions,
    cached,
    kept: createKeptSums(index, { now, subscriptions, cached }),
    tree,
    cronJobs,
    labels: createLabels(index, cached),
    whereSums: (range: Range, filter: CostFilter): Where => whereSums(range, filter, familyOf(filter)),
    whereUsage: (range: Range, filter: CostFilter): Where => whereUsage(range, filter, familyOf(filter)),
  }
}
