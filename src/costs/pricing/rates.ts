import type { Tokens } from '../../facts/fact.ts'
import type { TierRule } from './tier-rules.ts'

/** Where a price was found: our book, the runtime's configuration, the user's `config.toml`, or a local model. */
export type PriceSource = 'book' | 'runtime' | 'override' | 'local'

/**
 * US dollars for a million tokens. Where the whole input of a call, tokens from the cache included, is more than
 * `above.tokens`, the price there holds for all of its tokens: that is how providers bill long contexts.
 */
export type Rate = { usd: number; above?: { tokens: number; usd: number }[] }

/** Null where a class has no price of its own. */
type TokenRates = {
  input: Rate | null
  output: Rate | null
  cacheRead: Rate | null
  cacheWrite5m: Rate | null
  cacheWrite1h: Rate | null
}

/** `thousandSearches`: US dollars for a thousand searches of the web; left out where nobody says. */
export type Rates = TokenRates & { thousandSearches?: number }

export type TokenClass = keyof TokenRates

/** A price that calls were priced with, as the index holds it. */
export type PriceUsed = {
  id: string
  source: PriceSource
  /** The name in the book, in the runtime's configuration, or in `config.toml`. */
  entry: string
  /** The day from which it holds; null where nothing says. */
  from: string | null
  rates: Rates
  /** Which edition of the book; '' for others. */
  edition: string
  /** The rules of tiers that the calls were priced by. */
  rules: TierRule[]
  /** The page of the provider that the book was made from; null for others. */
  page: string | null
}

export const tokenClasses = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const

/** US dollars for a million tokens of each class, and for one search of the web, as they hold for one call. */
type FlatRates = Record<TokenClass, number | null> & { search: number | null }

/** All tokens that the model read; they decide whether a context is a long one. */
const wholeInput = ({ input, cacheRead, cacheWrite5m, cacheWrite1h }: Tokens) =>
  input + cacheRead + cacheWrite5m + cacheWrite1h

/** The rates that hold for a call with so much input; those of tokens times the multiplier of its tier. */
export function ratesFor(rates: Rates, tokens: Tokens, multiplier: number): FlatRates {
  const size = wholeInput(tokens)
  const at = (rate: Rate | null) => {
    if (rate === null) return null
    let usd = rate.usd
    for (const step of rate.above ?? []) if (size > step.tokens) usd = step.usd
    return usd * multiplier
  }
  return {
    input: at(rates.input),
    output: at(rates.output),
    cacheRead: at(rates.cacheRead),
    cacheWrite5m: at(rates.cacheWrite5m),
    cacheWrite1h: at(rates.cacheWrite1h),
    search: rates.thousandSearches === undefined ? null : rates.thousandSearches / 1_000,
  }
}

/** What the tokens of each class and the searches cost, in US dollars. Both kinds of cache writing are one. */
export type CostByClass = { input: number; output: number; cacheRead: number; cacheWrite: number; search: number }

export function costByClassOf(flat: FlatRates, tokens: Tokens, searches: number): CostByClass {
  const cost = (of: TokenClass) => (tokens[of] * (flat[of] ?? 0)) / 1_000_000
  return {
    input: cost('input'),
    output: cost('output'),
    cacheRead: cost('cacheRead'),
    cacheWrite: cost('cacheWrite5m') + cost('cacheWrite1h'),
    search: searches * (flat.search ?? 0),
  }
}

/** The sum of the classes, always added in the same order, so that every sum of one call is the same number. */
export const sumOfClasses = ({ input, output, cacheRead, cacheWrite, search }: CostByClass) =>
  input + output + cacheRead + cacheWrite + search

/**
 * What the cache saved, in US dollars: tokens read from it would have cost the price of input, tokens written into it
 * cost more than that.
 */
export function savedBy(flat: FlatRates, { cacheRead, cacheWrite5m, cacheWrite1h }: Tokens): number {
  const input = flat.input ?? 0
  const saved = (tokens: number, usd: number | null) => (tokens * (input - (usd ?? input))) / 1_000_000
  return (
    saved(cacheRead, flat.cacheRead) + saved(cacheWrite5m, flat.cacheWrite5m) + saved(cacheWrite1h, flat.cacheWrite1h)
  )
}

/** Whether everything that was used has a price. */
export const coversAll = (flat: FlatRates, tokens: Tokens, searches: number) =>
  (searches === 0 || flat.search !== null) && tokenClasses.every((of) => tokens[of] === 0 || flat[of] !== null)
