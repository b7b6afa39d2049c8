import { addDays } from '../../lib/timezone.ts'
import type { Breakdown } from './breakdown.ts'
import type { DayCurve } from './day-curve.ts'
import type { CostFilter, Grouping, Report, ReportPage, ReportRow, Totals } from './report.ts'
import type { HeatMap, Stack, Stacking } from './stack.ts'
import type { Summary } from './summary.ts'

/** A chart draws no more days than this; lists and sums hold all of them. */
export const maxDrawnDays = 400

/** What the Costs page asks: of which days (both included; without an end all of them), of which calls, grouped how. */
export type CostsPageQuestion = CostFilter & {
  since?: string
  until?: string
  timezone?: string
  stack?: Stacking
  by?: Grouping
}

/** Everything the Costs page shows, of one state of the index, so that all its sums agree. */
export type CostsPage = {
  timezone: string
  /** The day in that zone. */
  today: string
  /** Of everything, in the configured zone, whatever is asked for. */
  summary: Summary
  dayCurve: DayCurve
  /** The last thirty days and all of this month, day by day; likewise of everything. */
  lately: Report
  /** Of what is asked for, but for the days: today, and the last fortnight by model. */
  modelsToday: ReportPage
  agentsToday: ReportPage
  fortnight: Stack
  /** Of what is asked for. */
  stack: Stack
  heat: HeatMap
  models: ReportPage
  agents: ReportPage
  projects: ReportPage
  /** Grouped as it is asked. */
  lines: ReportPage
}

/** The first rows of a breakdown seen one way, how many there are, what the others come to, and what all do. */
export type BreakdownView = { rows: ReportRow[]; rowCount: number; rest: Totals; totals: Totals }

/** What an opened figure shows: its breakdown with the first calls, and the ways it is made up, each with the same sum. */
export type BreakdownViews = {
  breakdown: Breakdown
  sessions: BreakdownView
  models: BreakdownView
  times: BreakdownView
  timesBy: 'day' | 'hour'
}

/** Where the last thirty days begin, or this month where that is longer. */
export function firstLately({ day, month }: { day: string; month: string }): string {
  const [thirty, first] = [addDays(day, -29), `${month}-01`]
  return first < thirty ? first : thirty
}

/** As many days as are drawn of those that are asked for: the last of them, and none after today. */
export function drawnDays({ since, until }: { since?: string; until?: string }, today: string) {
  const last = until === undefined || until > today ? today : until
  const first = addDays(last, 1 - maxDrawnDays)
  return { since: since === undefined || since < first ? first : since > last ? last : since, until: last }
}
