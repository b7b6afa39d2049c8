import type { Runtime } from '../../facts/fact.ts'
import { runtimeName } from '../../facts/runtime-names.ts'
import { nameInId } from '../../ids.ts'
import { clock } from '../../lib/format.ts'
import { oneLine } from '../../lib/plain-text.ts'
import { dayOf, monthOf, weekOf } from '../../lib/timezone.ts'
import type { Store } from '../../store/store.ts'
import { billedUsd, createDayFinder, createFold, sumColumns } from '../ledger/sums.ts'
import { blockMs, blockStarts, createBlockFinder } from './block.ts'
import { commitCacheFor } from './commit-cache.ts'
import type { DayCurve } from './day-curve.ts'
import { disambiguateNames } from './disambiguate-names.ts'
import { type Question, type Range, rangeOf, type Where, whereOf } from './question.ts'
import { createDayCurves } from './read-day-curves.ts'
import {
  type CostFilter,
  type CostsToday,
  type Grouping,
  lowerBoundTokens,
  type Report,
  type ReportRow,
  sumTotals,
  type Totals,
} from './report.ts'
import { createSessionTree } from './session-tree.ts'

export type Costs = ReturnType<typeof createCosts>

export type ReportQuestion = Question & { by: Grouping; breakdown?: boolean }

/** What a row of usage is called under each grouping; days and their like are folded from quarters of an hour. */
const keys = {
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
} as const satisfies Record<Grouping, string>

const isByTime = (by: Grouping) => keys[by] === 'quarter'

const labels = {
  session: "SELECT id, coalesce(nullif(title, ''), first_prompt, id) AS label FROM sessions",
  agent: "SELECT id, coalesce(nullif(name, ''), id) AS label FROM agents",
  cron: 'SELECT id, name AS label FROM cron_jobs',
} as const

/** Over so long a pace is taken. */
const paceMs = 5 * 60_000

export type CostSettings = {
  timezone: string
  now: () => number
  /** What a day may cost; null where nobody said. */
  budgetUsd?: number | null
  /** Runtimes that a subscription pays. */
  subscriptions?: readonly Runtime[]
}

/**
 * Answers what agents cost. Every report is a grouping of the same sums by quarter of an hour, so that all of
 * them add up to the same. `timezone` is the zone whose days count unless a question names another.
 */
export function createCosts(index: Store, { timezone, now, budgetUsd = null, subscriptions = [] }: CostSettings) {
  const db = index.$client
  const known = commitCacheFor(index)
  const columns = sumColumns(subscriptions)
  const families = createSessionTree(index, known)
  const days = createDayCurves(index, known, { timezone, now, budgetUsd, subscriptions, where })

  function where(table: 'quarters' | 'usage', range: Range, filter: CostFilter): Where {
    const family = filter.family === undefined ? undefined : families.membersOf(filter.family)
    return whereOf(table, range, filter, family)
  }

  const report = (question: ReportQuestion): Report =>
    known(`report ${JSON.stringify(question)}`, () => {
      const { zone, ...range } = rangeOf(question, timezone)
      const { by, since, until, breakdown = false } = question
      const rows = rowsBy(by, range, question, zone, breakdown)
      return { since: since ?? null, until: until ?? null, timezone: zone, rows, totals: sumTotals(rows) }
    })

  type Sum = Totals & { key: string | number; model: string }

  function rowsBy(by: Grouping, range: Range, filter: CostFilter, zone: string, breakdown: boolean): ReportRow[] {
    const { sql, values } = where('quarters', range, filter)
    const sums = db
      .query<Sum, [Where['values']]>(
        `SELECT ${keys[by]} AS key, ${breakdown ? 'model' : "''"} AS model, ${columns} FROM usage_15m WHERE ${sql}
         GROUP BY 1, 2 ORDER BY 1`,
      )
      .all(values)
    const nameOf = namerFor(by, filter, zone)
    const rows = createFold()
    const models = new Map<string, ReturnType<typeof createFold>>()
    for (const sum of sums) {
      const key = nameOf(sum.key)
      rows.add(key, sum)
      if (!breakdown) continue
      let fold = models.get(key)
      if (!fold) {
        fold = createFold()
        models.set(key, fold)
      }
      fold.add(sum.model, sum)
    }
    const labelOf = labelerFor(by, zone)
    const found = [...rows.sums].map(([key, totals]): ReportRow => {
      const row = { key, label: labelOf(key), ...totals }
      const parts = models.get(key)
      if (!parts) return row
      return {
        ...row,
        breakdown: byCost([...parts.sums].map(([model, sum]) => ({ key: model, label: modelLabel(model), ...sum }))),
      }
    })
    return isByTime(by) ? found.sort((a, b) => (a.key < b.key ? -1 : 1)) : byCost(found)
  }

  /** What a key of the sums is called under a grouping. */
  function namerFor(by: Grouping, filter: CostFilter, zone: string): (key: string | number) => string {
    switch (by) {
      case 'day':
      case 'week':
      case 'month': {
        const periodOf = { day: (day: string) => day, week: weekOf, month: monthOf }[by]
        const dayAt = createDayFinder(zone)
        return (key) => periodOf(dayAt(Number(key)))
      }
      case 'block': {
        const blockAt = createBlockFinder(starts(filter))
        return (key) => String(blockAt(Number(key)))
      }
      case 'family':
        return (key) => families.rootOf(String(key))
      case 'project':
      case 'cron': {
        const of = sessionColumn(by === 'project' ? 'project_path' : 'cron_id')
        return (key) => of.get(String(key)) ?? ''
      }
      default:
        return String
    }
  }

  const sessionColumn = (column: 'project_path' | 'cron_id') =>
    known(`sessions by ${column}`, () => {
      const rows = db.query<{ id: string; value: string }, []>(
        `SELECT id, ${column} AS value FROM sessions WHERE ${column} <> ''`,
      )
      return new Map(rows.all().map(({ id, value }) => [id, value]))
    })

  /** When blocks begin: with the first answer there ever was, whatever range is asked for. */
  const starts = (filter: CostFilter): number[] => {
    const { runtime, agent, model, project, session, cron, family } = filter
    const about = { runtime, agent, model, project, session, cron, family } as CostFilter
    return known(`blocks ${JSON.stringify(about)}`, () => {
      const { sql, values } = where('quarters', { from: 0, to: Number.MAX_SAFE_INTEGER }, about)
      const rows = db.query<{ quarter: number }, [Where['values']]>(
        `SELECT DISTINCT quarter FROM usage_15m WHERE ${sql} ORDER BY quarter`,
      )
      return blockStarts(rows.all(values).map(({ quarter }) => quarter))
    })
  }

  function labelerFor(by: Grouping, zone: string): (key: string) => string {
    switch (by) {
      case 'session':
      case 'family': {
        const names = labelsOf('session')
        return (key) => names.get(key) ?? oneLine(key)
      }
      case 'agent': {
        const names = labelsOf('agent')
        return (key) => names.get(key) ?? oneLine(key)
      }
      case 'cron': {
        const names = labelsOf('cron')
        return (key) => names.get(key) ?? (key === '' ? 'not by a cron job' : removedJob(key))
      }
      case 'model':
        return modelLabel
      case 'runtime':
        return runtimeName
      case 'project':
        return (key) => oneLine(key) || 'no project'
      case 'block':
        return (key) => blockLabel(Number(key), zone)
      default:
        return (key) => key
    }
  }

  const labelsOf = (of: keyof typeof labels) =>
    known(`labels ${of}`, () => {
      const rows = db.query<{ id: string; label: string }, []>(labels[of]).all()
      const names = new Map(rows.map(({ id, label }) => [id, oneLine(label) || id]))
      return of === 'agent' ? disambiguateNames(names) : names
    })

  const today = (): CostsToday => {
    const day = dayOf(now(), timezone)
    const today = report({ by: 'model', since: day, until: day })
    const month = report({ by: 'month', since: `${monthOf(day)}-01`, until: day })
    return {
      todayUsd: costUsdOf(today.totals),
      monthUsd: costUsdOf(month.totals),
      todayUnpricedTokens: lowerBoundTokens(today.totals),
      monthUnpricedTokens: lowerBoundTokens(month.totals),
      todayTokens: today.totals.totalTokens,
      todaySubscriptionUsd: today.totals.subscriptionUsd,
      monthSubscriptionUsd: month.totals.subscriptionUsd,
      subscriptions: [...subscriptions],
      byModel: today.rows,
      budgetUsd,
    }
  }

  return {
    report,
    today,
    /** What of a row of sums is paid by use, as SQL: 0 for what a subscription pays. */
    billedUsd: billedUsd(subscriptions),
    where,
    days,
    families,
    labelsOf,
    /** Remembers an answer for as long as the index is as it was. */
    known,
    /** When the blocks begin that hold what a filter finds, in ms, ascending. */
    blockStarts: starts,

    /** What was used a minute in the five before a moment: answers come in one piece, so one minute says little. */
    tokensPerMinute(at: number): number {
      const row = db
        .query<{ total: number | null }, [number, number]>(
          `SELECT sum(input + output + cache_read + cache_write_5m + cache_write_1h + unclassified) AS total FROM usage
           WHERE counted = 1 AND at > ? AND at <= ?`,
        )
        .get(at - paceMs, at)
      return (row?.total ?? 0) / (paceMs / 60_000)
    },

    /** Today from midnight until now, beside a typical day and what a day may cost. */
    dayCurve: (): DayCurve => days.curve(),

    /** What each agent cost today, in US dollars, whether that is a lower bound, and what a subscription paid beside it. */
    todayByAgent(): Map<string, { usd: number | null; isLowerBound: boolean; subscriptionUsd: number | null }> {
      const day = dayOf(now(), timezone)
      const { rows } = report({ by: 'agent', since: day, until: day })
      return new Map(
        rows.map((row) => [
          row.key,
          { usd: row.costUsd, isLowerBound: lowerBoundTokens(row) > 0, subscriptionUsd: row.subscriptionUsd },
        ]),
      )
    },
  }
}

/** The dearest first, then what used most; those whose cost is unknown behind. */
const byCost = (rows: ReportRow[]) =>
  rows.sort(
    (a, b) =>
      Number(a.costUsd === null) - Number(b.costUsd === null) ||
      (b.costUsd ?? 0) + (b.subscriptionUsd ?? 0) - (a.costUsd ?? 0) - (a.subscriptionUsd ?? 0) ||
      b.totalTokens - a.totalTokens ||
      (a.key < b.key ? -1 : 1),
  )

export const modelLabel = (model: string) => oneLine(model) || 'unknown model'

/** A job that is no longer there has left only its id. */
const removedJob = (key: string) => `removed job ${oneLine(nameInId(key)).slice(0, 8)}`

/** From when to when in the asked zone: `2026-11-21 08:00–13:00`. */
const blockLabel = (start: number, zone: string) =>
  `${dayOf(start, zone)} ${clock(start, zone)}–${clock(start + blockMs, zone)}`

/** A day on which nothing was asked of any model cost nothing; a day without any known price is unknown. */
export const costUsdOf = (totals: Totals) => (totals.calls === 0 ? 0 : totals.costUsd)
