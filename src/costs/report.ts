/** One line of a report. Tokens are counts; `costUsd` is null only if nothing in the row is priced. */
export type ReportRow = {
  key: string
  label: string
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  totalTokens: number
  costUsd: number | null
  /** Tokens without any price: with more than 0 of them `costUsd` is a lower bound. */
  unpricedTokens: number
  /** Tokens of answers for which the runtime wrote only a placeholder. */
  boundTokens: number
  /** Model answers whose usage is not all zero. */
  calls: number
}

export type Totals = Omit<ReportRow, 'key' | 'label'>

export type Report = { since: string | null; until: string | null; timezone: string; rows: ReportRow[]; totals: Totals }

/** What the first page shows of money: today and this month in the configured zone. */
export type CostsToday = {
  todayUsd: number | null
  monthUsd: number | null
  /** Tokens without a price, or with a placeholder for one: with any of them the sum is a lower bound. */
  todayUnpricedTokens: number
  monthUnpricedTokens: number
  todayTokens: number
  byModel: ReportRow[]
  /** What a day may cost; null where nobody said. */
  budgetUsd: number | null
}

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
] as const
export type Grouping = (typeof groupings)[number]

/** The sum of no rows. */
export const nothing: Totals = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  totalTokens: 0,
  costUsd: null,
  unpricedTokens: 0,
  boundTokens: 0,
  calls: 0,
}

/** The sum of rows; a cost is known as soon as one of them has one. */
export function addUp(rows: Totals[]): Totals {
  const total = { ...nothing }
  for (const row of rows)
    for (const field of Object.keys(nothing) as (keyof Totals)[]) {
      const value = row[field]
      if (value !== null) total[field] = (total[field] ?? 0) + value
    }
  return total
}
