import type { Rates, Tokens } from '../live/fact.ts'
import type { CostSource } from '../sessions/session.ts'

/** US dollars with where they come from; null only for `unpriced`. */
export type Price = { usd: number | null; source: CostSource }

/** What has to be known of a model answer to price it. */
export type Priceable = {
  at: number
  model: string
  provider: string
  tokens: Tokens
  loggedUsd: number | null
  rates: Rates | null
}

/** Looks up what a model cost at a time: US dollars for these tokens, undefined where no price is known. */
export type PriceBook = (usage: Priceable) => number | undefined

/**
 * The price of one answer. What the runtime logged stands; a logged 0 is no price (it writes that for every model it
 * has no price for); then the rates of the runtime's own configuration, then our book. Models that run on the user's
 * own machine are free. Tokens known only as a total cannot be priced by class.
 */
export function priceOf(usage: Priceable, book: PriceBook): Price {
  const { loggedUsd, rates, tokens } = usage
  if (loggedUsd !== null && loggedUsd > 0) return { usd: loggedUsd, source: 'logged' }
  if (isLocal(usage.provider, usage.model)) return { usd: 0, source: 'computed' }
  if (tokens.unsplit > 0) return { usd: null, source: 'unpriced' }
  if (rates && saysSomething(rates)) return fromRates(rates, tokens)
  const looked = book(usage)
  return looked === undefined ? { usd: null, source: 'unpriced' } : { usd: looked, source: 'computed' }
}

/** A configuration full of zeros is the template that nobody filled in: no price. */
const saysSomething = (rates: Rates) => Object.values(rates).some((rate) => rate !== null && rate > 0)

/**
 * Rates are dollars for a million tokens; a one-hour cache write costs twice the input. Where a rate is missing for
 * tokens that were used, the sum is a lower bound.
 */
function fromRates(rates: Rates, tokens: Tokens): Price {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  const usd =
    (input * rates.input +
      output * rates.output +
      cacheRead * (rates.cacheRead ?? 0) +
      cacheWrite5m * (rates.cacheWrite ?? 0) +
      cacheWrite1h * 2 * rates.input) /
    1_000_000
  const isWhole = (rates.cacheRead !== null || cacheRead === 0) && (rates.cacheWrite !== null || cacheWrite5m === 0)
  return { usd, source: isWhole ? 'computed' : 'bound' }
}

const localProviders = new Set([
  'ollama',
  'lmstudio',
  'lm-studio',
  'llamacpp',
  'llama.cpp',
  'llama-cpp',
  'vllm',
  'localai',
  'mlx',
])

/** Known to cost nothing: served on the user's own machine, or offered as free by its name. */
export const isLocal = (provider: string, model: string) =>
  localProviders.has(provider.toLowerCase()) || model.endsWith(':free')
