import type { Breakdown } from '../../../src/costs/reports/breakdown.ts'
import { type Grouping, type ReportRow, sumTotals, type Totals } from '../../../src/costs/reports/report.ts'
import type { HeatMap } from '../../../src/costs/reports/stack.ts'
import { api, ask } from '../../data/api.ts'
import type { Scope } from './breakdown/breakdown-id.ts'

/** A figure and the ways it is made up, all of one moment: each of them sums to the same. */
export type FetchedBreakdown = { figure: Breakdown; sessions: Made; models: Made; times: Made; timesBy: 'day' | 'hour' }

type Made = { rows: ReportRow[]; totals: Totals }

const tries = 4

/** Asks for all of it; where an answer of a model came in between, once more, so that the sums agree. */
export async function fetchBreakdown(behind: Scope): Promise<FetchedBreakdown> {
  const timesBy = isShort(behind) ? 'hour' : 'day'
  const report = (by: Grouping, more: { breakdown?: boolean } = {}) =>
    ask(api.costs.report.get({ query: { ...behind, by, ...more } }))
  let found!: FetchedBreakdown
  for (let turn = 0; turn < tries; turn++) {
    const [figure, sessions, models, times] = await Promise.all([
      ask(api.costs.rows.get({ query: { ...behind, limit: firstRows } })),
      report('session', { breakdown: true }),
      report('model'),
      timesBy === 'hour' ? ask(api.costs.heatmap.get({ query: behind })).then(hoursOf) : report('day'),
    ] as const)
    found = { figure, sessions, models, times, timesBy }
    const { calls, totalTokens } = figure.totals
    if ([sessions, models, times].every(({ totals }) => totals.calls === calls && totals.totalTokens === totalTokens))
      break
  }
  return found
}

export const firstRows = 40

/** More of the answers behind it. */
export const fetchMoreCalls = (behind: Scope, cursor: string) =>
  ask(api.costs.rows.get({ query: { ...behind, cursor, limit: 5 * firstRows } }))

/** What one session has in it, for its formula. */
export const fetchSessionCalls = (behind: Scope, session: string) =>
  ask(api.costs.rows.get({ query: { ...behind, session, limit: 1 } }))

const isShort = ({ since, until, from, to }: Scope) =>
  (from !== undefined && to !== undefined && to - from <= 2 * 86_400_000) || (since !== undefined && since === until)

/** The hours of a heat map as lines of a report. */
export function hoursOf({ cells }: Pick<HeatMap, 'cells'>): Made {
  const two = (hour: number) => String(hour).padStart(2, '0')
  const days = new Set(cells.map(({ day }) => day))
  const rows = cells.map(({ day, hour, ...totals }) => ({
    key: `${day} ${two(hour)}`,
    label: `${days.size > 1 ? `${day} ` : ''}${two(hour)}:00–${two((hour + 1) % 24)}:00`,
    ...totals,
  }))
  return { rows, totals: sumTotals(rows) }
}
