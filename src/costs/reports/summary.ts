import type { Runtime } from '../../facts/fact.ts'
import type { BudgetState } from '../budgets/budget.ts'
import type { Projection } from './projection.ts'
import type { CostsToday, ReportRow, Totals } from './report.ts'

/** Five hours as a subscription counts them. */
export type Block = {
  startAt: number
  endAt: number
  /** First and last answer in it, in ms. */
  firstAt: number
  lastAt: number
  isActive: boolean
  totals: Totals
  /** What it is measured by: `costUsd` and `subscriptionUsd` together, whoever pays how. */
  usd: number | null
  tokens: number
}

export type ActiveBlock = Block & {
  remainingMs: number
  burn: { tokensPerMinute: number; usdPerHour: number | null } | null
  /** At its end, if it goes on as it did; null where nothing burns. */
  forecast: { usd: number | null; tokens: number } | null
  /** How much of the limit is used: of the user's own (`[limits]`), else of the highest block before. */
  limit: {
    of: 'your limit' | 'your highest block'
    measure: 'usd' | 'tokens'
    limit: number
    usedPercent: number
    forecastPercent: number | null
    /** When it is full at this pace; null where that is after its end. */
    fullAt: number | null
  } | null
}

/** What a subscription's runtime itself said of its limit. */
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
  /** When it was said. */
  at: number
  /** The window that was spoken of is over: the share no longer holds. */
  isPast: boolean
}

/** Cost of what nobody asked for: heartbeats and jobs by the clock. */
export type IdleCost = {
  /** The same thirty days as everything here. */
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
  /** The day of the first answer that is known. */
  firstDay: string | null
  /** Today at midnight by what is usual at each hour; the month by the trailing mean. Null where too little is known. */
  projectedToday: Projection | null
  projectedMonth: Projection | null
  /** What is used now: over the last hour, or null where nothing was used in it. */
  burn: {
    tokensPerMinute: number
    usdPerHour: number | null
    subscriptionUsdPerHour: number | null
    overMinutes: number
  } | null
  /** What the cache spared in the last thirty days, against asking the same without it. */
  cache: {
    savedUsd: number | null
    /** How much of what was read came from the cache. */
    readPercent: number | null
    formula: string
    since: string
    until: string
  }
  blocks: {
    /** Whose: those of Claude Code where it is used, else of everything. */
    runtime: Runtime | null
    active: ActiveBlock | null
    /** Of the last seven days, the newest first, the active one among them. */
    recent: Block[]
    highestUsd: number | null
    highestTokens: number
  }
  limits: Limit[]
  idle: IdleCost
  /** What sub-agents cost in the last thirty days; grouped by `family` they stand under who began them. */
  subagents: { since: string; until: string; totals: Totals; sessions: number }
  /** Of sessions with their sub-agents in the last thirty days that cost anything; null where there is none. */
  medianSession: { usd: number; sessions: number; since: string; until: string } | null
  /** Models without a price, by name, those with most tokens first. */
  unpriced: { key: string; model: string; provider: string; tokens: number; calls: number; why: string }[]
  budgets: BudgetState[]
  /** How far kept answers are priced again, after prices changed; null while none are. */
  pricing: { rows: number; rowsDone: number } | null
}
