import type { Rates as ConfiguredRates, Tokens } from '../../facts/fact.ts'
import type { Tier } from '../../facts/tier.ts'
import { skipTopCompiler } from '../../lib/skip-top-compiler.ts'
import type { CostSource } from '../../sessions/session.ts'
import {
  type CostByClass,
  costByClassOf,
  coversAll,
  type PriceSource,
  type Rate,
  type Rates,
  ratesFor,
  savedBy,
  sumOfClasses,
} from './rates.ts'
import { type TierPricing, tierPricing } from './tier-rules.ts'

/** One price as it was found: plain data, and the same object for every call that it holds for. */
export type PriceEntry = {
  source: PriceSource
  /** Its name in the book or in a configuration, or the provider of a local model. */
  entry: string
  /** The day from which it holds; null where nothing says. */
  from: string | null
  rates: Rates
  /** The ids of the rules for its tier; left out for the usual one. */
  rules?: string[]
  /** The page of the provider that it was taken from; left out where nothing says. */
  page?: string
}

/** The cost of a call in US dollars, and where it comes from. Null only for `unpriced`. */
export type Price = {
  usd: number | null
  source: CostSource
  /** The price it was computed with, and the factor on it; null where no known price comes to what was logged. */
  used: PriceEntry | null
  times: number
  shares: CostByClass | null
  /** What the cache saved; null where no price is known. */
  savedUsd: number | null
}

/** What has to be known of a call to price it. */
export type Priceable = {
  at: number
  model: string
  provider: string
  tokens: Tokens
  loggedUsd: number | null
  rates: ConfiguredRates | null
  placeholder?: boolean
  tier?: Tier | undefined
  usOnly?: boolean
  searches?: number
}

/** Looks up what a model cost at a time; undefined where no price is known. The same price is the same object. */
export type PriceBook = (asked: { at: number; model: string; provider: string }) => PriceEntry | undefined

/** Changes with every change of the rules in this folder; stored calls are priced again then. */
export const rulesVersion = 2

/**
 * The price of one call. What the runtime logged comes first; a logged 0 is no price, because a runtime writes it for
 * every model that it has no price for. Then come the user's own prices, local models (free), the rates of the
 * runtime's configuration, and our book. A text that the runtime made itself (`<synthetic>`) and tokens known only as a
 * total have no price. A tier multiplies the price of tokens; a search of the web has a price of its own, which is the
 * provider's whoever set the price of tokens.
 */
export function priceOf(usage: Priceable, book: PriceBook, overrides: PriceBook = none): Price {
  const { loggedUsd, rates, tokens, model, searches = 0 } = usage
  const found = (): PriceEntry | undefined => {
    if (isSynthetic(model)) return undefined
    const own = overrides(usage)
    if (own) return own
    if (isLocal(usage.provider, model)) return localPrice(usage.provider || model)
    if (rates && isFilledIn(rates)) return fromConfiguration(usage.provider, model, rates)
    return book(usage)
  }
  const plain = found() ?? null
  const tier = tierPricing(usage)
  const used = plain && withTier(searches > 0 ? withSearches(plain, book(usage)) : plain, tier)
  const { times } = tier
  const flat = used && ratesFor(used.rates, tokens, times)
  const savedUsd = flat && tokens.unclassified === 0 ? savedBy(flat, tokens) : null
  if (loggedUsd !== null && loggedUsd > 0) {
    const split = flat && used ? splitOf(loggedUsd, costByClassOf(flat, tokens, searches), times) : null
    return { usd: loggedUsd, source: 'logged', used: split && used, shares: null, savedUsd, times: 1, ...split }
  }
  if (flat === null || (tokens.unclassified > 0 && used?.source !== 'local'))
    return { usd: null, source: 'unpriced', used: null, times: 1, shares: null, savedUsd: null }
  const shares = costByClassOf(flat, tokens, searches)
  const isWhole = !usage.placeholder && coversAll(flat, tokens, searches) && (tier.isWhole || used?.source === 'local')
  return { usd: sumOfClasses(shares), source: isWhole ? 'computed' : 'bound', used, times, shares, savedUsd }
}

/** A known price and a logged sum count as the same up to this share of difference, because runtimes round. */
const maxRoundingShare = 0.01

/**
 * The classes of a logged sum, which has none itself: those of a known price that comes to the same, with tokens scaled
 * so that it is the logged sum exactly. Null where no price does.
 */
function splitOf(loggedUsd: number, shares: CostByClass, times: number) {
  const { input, output, cacheRead, cacheWrite, search } = shares
  const ofTokens = input + output + cacheRead + cacheWrite
  if (ofTokens <= 0 || loggedUsd <= search) return null
  if (Math.abs((ofTokens + search) / loggedUsd - 1) > maxRoundingShare) return null
  const scale = (loggedUsd - search) / ofTokens
  return {
    times: times * scale,
    shares: {
      input: input * scale,
      output: output * scale,
      cacheRead: cacheRead * scale,
      cacheWrite: cacheWrite * scale,
      search,
    },
  }
}

const none: PriceBook = () => undefined

const withFees = new WeakMap<PriceEntry, PriceEntry>()

/** A price with what the provider takes for a search, by the book, where it says nothing of that itself. */
function withSearches(price: PriceEntry, inBook: PriceEntry | undefined): PriceEntry {
  const { thousandSearches } = inBook?.rates ?? {}
  if (price.rates.thousandSearches !== undefined || thousandSearches === undefined) return price
  const known = withFees.get(price)
  if (known?.rates.thousandSearches === thousandSearches) return known
  const { page } = inBook!
  const entry = { ...price, ...(page !== undefined && { page }), rates: { ...price.rates, thousandSearches } }
  withFees.set(price, entry)
  return entry
}

const tiered = new WeakMap<PriceEntry, WeakMap<TierPricing, PriceEntry>>()

/** A price with the names of the rules for its tier. */
function withTier(price: PriceEntry, tier: TierPricing): PriceEntry {
  if (tier.rules.length === 0 || price.source === 'local') return price
  const entries = tiered.get(price) ?? new WeakMap<TierPricing, PriceEntry>()
  const known = entries.get(tier)
  if (known) return known
  const entry = { ...price, rules: tier.rules.map(({ id }) => id) }
  entries.set(tier, entry)
  tiered.set(price, entries)
  return entry
}

/** Whether a name stands for no model: the runtime wrote the text itself. */
export const isSynthetic = (model: string) => model.startsWith('<')

/** A configuration full of zeros is a template that nobody filled in, and no price. */
const isFilledIn = (rates: ConfiguredRates) => Object.values(rates).some((rate) => rate !== null && rate > 0)

const rate = (usd: number | null): Rate | null => (usd === null ? null : { usd })

const configured = new Map<string, PriceEntry>()

/** The rates of the runtime's own configuration; a one-hour cache write costs twice the input. */
function fromConfiguration(provider: string, model: string, rates: ConfiguredRates): PriceEntry {
  const { input, output, cacheRead, cacheWrite } = rates
  return once(configured, `${provider}/${model} ${input} ${output} ${cacheRead} ${cacheWrite}`, () => ({
    source: 'runtime',
    entry: `${provider}/${model}`,
    from: null,
    rates: {
      input: rate(input),
      output: rate(output),
      cacheRead: rate(cacheRead),
      cacheWrite5m: rate(cacheWrite),
      cacheWrite1h: rate(2 * input),
    },
  }))
}

const localEntries = new Map<string, PriceEntry>()

const localPrice = (name: string) =>
  once(localEntries, name.toLowerCase(), () => ({
    source: 'local',
    entry: name.toLowerCase(),
    from: null,
    rates: { input: free, output: free, cacheRead: free, cacheWrite5m: free, cacheWrite1h: free },
  }))

const free: Rate = { usd: 0 }

const maxEntries = 2_000

/** One entry for each name, so that entries can be compared by identity. Names are foreign: there may be many. */
function once(entries: Map<string, PriceEntry>, name: string, make: () => PriceEntry): PriceEntry {
  const known = entries.get(name)
  if (known) return known
  if (entries.size >= maxEntries) entries.clear()
  const entry = make()
  entries.set(name, entry)
  return entry
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

/** Whether a model costs nothing: the user's own machine serves it, or its name says that it is free. */
const isLocal = (provider: string, model: string) =>
  localProviders.has(provider.toLowerCase()) || model.endsWith(':free')

skipTopCompiler(priceOf)
