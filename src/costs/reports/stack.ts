import type { ReportRow, Totals } from './report.ts'

/** What one bar of a stack is: a day, or an hour where few days are asked for. */
export const stackSteps = ['day', 'hour'] as const
export type StackStep = (typeof stackSteps)[number]

export const stackings = ['model', 'agent', 'runtime'] as const
export type Stacking = (typeof stackings)[number]

/** Costs by day or hour: a layer for each of the largest, and one for all others. Days without a call have 0 calls. */
export type Stack = {
  since: string
  until: string
  timezone: string
  by: Stacking
  per: StackStep
  /** The keys are days, or the starts of hours in ms. */
  days: ReportRow[]
  /** The largest first; `days[n]` belongs to the n-th day. */
  layers: { key: string; label: string; isOther: boolean; totals: Totals; days: Totals[] }[]
  totals: Totals
}

/** What each hour of each day cost, by the clock on the wall. Hours without a call are left out. */
export type HeatMap = {
  since: string
  until: string
  timezone: string
  cells: ({ day: string; hour: number } & Totals)[]
  /** The mean of each hour of the week over `days` days; Monday is 1. */
  week: { weekday: number; hour: number; days: number; meanUsd: number | null; meanTokens: number }[]
  /** The lower bounds of the five colour steps of the week, in US dollars; empty where too little is known. */
  steps: number[]
}
