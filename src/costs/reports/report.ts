import type { Runtime } from '../../facts/runtimes.ts'

/** The sum of some calls. Tokens count all of them; money is split by how it is paid. */
export type Totals = {
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  totalTokens: number
  /** What is paid for by use, in US dollars; null only if nothing in it is priced. */
  costUsd: number | null
  /** Tokens without any price: with more than 0 of them `costUsd` is a lower bound. */
  unpricedTokens: number
  /** Tokens of calls of which the runtime wrote only a placeholder, or that have no price for one of their classes. */
  boundTokens: number
  /**
   * What runtimes that are paid by subscription would have cost by use: beside `costUsd`, never in it. Null where
   * there is none, or none with a price. Of a sum that is all subscription `costUsd` is 0.
   */
  subscriptionUsd: number | null
  /** How many of `totalTokens` a subscription pays. */
  subscriptionTokens: number
  /** How many of those are without a price or with a placeholder; they are not in the two counts above. */
  subscriptionUnsureTokens: number
  /** How many calls these are; a call without any tokens is none. */
  calls: number
}

/** One line of a report; `breakdown` holds the same by model, where it was asked for. */
export type ReportRow = { key: string; label: string } & Totals & { breakdown?: ReportRow[] }

export type Report = { since: string | null; until: string | null; timezone: string; rows: ReportRow[]; totals: Totals }

/** A part of a report: some of its rows in their order, while `totals` are of all of them. */
export type ReportPage = Report & {
  /** How many rows the report has, and how many of them come before these. */
  rowCount: number
  rowsBefore: number
  /** The sum of the rows behind these. */
  rest: Totals
  /** Goes on behind these; null where none is left. */
  nextCursor: string | null
}

/** What the first page shows of costs: today and this month in the configured zone. */
export type CostsToday = {
  todayUsd: number | null
  monthUsd: number | null
  /** Tokens without a price, or with a placeholder for one: with any of them the sum is a lower bound. */
  todayUnpricedTokens: number
  monthUnpricedTokens: number
  todayTokens: number
  /** What runtimes paid by subscription would have cost: beside the two sums, not in them. */
  todaySubscriptionUsd: number | null
  monthSubscriptionUsd: number | null
  /** Which runtimes those are. */
  subscriptions: Runtime[]
  byModel: ReportRow[]
  /** What a day may cost; null where nobody said. */
  budgetUsd: number | null
}

/** `family`: sessions with all their sub-agents in them, under the session that began them. */
export const groupings = [
  'day',
  'week',
  'month',
  'session',
  'model',
  'agent',
  'project',
  'runtime',
  'cron',
  'block',
  'family',
] as const
export type Grouping = (typeof groupings)[number]

/** What a row of each grouping is, as the head of its column says it. */
export const groupingWords: Record<Grouping, string> = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  session: 'Session',
  model: 'Model',
  agent: 'Agent',
  project: 'Project',
  runtime: 'Runtime',
  cron: 'Cron job',
  block: '5-hour block',
  family: 'Session with sub-agents',
}

/** Which calls count: those of an agent, a model and so on. '' asks for those without one: no project, no cron job. */
export type CostFilter = {
  runtime?: string
  agent?: string
  model?: string
  project?: string
  session?: string
  cron?: string
  /** A session with all its sub-agents. */
  family?: string
}

/** The sum of no rows. */
export const zeroTotals: Totals = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  totalTokens: 0,
  costUsd: null,
  unpricedTokens: 0,
  boundTokens: 0,
  subscriptionUsd: null,
  subscriptionTokens: 0,
  subscriptionUnsureTokens: 0,
  calls: 0,
}

const fields = Object.keys(zeroTotals) as (keyof Totals)[]

/** The sum of rows; a cost is known as soon as one of them has one. */
export function sumTotals(rows: Totals[]): Totals {
  const total = { ...zeroTotals }
  for (const row of rows)
    for (const field of fields) {
      const value = row[field]
      if (value !== null) total[field] = (total[field] ?? 0) + value
    }
  return total
}

/** Tokens that make `costUsd` a lower bound. */
export const lowerBoundTokens = ({ unpricedTokens, boundTokens }: Totals) => unpricedTokens + boundTokens

/** What a sum cost: 0 where no model was asked anything, null where nothing of it has a price. */
export const costUsdOf = (totals: Totals) => (totals.calls === 0 ? 0 : totals.costUsd)
