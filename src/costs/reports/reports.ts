import { monthOf, weekOf } from '../../lib/timezone.ts'
import { projectsBySession } from '../../sessions/read-sessions.ts'
import { type SumKey, sumsBy, usedQuarters } from '../ledger/read-sums.ts'
import { always, type Range } from '../ledger/where.ts'
import { blockStarts, createBlockFinder } from './block.ts'
import { createDayFinder, createFold } from './fold.ts'
import { modelLabel } from './labels.ts'
import { type Question, rangeOf } from './question.ts'
import { type CostFilter, type Grouping, type Report, type ReportRow, sumTotals } from './report.ts'
import type { ReportContext } from './report-context.ts'
import { sortByCost } from './sort-by-cost.ts'

export type Reports = ReturnType<typeof createReports>

export type ReportQuestion = Question & { by: Grouping; breakdown?: boolean }

/** By which column the sums of each grouping are read; days, projects and so on are folded from that. */
const columnOf = {
  session: 'session_id',
  family: 'session_id',
  project: 'session_id',
  cron: 'session_id',
  model: 'model',
  agent: 'agent_id',
  runtime: 'runtime',
  day: 'quarter',
  week: 'quarter',
  month: 'quarter',
  block: 'quarter',
} as const satisfies Record<Grouping, SumKey>

const isByTime = (by: Grouping) => columnOf[by] === 'quarter'

/**
 * Answers what agents cost. Every report is a grouping of the same sums by quarter of an hour, so that all of them add
 * up to the same.
 */
export function createReports(context: ReportContext) {
  const { index, timezone, subscriptions, cached, kept, tree, cronJobs, labels, whereSums } = context

  const report = (question: ReportQuestion): Report =>
    cached(`report ${JSON.stringify(question)}`, () => {
      const { zone, ...range } = rangeOf(question, timezone)
      const { by, since, until, breakdown = false } = question
      const rows = rowsBy(by, range, question, zone, breakdown)
      return { since: since ?? null, until: until ?? null, timezone: zone, rows, totals: sumTotals(rows) }
    })

  return { report }

  function rowsBy(by: Grouping, range: Range, filter: CostFilter, zone: string, breakdown: boolean): ReportRow[] {
    const columns = { key: columnOf[by], byModel: breakdown }
    const where = whereSums(range, filter)
    const sums =
      isByTime(by) && where.isOverall && !breakdown
        ? kept.quarters(range, filter.runtime)
        : sumsBy<string | number>(index, where, columns, subscriptions)
    const keyOf = keysFor(by, filter, zone)
    const rows = createFold()
    const models = new Map<string, ReturnType<typeof createFold>>()
    for (const sum of sums) {
      const key = keyOf(sum.key)
      rows.add(key, sum)
      if (!breakdown) continue
      let fold = models.get(key)
      if (!fold) {
        fold = createFold()
        models.set(key, fold)
      }
      fold.add(sum.model, sum)
    }
    const labelOf = labels.labelerFor(by, zone)
    const found = [...rows.sums].map(([key, totals]): ReportRow => {
      const row = { key, label: labelOf(key), ...totals }
      const parts = models.get(key)
      if (!parts) return row
      return {
        ...row,
        breakdown: sortByCost(
          [...parts.sums].map(([model, sum]) => ({ key: model, label: modelLabel(model), ...sum })),
        ),
      }
    })
    return isByTime(by) ? found.sort((a, b) => (a.key < b.key ? -1 : 1)) : sortByCost(found)
  }

  /** Finds the key of a report's row that a sum belongs to, for sums in ascending order of their column. */
  function keysFor(by: Grouping, filter: CostFilter, zone: string): (value: string | number) => string {
    switch (by) {
      case 'day':
      case 'week':
      case 'month': {
        const periodOf = { day: (day: string) => day, week: weekOf, month: monthOf }[by]
        const dayAt = createDayFinder(zone)
        return (quarter) => periodOf(dayAt(Number(quarter)))
      }
      case 'block': {
        const blockAt = createBlockFinder(startsOfBlocks(filter))
        return (quarter) => String(blockAt(Number(quarter)))
      }
      case 'family': {
        const { rootOf } = tree()
        return (session) => rootOf(String(session))
      }
      case 'project': {
        const projects = cached('projects by session', () => projectsBySession(index))
        return (session) => projects.get(String(session)) ?? ''
      }
      case 'cron': {
        const jobs = cronJobs()
        return (session) => jobs.get(String(session)) ?? ''
      }
      default:
        return String
    }
  }

  /** When blocks begin, in ms: with the first call there ever was, whatever range is asked for. */
  function startsOfBlocks({ runtime, agent, model, project, session, cron, family }: CostFilter): number[] {
    const filter = { runtime, agent, model, project, session, cron, family } as CostFilter
    const where = whereSums(always, filter)
    const quarters = () =>
      where.isOverall ? kept.quarters(always, runtime).map(({ key }) => key) : usedQuarters(index, where)
    return cached(`blocks ${JSON.stringify(filter)}`, () => blockStarts(quarters()))
  }
}
