import type { ReportRow, Totals } from './report.ts'

/** What one entry of a stack holds: a day, or of few days an hour. */
export const stackSteps = ['day', 'hour'] as const
export type StackStep = (typeof stackSteps)[number]

export const stackings = ['model', 'agent', 'runtime'] as const
export type Stacking = (typeof stackings)[number]

/** Money by day or hour, one layer for each of the largest and one for all others. Days on which nothing was asked are there, with 0 calls. */
export type Stack = {
  since: string
  until: string
  timezone: string
  by: Stacking
  per: StackStep
  /** Keys are days, or where hours begin, in ms. */
  days: ReportRow[]
  /** The largest first; `days[n]` belongs to the n-th day. */
  layers: { key: string; label: string; isOther: boolean; totals: Totals; days: Totals[] }[]
  totals: Totals
}

/** What each hour of each day cost, by what clocks on the wall showed; only hours in which something was asked. */
export type HeatMap = {
  since: string
  until: string
  timezone: string
  cells: ({ day: string; hour: number } & Totals)[]
  /** The same by the day of the week, Monday being 1: what an hour of such a day cost on average of `days` days. */
  week: { weekday: number; hour: number; days: number; meanUsd: number | null; meanTokens: number }[]
  /** Where the five steps of the week begin, in US dollars; empty where too little is known. */
  steps: number[]
}
