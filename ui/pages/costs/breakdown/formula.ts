import type { Rate } from '../../../../src/costs/pricing/rates.ts'
import type { Breakdown, PricedCall, SourceShare } from '../../../../src/costs/reports/breakdown.ts'
import type { Totals } from '../../../../src/costs/reports/report.ts'
import { money, percent, tokens, whole } from '../../../../src/lib/format.ts'
import type { CostSource } from '../../../../src/sessions/session.ts'
import type { Mark } from '../../../components/state-mark.tsx'

/** One part of a sum: so much money for so many tokens of a kind. */
export type Term = { usd: number; words: string; tokens: number | null }

/** What a sum is made of: tokens of each kind at their prices, searches of the web, and what runtimes wrote down whole. */
export function termsOf({ parts, searches, totals }: Pick<Breakdown, 'parts' | 'searches' | 'totals'>): Term[] {
  return [
    { usd: parts.inputUsd, words: 'input', tokens: totals.inputTokens },
    { usd: parts.cacheReadUsd, words: 'cache read', tokens: totals.cacheReadTokens },
    { usd: parts.cacheWriteUsd, words: 'cache write', tokens: totals.cacheWriteTokens },
    { usd: parts.outputUsd, words: 'output', tokens: totals.outputTokens },
    { usd: parts.searchUsd, words: searches === 1 ? '1 web search' : `${whole(searches)} web searches`, tokens: null },
    { usd: parts.loggedUsd, words: 'as the runtime logged it', tokens: null },
  ].filter(({ usd }) => usd > 0)
}

/** What the terms come to: what is paid by use and what a subscription pays. */
export const wholeOf = ({ costUsd, subscriptionUsd }: Totals) => (costUsd ?? 0) + (subscriptionUsd ?? 0)

/** The sum to four digits where that says more than the headline does. */
export function exactly(usd: number | null): string | undefined {
  if (usd === null || usd === 0) return undefined
  const text = usd.toFixed(usd < 0.01 ? 6 : 4)
  return `$${text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')} exactly`.replace(/(\.\d\d)0+ /, '$1 ')
}

/** `since 00:00`, over so many sessions and answers. */
export const countsOf = (totals: Totals, sessions: number) =>
  `over ${whole(sessions)} ${sessions === 1 ? 'session' : 'sessions (with runs of jobs, reset ones and sub-agents)'} and ${whole(totals.calls)} ${totals.calls === 1 ? 'answer' : 'answers'}`

/** A price in a table: `$5.00`, with what holds beyond a threshold in its title. */
export function rateWords(rate: Rate | null): { text: string; title: string | undefined } {
  if (!rate) return { text: '–', title: 'No price of its own' }
  const beyond = rate.above?.map(({ tokens: count, usd }) => `${rateMoney(usd)} beyond ${tokens(count)} tokens`)
  return { text: `${rateMoney(rate.usd)}${beyond?.length ? '+' : ''}`, title: beyond?.join(', ') }
}

/** Prices for a million have as many digits as they need: `$0.50`, `$0.125`. */
export const rateMoney = (usd: number) =>
  usd === 0 ? '$0' : `$${usd.toFixed(Math.max(2, Math.min(6, digitsOf(usd))))}`

const digitsOf = (value: number) => (String(Number(value.toFixed(6))).split('.')[1] ?? '').length

/** How sure a sum is, share by share: where each part of it comes from. */
export function surenessOf(sources: SourceShare[], totals: Totals): Sureness[] {
  const all = wholeOf(totals)
  const share = (usd: number | null) => {
    const part = all > 0 ? ((usd ?? 0) / all) * 100 : 0
    return part > 0 && part < 0.5 ? '<1%' : percent(part)
  }
  const words: Record<CostSource, (source: SourceShare) => Sureness> = {
    logged: ({ usd, calls }) => ({
      mark: 'healthy',
      words: `${share(usd)} as recorded by the runtime, ${many(calls)}`,
    }),
    computed: ({ usd, calls }) => ({
      mark: 'healthy',
      words: `${share(usd)} calculated here from its tokens and the price of that day, ${many(calls)}`,
    }),
    bound: ({ usd, calls, tokens: count }) => ({
      mark: 'waiting',
      warns: true,
      words: `${share(usd)} is a lower bound: of ${many(calls)} (${tokens(count)} tokens) only a part is known or has a price`,
    }),
    unpriced: ({ calls, tokens: count }) => ({
      mark: 'unknown',
      words: `${tokens(count)} tokens in ${many(calls)} have no known price and are not in the sum`,
    }),
  }
  const said = sources.filter(({ calls }) => calls > 0).map((source) => words[source.source](source))
  if (totals.subscriptionTokens > 0)
    said.push({
      mark: 'unknown',
      words: `${money(totals.subscriptionUsd)} of it is covered by a subscription: shown at API prices, and not in the sum`,
    })
  return said
}

type Sureness = { mark: Mark; words: string; warns?: true }

const many = (calls: number) => `${whole(calls)} ${calls === 1 ? 'answer' : 'answers'}`

/** Tokens by kind, for sums whose prices are known only whole. */
export function kindsOf(counted: Kinds | PricedCall): string {
  const { inputTokens, cacheReadTokens, outputTokens } = counted
  const written =
    'cacheWriteTokens' in counted ? counted.cacheWriteTokens : counted.cacheWrite5mTokens + counted.cacheWrite1hTokens
  return [
    `input ${tokens(inputTokens)}`,
    cacheReadTokens > 0 && `cache read ${tokens(cacheReadTokens)}`,
    written > 0 && `cache write ${tokens(written)}`,
    `output ${tokens(outputTokens)}`,
  ]
    .filter(Boolean)
    .join(', ')
}

type Kinds = Pick<Totals, 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'outputTokens'>
