import type { Runtime } from '../../facts/fact.ts'
import type { CostSource } from '../../sessions/session.ts'
import type { PriceUsed, TokenClass } from '../pricing/rates.ts'
import type { Totals } from './report.ts'

/** Who pays how: by use, or by a subscription that the configuration names. */
type Billing = 'api' | 'subscription'

/** Some tokens of one class at the price that held for this answer, what priority costs included. */
export type FormulaPart = { of: TokenClass; tokens: number; usdPerMillion: number; usd: number }

/** One model answer behind a figure. Its parts add up to `costUsd`, unless the runtime logged that itself. */
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
  /** At the price of the call, whoever pays: `billing` says whether it is in the totals or beside them. */
  costUsd: number | null
  costSource: CostSource
  billing: Billing
  loggedUsd: number | null
  /** How many times its price it cost for being asked for with priority; 1 without. */
  times: number
  placeholder: boolean
  parts: FormulaPart[]
  /** `142k × $5.00 + 3.46M × $0.50 + 61k × $15.00 per million`, or why there is none. */
  formula: string
  price: PriceUsed | null
}

/** What money went to, over many answers, whoever pays; `logged` is what runtimes wrote down and no price we know comes to. */
type BreakdownParts = {
  inputUsd: number
  outputUsd: number
  cacheReadUsd: number
  cacheWriteUsd: number
  loggedUsd: number
}

/** How sure it is: the same answers by where their price comes from. */
export type SourceShare = { source: CostSource; usd: number | null; tokens: number; calls: number }

/** What is behind a figure. The parts, and the sources, add up to `costUsd` and `subscriptionUsd` of the totals. */
export type Breakdown = {
  since: string | null
  until: string | null
  timezone: string
  totals: Totals
  parts: BreakdownParts
  sources: SourceShare[]
  /** The prices that were used, those that most was paid by first. Only with the first page. */
  prices: (PriceUsed & { usd: number; calls: number })[]
  items: PricedCall[]
  nextCursor: string | null
}
