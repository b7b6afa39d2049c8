import { addDays, dayOf, quarterMs } from '../lib/timezone.ts'
import type { Session } from '../sessions/session.ts'
import type { AgentDetails, RecentCost, Stretch } from './agent.ts'

/** What an agent used in a quarter of an hour, by model and session. */
export type AgentCostRow = {
  quarter: number
  model: string
  session: string
  calls: number
  usd: number | null
  /** Tokens without a price, or with a placeholder for one. */
  unsureTokens: number
}

/** The last `count` days that end with the day of `now`, oldest first. */
export const lastDays = (now: number, timezone: string, count: number) => {
  const today = dayOf(now, timezone)
  return Array.from({ length: count }, (_, back) => addDays(today, back - count + 1))
}

/** Costs by day, for each of these days. */
export function byDay(rows: readonly AgentCostRow[], days: readonly string[], timezone: string): AgentDetails['days'] {
  const dayOfQuarter = new Map<number, string>()
  const sums = new Map(days.map((day) => [day, { day, usd: null as number | null, isLowerBound: false, calls: 0 }]))
  for (const { quarter, usd, calls, unsureTokens } of rows) {
    let day = dayOfQuarter.get(quarter)
    if (day === undefined) {
      day = dayOf(quarter * quarterMs, timezone)
      dayOfQuarter.set(quarter, day)
    }
    const sum = sums.get(day)
    if (!sum) continue
    sum.usd = plus(sum.usd, usd)
    sum.calls += calls
    sum.isLowerBound ||= unsureTokens > 0
  }
  return [...sums.values()].map((sum) => ({ ...sum, usd: sum.calls === 0 ? 0 : sum.usd }))
}

/** Costs by model, the dearest first, those without a price last. */
export function byModel(rows: readonly AgentCostRow[]): AgentDetails['models'] {
  const sums = new Map<string, { model: string; usd: number | null; calls: number }>()
  for (const { model, usd, calls } of rows) {
    const sum = sums.get(model) ?? { model, usd: null, calls: 0 }
    sum.usd = plus(sum.usd, usd)
    sum.calls += calls
    sums.set(model, sum)
  }
  return [...sums.values()].sort(
    (a, b) => (b.usd ?? -1) - (a.usd ?? -1) || b.calls - a.calls || (a.model < b.model ? -1 : 1),
  )
}

/** Costs by session: of each of the `latest`, of the other ones that are listed, and of those that no list shows. */
export function bySession(
  rows: readonly AgentCostRow[],
  latest: readonly Session[],
  isListed: (session: string) => boolean,
): AgentDetails['sessions'] {
  const bySession = Map.groupBy(rows, ({ session }) => session)
  const shown = new Set(latest.map(({ id }) => id))
  const restOf = (belongs: (id: string) => boolean) => {
    const found = [...bySession].filter(([id]) => !shown.has(id) && belongs(id))
    return { count: found.length, ...costOf(found.flatMap(([, rows]) => rows)) }
  }
  return {
    latest: latest.map((session) => ({ ...session, thirtyDays: costOf(bySession.get(session.id) ?? []) })),
    others: restOf(isListed),
    reset: restOf((id) => !isListed(id)),
  }
}

/** What calls cost; none cost 0. */
export const costOf = (rows: readonly AgentCostRow[]): RecentCost => ({
  usd: rows.length === 0 ? 0 : total(rows),
  isLowerBound: rows.some(({ unsureTokens }) => unsureTokens > 0),
})

/** Costs by the hour, of the hours from `since` (ms) on in which something was asked, the oldest first. */
export function byHour(rows: readonly AgentCostRow[], since: number): AgentDetails['hours'] {
  const recent = rows.filter(({ quarter, calls }) => calls > 0 && quarter * quarterMs >= since)
  return [...Map.groupBy(recent, ({ quarter }) => Math.floor((quarter * quarterMs) / hourMs) * hourMs)]
    .map(([at, rows]) => ({ at, ...costOf(rows) }))
    .sort((a, b) => a.at - b.at)
}

/** The stretches of each session from `since` (ms) on, the oldest first. */
export function stretchesOf(rows: readonly AgentCostRow[], since: number): Omit<Stretch, 'title'>[] {
  const recent = rows.filter(({ quarter, calls }) => calls > 0 && quarter * quarterMs >= since)
  const stretches = [...Map.groupBy(recent, ({ session }) => session)].flatMap(([sessionId, rows]) => {
    const pieces: AgentCostRow[][] = []
    for (const row of rows.toSorted((a, b) => a.quarter - b.quarter)) {
      const piece = pieces.at(-1)
      if (piece && row.quarter - piece.at(-1)!.quarter <= 2) piece.push(row)
      else pieces.push([row])
    }
    return pieces.map((piece) => ({
      sessionId,
      from: piece[0]!.quarter * quarterMs,
      to: (piece.at(-1)!.quarter + 1) * quarterMs,
      ...costOf(piece),
    }))
  })
  return stretches.sort((a, b) => a.from - b.from || a.to - b.to)
}

/** Calls and costs by weekday and hour of a zone. */
export function byHourOfWeek(rows: readonly AgentCostRow[], timezone: string): AgentDetails['habits'] {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
    timeZone: timezone,
  })
  const sums = new Map<string, AgentDetails['habits'][number]>()
  for (const [quarter, here] of Map.groupBy(rows, ({ quarter }) => quarter)) {
    const parts = format.formatToParts(quarter * quarterMs)
    const partOf = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
    const [weekday, hour] = [weekdays.indexOf(partOf('weekday')), Number(partOf('hour'))]
    const sum = sums.get(`${weekday} ${hour}`) ?? { weekday, hour, usd: null, calls: 0 }
    for (const { usd, calls } of here) {
      sum.usd = plus(sum.usd, usd)
      sum.calls += calls
    }
    sums.set(`${weekday} ${hour}`, sum)
  }
  return [...sums.values()]
}

const hourMs = 3_600_000
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The sessions that cost the most, at most `count`. */
export const dearestOf = (
  rows: readonly AgentCostRow[],
  count: number,
): Omit<AgentDetails['dearest'][number], 'title'>[] =>
  [...Map.groupBy(rows, ({ session }) => session)]
    .flatMap(([sessionId, rows]) => {
      const { usd, isLowerBound } = costOf(rows)
      return usd === null || usd <= 0 ? [] : [{ sessionId, usd, isLowerBound }]
    })
    .sort((a, b) => b.usd - a.usd)
    .slice(0, count)

/** The known costs of sessions, ascending. */
export function sessionCosts(rows: readonly AgentCostRow[]): number[] {
  const sums = new Map<string, number | null>()
  for (const { session, usd } of rows) sums.set(session, plus(sums.get(session) ?? null, usd))
  return [...sums.values()].filter((usd) => usd !== null).sort((a, b) => a - b)
}

/** A sum is known as soon as one part of it is. */
const total = (rows: readonly AgentCostRow[]) => rows.reduce<number | null>((sum, { usd }) => plus(sum, usd), null)

const plus = (sum: number | null, more: number | null) => (more === null ? sum : (sum ?? 0) + more)
