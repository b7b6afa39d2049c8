import { addDays, dayOf, quarterMs } from '../lib/timezone.ts'
import type { Session } from '../sessions/session.ts'
import type { AgentDetails, RecentCost } from './agent.ts'

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

/** The known costs of sessions, ascending. */
export function sessionCosts(rows: readonly AgentCostRow[]): number[] {
  const sums = new Map<string, number | null>()
  for (const { session, usd } of rows) sums.set(session, plus(sums.get(session) ?? null, usd))
  return [...sums.values()].filter((usd) => usd !== null).sort((a, b) => a - b)
}

/** A sum is known as soon as one part of it is. */
const total = (rows: readonly AgentCostRow[]) => rows.reduce<number | null>((sum, { usd }) => plus(sum, usd), null)

const plus = (sum: number | null, more: number | null) => (more === null ? sum : (sum ?? 0) + more)
