import { monthOf, weekOf } from '../../lib/timezone.ts'
import { projectsBySession } from '../../sessions/read-sessions.ts'
import { createCommitCache } from '../../store/commit-cache.ts'
import { type SumKey, sumsBy, usedQuarters } from '../ledger/read-sums.ts'
import { always, type Range } from '../ledger/where.ts'
import { blockStarts, createBlockFinder } from './block.ts'
import { createDayFinder, createFold } from './fold.ts'
import { modelLabel } from './labels.ts'
import { type Question, rangeOf } from './question.ts'
import {
  type CostFilter,
  type Grouping,
  type Report,
  type ReportPage,
  type ReportRow,
  sumTotals,
  type Totals,
} from './report.ts'
import type { ReportContext } from './report-context.ts'
import { byCost, byKey, bySpending, firstBehind, type Row, readCursor, sortByCost, writeCursor } from './report-rows.ts'

export type Reports = ReturnType<typeof createReports>

export type ReportQuestion = Question & { by: Grouping; breakdown?: boolean }

/** `middle` asks for the rows in the middle of those that are billed anything, the dearest first. */
export type ReportPageQuestion = ReportQuestion & { limit?: number; cursor?: string; middle?: boolean }

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

/** So many rows are on a page unless it is said. */
const defaultRows = 500
/** So many reports with a row for each session are kept until the next commit. */
const maxLarge = 2

const isBySession = (by: Grouping) => columnOf[by] === 'session_id'
const isByTime = (by: Grouping) => columnOf[by] === 'quarter'

/**
 * Answers what agents cost. Every report is a grouping of the same sums by quarter of an hour, so that all of them add
 * up to the same.
 */
export function createReports(context: ReportContext) {
  const { index, timezone, subscriptions, cached, kept, tree, cronJobs, labels, whereSums } = context

  const large = createCommitCache(index, { maxAnswers: maxLarge })

  /** The rows of a report in its order, without their labels. */
  function rowsOf(question: ReportQuestion): { zone: string; rows: Row[]; totals: Totals } {
    const cache = isBySession(question.by) ? large : cached
    return cache(`rows ${JSON.stringify(question)}`, () => {
      const { zone, ...range } = rangeOf(question, timezone)
      const rows = foldRows(question, range, zone)
      return { zone, rows, totals: sumTotals(rows.map(({ totals }) => totals)) }
    })
  }

  /** Names rows. Of sessions only those that are named are read. */
  function named(by: Grouping, zone: string, rows: readonly Row[]): ReportRow[] {
    const labelOf = labels.labelerFor(
      by,
      zone,
      rows.map(({ key }) => key),
    )
    return rows.map(({ key, totals, models }) => ({
      key,
      label: labelOf(key),
      ...totals,
      ...(models && {
        breakdown: sortByCost([...models].map(([model, totals]) => ({ key: model, totals }))).map(
          ({ key, totals }) => ({ key, label: modelLabel(key), ...totals }),
        ),
      }),
    }))
  }

  const headOf = ({ since, until }: ReportQuestion, zone: string) => ({
    since: since ?? null,
    until: until ?? null,
    timezone: zone,
  })

  return {
    /** The whole report. */
    report(question: ReportQuestion): Report {
      const { zone, rows, totals } = rowsOf(question)
      const name = () => ({ ...headOf(question, zone), rows: named(question.by, zone, rows), totals })
      return (isBySession(question.by) ? large : cached)(`report ${JSON.stringify(question)}`, name)
    },

    /** At most `limit` of its rows: the first ones, those behind a cursor, or the middle of what cost anything. */
    page({ limit = defaultRows, cursor, middle, ...question }: ReportPageQuestion): ReportPage {
      const { zone, rows: all, totals } = rowsOf(question)
      const rows = middle === true ? bySpending(all) : all
      const behind = cursor === undefined ? undefined : readCursor(cursor)
      const order = isByTime(question.by) ? byKey : byCost
      const first = behind
        ? firstBehind(rows, (row) => order(row, behind))
        : middle === true
          ? Math.max(0, Math.floor((rows.length - limit) / 2))
          : 0
      const shown = rows.slice(first, first + limit)
      const next = first + limit < rows.length && middle !== true
      return {
        ...headOf(question, zone),
        rows: named(question.by, zone, shown),
        totals,
        rowCount: rows.length,
        rowsBefore: first,
        rest: sumTotals(rows.slice(first + limit).map(({ totals }) => totals)),
        nextCursor: next ? writeCursor(shown.at(-1)!) : null,
      }
    },
  }

  function foldRows(question: ReportQuestion, range: Range, zone: string): Row[] {
    const { by, breakdown = false } = question
    const columns = { key: columnOf[by], byModel: breakdown }
    const where = whereSums(range, question)
    const sums =
      isByTime(by) && where.isOverall && !breakdown
        ? kept.quarters(range, question.runtime)
        : sumsBy<string | number>(index, where, columns, subscriptions)
    const keyOf = keysFor(by, question, zone)
    const fold = createFold()
    const models = new Map<string, ReturnType<typeof createFold>>()
    for (const sum of sums) {
      const key = keyOf(sum.key)
      fold.add(key, sum)
      if (!breakdown) continue
      let ofModels = models.get(key)
      if (!ofModels) {
        ofModels = createFold()
        models.set(key, ofModels)
      }
      ofModels.add(sum.model, sum)
    }
    const rows = [...fold.sums].map(([key, totals]): Row => ({ key, totals, models: models.get(key)?.sums }))
    return isByTime(by) ? rows.sort(byKey) : sortByCost(rows)
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
