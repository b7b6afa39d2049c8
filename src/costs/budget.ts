import type { CostFilter } from './report.ts'

/** What happens when a budget is passed. What acts is asked for first and recorded; it never goes by itself. */
export const onTrips = ['nothing', 'notify', 'stop-crons', 'abort-sessions'] as const
export type OnTrip = (typeof onTrips)[number]

/** So many dollars for each day or month, of everything or of what the filter names. */
export type Budget = {
  name: string
  per: 'day' | 'month'
  usd: number
  filter: Pick<CostFilter, 'agent' | 'model' | 'project' | 'runtime'>
  /** Shares at which it is said, ascending; 1 is the whole of it. */
  warn: number[]
  onTrip: OnTrip
}

/** How a budget stands in its period. */
export type BudgetState = Budget & {
  /** `2026-11-20` or `2026-11`. */
  period: string
  startAt: number
  endAt: number
  spentUsd: number | null
  isLowerBound: boolean
  usedPercent: number | null
  leftUsd: number | null
  projectedUsd: number | null
  /** The highest of its levels that was crossed; null below all of them. */
  level: number | null
  state: 'within' | 'warned' | 'passed'
  /** When it will be passed at what is usual; null where it will not, or is passed already. */
  crossesAt: number | null
  /** `crosses $20 at 16:40` */
  forecast: string | null
  /** What would be done, waiting for somebody to confirm it; null where nothing is to be done. */
  breaker: { act: Exclude<OnTrip, 'nothing' | 'notify'>; words: string; confirmed: boolean } | null
}
