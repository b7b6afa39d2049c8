import { clock } from '../lib/format.ts'
import { Refusal } from '../lib/refusal.ts'
import { addDays, dayOf, isDay, isTimezone, monthOf, quarterMs, startOfDay, weekOf } from '../lib/zone.ts'
import { runtimes } from '../live/fact.ts'
import type { Store } from '../store/store.ts'
import { type BlockRow, blockMs, blocksOf } from './block.ts'
import {
  byTheWall,
  type DayCurve,
  fewestDays,
  projected,
  type QuarterCost,
  quartersOf,
  runningSum,
  typicalOver,
  weekdayLabel,
} from './day.ts'
import { addUp, type CostsToday, type Grouping, nothing, type Report, type ReportRow, type Totals } from './report.ts'

export type Costs = ReturnType<typeof createCosts>

export type Question = { by: Grouping; since?: string; until?: string; timezone?: string; runtime?: string }

/** The sums of some usage rows as SQLite gives them. */
type Sum = {
  key: string | number | null
  calls: number
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  total: number
  cost: number | null
  unpriced: number
  bound: number
}

const allTokens = 'input + output + cache_read + cache_write_5m + cache_write_1h + unsplit'
const sums = `sum(calls) AS calls, sum(input) AS input, sum(output) AS output, sum(cache_read) AS cacheRead,
  sum(cache_write) AS cacheWrite, sum(total) AS total, sum(cost_usd) AS cost, sum(unpriced_tokens) AS unpriced,
  sum(bound_tokens) AS bound`

/** What a row of usage is called under each grouping; days and their like are folded from quarters of an hour. */
const keys = {
  session: 'session_id',
  model: 'model',
  agent: 'agent_id',
  runtime: 'runtime',
  project: `coalesce((SELECT project_path FROM sessions WHERE sessions.id = session_id), '')`,
  cron: `coalesce((SELECT cron_id FROM sessions WHERE sessions.id = session_id), '')`,
} as const

const labels = {
  session: "SELECT id, coalesce(nullif(title, ''), opening_words, id) AS label FROM sessions",
  agent: "SELECT id, coalesce(nullif(name, ''), id) AS label FROM agents",
  cron: 'SELECT id, name AS label FROM cron_jobs',
} as const

/** Over so long a pace is taken. */
const paceMs = 5 * 60_000

type Settings = {
  timezone: string
  now: () => number
  /** What a day may cost; null where nobody said. */
  budgetUsd?: number | null
}

/**
 * Answers what agents cost. Every report is a grouping of the same sums by quarter of an hour, so that all of
 * them add up to the same. `timezone` is the zone whose days count unless a question names another.
 */
export function createCosts(index: Store, { timezone, now, budgetUsd = null }: Settings) {
  const db = index.$client

  function report({ by, since, until, timezone: asked, runtime }: Question): Report {
    const zone = asked ?? timezone
    if (!isTimezone(zone))
      throw new Refusal('bad-input', `There is no time zone “${zone}”. Use a name like Europe/Vienna or UTC.`)
    for (const [name, day] of Object.entries({ since, until }))
      if (day !== undefined && !isDay(day))
        throw new Refusal('bad-input', `${name} must be a day like 2026-11-20, not “${day}”.`)
    if (since !== undefined && until !== undefined && since > until)
      throw new Refusal('bad-input', `since (${since}) lies after until (${until}).`)
    if (runtime !== undefined && !(runtimes as readonly string[]).includes(runtime))
      throw new Refusal('bad-input', `There is no runtime “${runtime}”. Known: ${runtimes.join(', ')}.`)
    const range = {
      from: since === undefined ? 0 : startOfDay(since, zone) / quarterMs,
      to: until === undefined ? Number.MAX_SAFE_INTEGER : startOfDay(addDays(until, 1), zone) / quarterMs,
      runtime: runtime ?? null,
    }
    const rows = rowsBy(by, range, zone)
    return { since: since ?? null, until: until ?? null, timezone: zone, rows, totals: addUp(rows) }
  }

  /** Quarters of an hour since the epoch, the end not included. */
  type Range = { from: number; to: number; runtime: string | null }
  const inRange = 'quarter >= $from AND quarter < $to AND ($runtime IS NULL OR runtime = $runtime)'

  function rowsBy(by: Grouping, range: Range, zone: string): ReportRow[] {
    switch (by) {
      case 'day':
        return foldQuarters(range, (day) => day, zone)
      case 'week':
        return foldQuarters(range, weekOf, zone)
      case 'month':
        return foldQuarters(range, monthOf, zone)
      case 'block':
        return blocksOf(
          ask<BlockRow>(
            `SELECT at, cost_source AS source, cost_usd AS cost, input, output, cache_read AS cacheRead, cache_write_5m + cache_write_1h AS cacheWrite, ${allTokens} AS total FROM usage WHERE counted = 1 AND at >= $from * ${quarterMs} AND at < $to * ${quarterMs} AND ($runtime IS NULL OR runtime = $runtime) ORDER BY at`,
            range,
          ),
        ).map((row) => ({ ...row, label: blockLabel(Number(row.key), zone) }))
      default: {
        const names =
          by in labels
            ? new Map(
                db
                  .query<{ id: string; label: string }, []>(labels[by as keyof typeof labels])
                  .all()
                  .map(({ id, label }) => [id, label]),
              )
            : undefined
        return ask<Sum>(
          `SELECT ${keys[by]} AS key, ${sums} FROM usage_quarters WHERE ${inRange} GROUP BY 1 ORDER BY cost IS NULL, cost DESC, total DESC, 1`,
          range,
        ).map((sum) => {
          const key = String(sum.key ?? '')
          return toRow(key, names?.get(key) ?? (key || nameless[by as keyof typeof nameless] || key), sum)
        })
      }
    }
  }

  function foldQuarters(range: Range, periodOf: (day: string) => string, zone: string): ReportRow[] {
    const quarters = ask<Sum>(`SELECT quarter AS key, ${sums} FROM usage_quarters WHERE ${inRange} GROUP BY 1`, range)
    const periods = new Map<string, Totals>()
    for (const quarter of quarters) {
      const period = periodOf(dayOf(Number(quarter.key) * quarterMs, zone))
      periods.set(period, addUp([periods.get(period) ?? nothing, toRow('', '', quarter)]))
    }
    return [...periods].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, totals]) => ({ key, label: key, ...totals }))
  }

  const quartersBetween = (from: number, to: number) =>
    db
      .query<QuarterCost & { unsure: number }, [number, number]>(
        `SELECT quarter, sum(cost_usd) AS usd, sum(unpriced_tokens + bound_tokens) AS unsure FROM usage_quarters
         WHERE quarter >= ? AND quarter < ? GROUP BY quarter ORDER BY quarter`,
      )
      .all(from, to)

  /** The same weekday of the last eight weeks; where that is too little, the last fortnight. */
  function typicalFor(day: string): DayCurve['typical'] {
    const choices = [
      { label: weekdayLabel(day), days: Array.from({ length: 8 }, (_, n) => addDays(day, -7 * (n + 1))) },
      { label: 'a typical day', days: Array.from({ length: 14 }, (_, n) => addDays(day, -(n + 1))) },
    ]
    for (const { label, days } of choices) {
      const spent = days.flatMap((past) => {
        const { first, end } = quartersOf(past, timezone)
        const costs = quartersBetween(first, end)
        return (knownSum(costs) ?? 0) > 0 ? [byTheWall(costs, past, timezone)] : []
      })
      if (spent.length >= fewestDays) return { label, points: typicalOver(spent, day, timezone) }
    }
    return null
  }

  function ask<Row>(sql: string, range: Range): Row[] {
    return db.query<Row, [Record<string, string | number | null>]>(sql).all(range)
  }

  return {
    report,

    /** What was used a minute in the five before a moment: answers come in one piece, so one minute says little. */
    tokensPerMinute(at: number): number {
      const row = db
        .query<{ total: number | null }, [number, number]>(
          `SELECT sum(${allTokens}) AS total FROM usage WHERE counted = 1 AND at > ? AND at <= ?`,
        )
        .get(at - paceMs, at)
      return (row?.total ?? 0) / (paceMs / 60_000)
    },

    /** Today and this month in the configured zone. */
    today(): CostsToday {
      const day = dayOf(now(), timezone)
      const today = report({ by: 'model', since: day, until: day })
      const month = report({ by: 'month', since: `${monthOf(day)}-01`, until: day })
      return {
        todayUsd: costOf(today.totals),
        monthUsd: costOf(month.totals),
        todayUnpricedTokens: unsure(today.totals),
        monthUnpricedTokens: unsure(month.totals),
        todayTokens: today.totals.totalTokens,
        byModel: today.rows,
        budgetUsd,
      }
    },

    /** Today from midnight until now, beside a typical day and what a day may cost. */
    dayCurve(): DayCurve {
      const at = now()
      const day = dayOf(at, timezone)
      const { first, end } = quartersOf(day, timezone)
      const today = quartersBetween(first, end)
      const spentUsd = today.length === 0 ? 0 : knownSum(today)
      const typical = typicalFor(day)
      return {
        day,
        startAt: first * quarterMs,
        endAt: end * quarterMs,
        timezone,
        budgetUsd,
        points: spentUsd === null ? [] : runningSum(today, first, at),
        typical,
        projectedUsd: projected(spentUsd, typical?.points, at),
        isLowerBound: today.some(({ unsure }) => unsure > 0),
      }
    },

    /** What each agent cost today, in US dollars, and whether that is only a lower bound. */
    todayByAgent(): Map<string, { usd: number | null; isLowerBound: boolean }> {
      const day = dayOf(now(), timezone)
      const { rows } = report({ by: 'agent', since: day, until: day })
      return new Map(rows.map((row) => [row.key, { usd: row.costUsd, isLowerBound: unsure(row) > 0 }]))
    },
  }
}

/** From when to when in the asked zone: `21 Nov 08:00–13:00`. */
const blockLabel = (start: number, zone: string) =>
  `${dayOf(start, zone)} ${clock(start, zone)}–${clock(start + blockMs, zone)}`

/** Null where nothing has a price. */
const knownSum = (costs: QuarterCost[]) =>
  costs.every(({ usd }) => usd === null) ? null : costs.reduce((sum, { usd }) => sum + (usd ?? 0), 0)

const unsure = ({ unpricedTokens, boundTokens }: Totals) => unpricedTokens + boundTokens

/** A day on which nothing was asked of any model cost nothing; a day without any known price is unknown. */
const costOf = (totals: Totals) => (totals.calls === 0 ? 0 : totals.costUsd)

const nameless = { model: 'unknown model', project: 'no project', cron: 'not by a cron job' } as const

const toRow = (key: string, label: string, sum: Sum): ReportRow => ({
  key,
  label,
  inputTokens: sum.input,
  outputTokens: sum.output,
  cacheReadTokens: sum.cacheRead,
  cacheWriteTokens: sum.cacheWrite,
  totalTokens: sum.total,
  costUsd: sum.cost,
  unpricedTokens: sum.unpriced,
  boundTokens: sum.bound,
  calls: sum.calls,
})
