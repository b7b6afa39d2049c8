import { median } from '../../lib/median.ts'
import { type KeySum, sumsBy } from '../ledger/read-sums.ts'
import { addTo } from './fold.ts'
import { sumTotals, type Totals, zeroTotals } from './report.ts'
import type { ReportContext } from './report-context.ts'
import { quartersOf } from './wall-clock.ts'

/** What is made of the sessions of long ago, and holds until they or their tree change. */
type Past = {
  /** What the calls of each root and all below it are billed, by the place of the root; none of a root without a price. */
  placeOf: ReadonlyMap<string, number>
  usd: Float64Array
  subagents: Totals
  subagentIds: ReadonlySet<string>
  byJob: ReadonlyMap<string, Totals>
}

export type RecentSessions = ReturnType<typeof createRecentSessions>

/**
 * What is said of the sessions of the last days as a whole: the median of those with all their sub-agents, what
 * sub-agents cost, and what each cron job does. The same as the reports by family, session and cron job of these days.
 */
export function createRecentSessions({
  index,
  timezone,
  subscriptions,
  cached,
  kept,
  tree,
  cronJobs,
  whereSums,
}: ReportContext) {
  const read = (from: number, to: number) =>
    sumsBy<string>(index, whereSums({ from, to }, {}), { key: 'session_id', byModel: false }, subscriptions)
  const made = new WeakMap<KeySum<string>[], Past & { tree: unknown; jobs: unknown }>()

  function pastOf(rows: KeySum<string>[]): Past {
    const [current, jobs] = [tree(), cronJobs()]
    const known = made.get(rows)
    if (known?.tree === current && known.jobs === jobs) return known
    const { rootOf, isChild } = current
    const usdByRoot = new Map<string, number>()
    for (const { key, costUsd } of rows) if (costUsd !== null) add(usdByRoot, rootOf(key), costUsd)
    const placeOf = new Map([...usdByRoot.keys()].map((root, place) => [root, place]))
    const usd = Float64Array.from(usdByRoot.values())
    const children = rows.filter(({ key }) => isChild(key))
    const subagentIds = new Set(children.map(({ key }) => key))
    const subagents = sumTotals(children)
    const past = { placeOf, usd, subagents, subagentIds, byJob: foldByJob(rows), tree: current, jobs }
    made.set(rows, past)
    return past
  }

  function foldByJob(rows: readonly KeySum<string>[]) {
    const jobs = cronJobs()
    const sums = new Map<string, Totals>()
    for (const row of rows) {
      const job = jobs.get(row.key)
      if (job === undefined) continue
      const sum = sums.get(job) ?? { ...zeroTotals }
      addTo(sum, row)
      sums.set(job, sum)
    }
    return sums
  }

  /** The sessions of both days and those between: of long ago, and of yesterday and today. */
  function sessionsOf(since: string, until: string) {
    const from = quartersOf(since, timezone).first
    const end = quartersOf(until, timezone).end
    const { to, sums } = kept.settled('sessions', String(from), (to) => read(from, Math.min(to, end)))
    const late = cached(`late sessions ${from} ${to} ${end}`, () => read(Math.max(from, to), end))
    return { past: pastOf(sums), late }
  }

  return {
    /** The median of what sessions cost that cost anything, each with all its sub-agents; null without any. */
    medianFamily(since: string, until: string): { usd: number; sessions: number } | null {
      const { past, late } = sessionsOf(since, until)
      const { rootOf } = tree()
      const more = new Map<string, number>()
      for (const { key, costUsd } of late) if (costUsd !== null) add(more, rootOf(key), costUsd)
      const known = past.usd.slice()
      const others: number[] = []
      for (const [root, usd] of more) {
        const place = past.placeOf.get(root)
        if (place === undefined) others.push(usd)
        else known[place]! += usd
      }
      // Tens of thousands, after each commit: one array of numbers, and no list of them.
      const spent = new Float64Array(known.length + others.length)
      let sessions = 0
      for (const some of [known, others]) for (const usd of some) if (usd > 0) spent[sessions++] = usd
      const usd = median(spent.subarray(0, sessions))
      return usd === null ? null : { usd, sessions }
    },

    /** What sub-agents cost, and how many they were. */
    subagents(since: string, until: string): { totals: Totals; sessions: number } {
      const { past, late } = sessionsOf(since, until)
      const { isChild } = tree()
      const children = late.filter(({ key }) => isChild(key))
      const added = children.filter(({ key }) => !past.subagentIds.has(key)).length
      return { totals: sumTotals([past.subagents, ...children]), sessions: past.subagentIds.size + added }
    },

    /** What each cron job cost, by its id. */
    byJob(since: string, until: string): Map<string, Totals> {
      const { past, late } = sessionsOf(since, until)
      const all = new Map(past.byJob)
      for (const [job, totals] of foldByJob(late)) {
        const before = all.get(job)
        all.set(job, before ? sumTotals([before, totals]) : totals)
      }
      return all
    },
  }
}

const add = (sums: Map<string, number>, key: string, usd: number) => void sums.set(key, (sums.get(key) ?? 0) + usd)
