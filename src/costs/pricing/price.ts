import type { Rates as ConfiguredRates, Tokens } from '../../facts/fact.ts'
import { skipTopCompiler } from '../../lib/skip-top-compiler.ts'
import type { CostSource } from '../../sessions/session.ts'
import { priorityMultiplier } from './priority-multiplier.ts'
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

/** One price as it was found: plain data, and the same object for every call that it holds for. */
export type PriceEntry = {
  source: PriceSource
  /** Its name in the book or in a configuration, or the provider of a local model. */
  entry: string
  /** The day from which it holds; null where nothing says. */
  from: string | null
  rates: Rates
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
  priority?: boolean
}

/** Looks up what a model cost at a time; undefined where no price is known. The same price is the same object. */
export type PriceBook = (asked: { at: number; model: string; provider: string }) => PriceEntry | undefined

/** Changes with every change of the rules in this folder; stored calls are priced again then. */
export const rulesVersion = 1

/**
 * The price of one call. What the runtime logged comes first; a logged 0 is no price, because a runtime writes it for
 * every model that it has no price for. Then come the user's own prices, local models (free), the rates of the
 * runtime's configuration, and our book. A text that the runtime made itself (`<synthetic>`) and tokens known only as a
 * total have no price.
 */
export function priceOf(usage: Priceable, book: PriceBook, overrides: PriceBook = none): Price {
  const { loggedUsd, rates, tokens, model } = usage
  const found = (): PriceEntry | undefined => {
    if (isSynthetic(model)) return undefined
    const own = overrides(usage)
    if (own) return own
    if (isLocal(usage.provider, model)) return localPrice(usage.provider || model)
    if (rates && isFilledIn(rates)) return fromConfiguration(usage.provider, model, rates)
    return book(usage)
  }
  const used = found() ?? null
  const times = usage.priority ? (priorityMultiplier(model, usage.provider) ?? 1) : 1
  const flat = used && ratesFor(used.rates, tokens, times)
  const savedUsd = flat && tokens.unclassified === 0 ? savedBy(flat, tokens) : null
  if (loggedUsd !== null && loggedUsd > 0) {
    const split = flat && used ? splitOf(loggedUsd, costByClassOf(flat, tokens), times) : null
    return { usd: loggedUsd, source: 'logged', used: split && used, shares: null, savedUsd, times: 1, ...split }
  }
  if (flat === null || (tokens.unclassified > 0 && used?.source !== 'local'))
    return { usd: null, source: 'unpriced', used: null, times: 1, shares: null, savedUsd: null }
  const shares = costByClassOf(flat, tokens)
  const isWhole =
    !usage.placeholder &&
    coversAll(flat, tokens) &&
    (!usage.priority || used?.source === 'local' || priorityMultiplier(model, usage.provider) !== null)
  return { usd: sumOfClasses(shares), source: isWhole ? 'computed' : 'bound', used, times, shares, savedUsd }
}

/** A known price and a logged sum count as the same up to this share of difference, because runtimes round. */
const maxRoundingShare = 0.01

/**
 * The classes of a logged sum, which has none itself: those of a known price that comes to the same, scaled to the
 * logged sum exactly. Null where no price does.
 */
function splitOf(loggedUsd: number, shares: CostByClass, times: number) {
  const sum = sumOfClasses(shares)
  if (sum <= 0 || Math.abs(sum / loggedUsd - 1) > maxRoundingShare) return null
  const scale = loggedUsd / sum
  const { input, output, cacheRead, cacheWrite } = shares
  return {
    times: times * scale,
    shares: {
      input: input * scale,
      output: output * scale,
      cacheRead: cacheRead * scale,
      cacheWrite: cacheWrite * scale,
    },
  }
}

const none: PriceBook = () => undefined

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
