import type { Costs } from './costs.ts'
import type { Breakdown } from './reports/breakdown.ts'
import type { DayCurve } from './reports/day-curve.ts'
import { exportCalls, reportAsCsv } from './reports/export.ts'
import type { ForecastCheck } from './reports/forecast-score.ts'
import type { BreakdownViews, CostsPage, CostsPageQuestion } from './reports/page.ts'
import type { Question } from './reports/question.ts'
import type { BreakdownQuestion, createBreakdowns } from './reports/read-breakdown.ts'
import type { createBreakdownViews } from './reports/read-breakdown-views.ts'
import type { createCostsPage } from './reports/read-page.ts'
import type { createStacks, StackQuestion } from './reports/read-stacks.ts'
import type { ReportPage } from './reports/report.ts'
import type { ReportPageQuestion, ReportQuestion } from './reports/reports.ts'
import type { SessionBurn } from './reports/session-burn.ts'
import type { HeatMap, Stack } from './reports/stack.ts'
import type { Summary } from './reports/summary.ts'

export type CostReads = ReturnType<typeof costReads>

type Deps = {
  costs: Costs
  summary: () => Summary
  breakdowns: ReturnType<typeof createBreakdowns>
  stacks: ReturnType<typeof createStacks>
  page: ReturnType<typeof createCostsPage>
  breakdownViews: ReturnType<typeof createBreakdownViews>
}

/** What can be asked of the costs in the index. */
export const costReads = ({ costs, summary, breakdowns, stacks, page, breakdownViews }: Deps) => ({
  dayCurve: (): DayCurve => costs.dayCurve(),

  /** What these sessions cost in the last 30 minutes, by id; asked of the thread of pages, as their lists are. */
  burnOfSessions: ({ ids }: { ids: string[] }): Record<string, SessionBurn> => costs.burnOfSessions(ids),

  /** What today and this month come to, and how the forecasts of the last days did. */
  costForecast(): ForecastCheck {
    const { timezone, day, projectedToday, projectedMonth } = summary()
    const { forecasts } = costs
    return {
      timezone,
      day,
      knownDays: forecasts.knownDays(day),
      today: projectedToday,
      month: projectedMonth,
      score: forecasts.score(day),
    }
  },

  /** `pricing` is how far calls are priced again: only the thread that writes knows. */
  costSummary({ pricing, forScreen }: { pricing: Summary['pricing']; forScreen: boolean }): Summary {
    const all = { ...summary(), pricing }
    return forScreen ? summaryForScreen(all) : all
  },

  /** Everything that the page of costs shows. */
  costPage({ pricing, question }: { pricing: Summary['pricing']; question: CostsPageQuestion }): CostsPage {
    const all = page(question)
    return { ...all, summary: { ...all.summary, pricing } }
  },

  costReport: (question: ReportPageQuestion): ReportPage => costs.page(question),
  /** The calls behind a figure, page by page. */
  costCalls: (question: BreakdownQuestion): Breakdown => breakdowns.rows(question),
  costBreakdown: (question: Question): BreakdownViews => breakdownViews(question),
  costStack: (question: StackQuestion): Stack => stacks.stack(question),
  costHeatMap: (question: Question): HeatMap => stacks.heatMap(question),

  /** A report as the text of a file, in one piece. */
  *exportReport({ format, question }: { format: 'csv' | 'json'; question: ReportQuestion }): Generator<string> {
    const report = costs.report(question)
    yield format === 'csv' ? reportAsCsv(report) : `${JSON.stringify(report)}\n`
  },

  /** Every call that a question finds as the text of a file, a thousand calls at a time. */
  *exportCalls({ format, question }: { format: 'csv' | 'json'; question: Question }): Generator<string> {
    // A wrong question is refused before anything of the file is made.
    breakdowns.summed(question)
    yield* exportCalls(format, breakdowns.all(question))
  },
})

/** A screen on a wall sees numbers; a budget may be of a project, and that is a path. */
const summaryForScreen = (all: Summary): Summary => ({
  ...all,
  budgets: all.budgets.map((budget) => ({ ...budget, filter: {}, breaker: null })),
})
