import type { Runtime } from '../../facts/runtimes.ts'
import type { CostSource } from '../../sessions/session.ts'
import type { PriceUsed, TokenClass } from '../pricing/rates.ts'
import type { Totals } from './report.ts'

/** How a call is paid: by use, or by a subscription that the configuration names. */
type Billing = 'api' | 'subscription'

/** Tokens of one class at the price that held for this call, the multiplier of its tier included. */
export type FormulaPart = { of: TokenClass; tokens: number; usdPerMillion: number; usd: number }

/** One call behind a figure. Its parts and `searchUsd` add up to `costUsd`, unless the runtime logged that itself. */
export type PricedCall = {
  id: string
  /** The name of the host on which it was read. */
  host: string
  at: number
  runtime: Runtime
  agentId: string
  agent: string
  sessionId: string
  session: string
  model: string
  provider: string
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWrite5mTokens: number
  cacheWrite1hTokens: number
  /** Part of the output. */
  reasoningTokens: number
  /** Known only as a total. */
  unclassifiedTokens: number
  totalTokens: number
  /** Searches of the web that are billed apart from tokens. */
  searches: number
  /** At the price of the call, whoever pays. `billing` says whether the totals include it. */
  costUsd: number | null
  costSource: CostSource
  billing: Billing
  loggedUsd: number | null
  /** The multiplier of its tier; 1 for the usual one. */
  times: number
  placeholder: boolean
  parts: FormulaPart[]
  /** What its searches cost. */
  searchUsd: number
  /** `142k × $5.00 + 3.46M × $0.50 + 61k × $15.00 per million`, or why there is none. */
  formula: string
  price: PriceUsed | null
}

/** What the money of many calls went to, whoever pays. `loggedUsd` was logged, and no known price comes to it. */
type BreakdownParts = {
  inputUsd: number
  outputUsd: number
  cacheReadUsd: number
  cacheWriteUsd: number
  searchUsd: number
  loggedUsd: number
}

/** The same calls by where their prices come from: how sure a sum is. */
export type SourceShare = { source: CostSource; usd: number | null; tokens: number; calls: number }

/** A price with what was paid by it, for how many calls and searches of the web. */
export type PricePaid = PriceUsed & { usd: number; calls: number; searches: number }

/** The calls behind a figure. The parts add up to `costUsd` and `subscriptionUsd` of the totals, and so do the sources. */
export type Breakdown = {
  since: string | null
  until: string | null
  timezone: string
  totals: Totals
  parts: BreakdownParts
  /** How many searches of the web `parts.searchUsd` is for, those without a price included. */
  searches: number
  sources: SourceShare[]
  /** The prices that were used, those by which most was paid first. Only on the first page. */
  prices: PricePaid[]
  items: PricedCall[]
  nextCursor: string | null
}
