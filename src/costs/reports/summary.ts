import type { Runtime } from '../../facts/runtimes.ts'
import type { BudgetState } from '../budgets/budget.ts'
import type { Forecast, Outlook } from './forecast.ts'
import type { CostsToday, ReportRow, Totals } from './report.ts'

/** A block of five hours, as a subscription counts them. Times in ms. */
export type Block = {
  startAt: number
  endAt: number
  /** When its first and its last call were. */
  firstAt: number
  lastAt: number
  isActive: boolean
  totals: Totals
  /** What the limit is measured by: `costUsd` and `subscriptionUsd` together. */
  usd: number | null
  tokens: number
}

export type ActiveBlock = Block & {
  remainingMs: number
  burn: { tokensPerMinute: number; usdPerHour: number | null } | null
  /** What it comes to at its end, by what the same hours brought on past days; null while too few are known. */
  forecast: { usd: Outlook | null; tokens: Outlook } | null
  /** How much is used of the user's own limit (`[limits]`), else of the highest block before. */
  limit: {
    of: 'your limit' | 'your highest block'
    measure: 'usd' | 'tokens'
    limit: number
    usedPercent: number
    forecastPercent: number | null
    /** When the limit is usually reached from here; null where that is after the end of the block. */
    fullAt: number | null
  } | null
}

/** The limit of a subscription, as its runtime said last. */
export type Limit = {
  id: string
  /** The name of the host whose runtime said it. */
  host: string
  runtime: Runtime
  name: string
  usedPercent: number
  windowMinutes: number | null
  resetsAt: number | null
  plan: string | null
  /** When the runtime said so. */
  at: number
  /** Whether that window is over, so that the share no longer holds. */
  isPast: boolean
}

/** What idling costs: heartbeats and cron jobs. */
export type IdleCost = {
  /** The same thirty days as the other recent figures. */
  since: string
  until: string
  totals: Totals
  heartbeats: Totals
  jobs: ReportRow[]
}

/** Everything the head of the Costs page says, in one answer. Money in US dollars, `at` and times in ms. */
export type Summary = CostsToday & {
  at: number
  timezone: string
  /** `2026-11-20` and `2026-11`, of the zone. */
  day: string
  month: string
  today: Totals
  thisMonth: Totals
  allTime: Totals
  /** The day of the first known call. */
  firstDay: string | null
  /** What today and this month come to, by what the rest of past days brought. Null where too few days are known. */
  projectedToday: Forecast | null
  projectedMonth: Forecast | null
  /** The pace of the last hour; null where no call was in it. */
  burn: {
    tokensPerMinute: number
    usdPerHour: number | null
    subscriptionUsdPerHour: number | null
    overMinutes: number
  } | null
  /** What the cache saved in the last thirty days, compared with the same calls without it. */
  cache: {
    savedUsd: number | null
    /** The share of input that came from the cache. */
    readPercent: number | null
    formula: string
    since: string
    until: string
  }
  blocks: {
    /** Whose blocks these are: Claude Code's where it is used, else null for everything. */
    runtime: Runtime | null
    active: ActiveBlock | null
    /** Those of the last seven days, the latest first, the active one among them. */
    recent: Block[]
    highestUsd: number | null
    highestTokens: number
  }
  limits: Limit[]
  idle: IdleCost
  /** What sub-agents cost in the last thirty days. Grouped by `family` they count to the session that began them. */
  subagents: { since: string; until: string; totals: Totals; sessions: number }
  /** The median of the sessions of the last thirty days that cost anything, sub-agents included; null without any. */
  medianSession: { usd: number; sessions: number; since: string; until: string } | null
  /** Models without a price, by name, those with most tokens first. */
  unpriced: { key: string; model: string; provider: string; tokens: number; calls: number; why: string }[]
  budgets: BudgetState[]
  /** How far calls are priced again after prices changed; null while none are. */
  pricing: { rows: number; rowsDone: number } | null
}
