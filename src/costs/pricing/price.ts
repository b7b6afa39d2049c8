import type { Rates as ConfiguredRates, Tokens } from '../../facts/fact.ts'
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

/** One price as it was found: plain data, the same one for every answer it holds for. */
export type PriceEntry = {
  source: PriceSource
  /** Its name in the book, in a configuration, or the provider at home. */
  entry: string
  /** The day from which it holds; null where nothing says. */
  from: string | null
  rates: Rates
}

/** US dollars with where they come from; null only for `unpriced`. */
export type Price = {
  usd: number | null
  source: CostSource
  /** What it was reckoned with, and how many times of it; null where nothing known comes to what was logged. */
  used: PriceEntry | null
  times: number
  shares: CostByClass | null
  /** What the cache spared; null where there is no price to say so. */
  savedUsd: number | null
}

/** What has to be known of a model answer to price it. */
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

/** Changes with every change of the rules in this folder: what is kept is priced again then. */
export const rulesVersion = 1

/**
 * The price of one answer. What the runtime logged stands; a logged 0 is no price (it writes that for every model it
 * has no price for). Then the user's own prices, what runs at home (free), the rates of the runtime's configuration,
 * and our book. What the runtime made up itself (`<synthetic>`) and tokens known only as a total have no price.
 */
export function priceOf(usage: Priceable, book: PriceBook, overrides: PriceBook = none): Price {
  const { loggedUsd, rates, tokens, model } = usage
  const found = (): PriceEntry | undefined => {
    if (isSynthetic(model)) return undefined
    const own = overrides(usage)
    if (own) return own
    if (isLocal(usage.provider, model)) return atHome(usage.provider || model)
    if (rates && saysSomething(rates)) return fromConfiguration(usage.provider, model, rates)
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

/** A price we know and a sum that was logged are taken for the same up to this share: runtimes round. */
const sameWithin = 0.01

/**
 * What was logged is one sum. Where the price we know comes to the same, its classes are told as well, brought to the
 * very sum by the factor that rates are taken with.
 */
function splitOf(loggedUsd: number, shares: CostByClass, times: number) {
  const sum = sumOfClasses(shares)
  if (sum <= 0 || Math.abs(sum / loggedUsd - 1) > sameWithin) return null
  const off = loggedUsd / sum
  const { input, output, cacheRead, cacheWrite } = shares
  return {
    times: times * off,
    shares: { input: input * off, output: output * off, cacheRead: cacheRead * off, cacheWrite: cacheWrite * off },
  }
}

const none: PriceBook = () => undefined

/** Names that stand for no model: the runtime wrote the answer itself. */
export const isSynthetic = (model: string) => model.startsWith('<')

/** A configuration full of zeros is the template that nobody filled in: no price. */
const saysSomething = (rates: ConfiguredRates) => Object.values(rates).some((rate) => rate !== null && rate > 0)

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

const homes = new Map<string, PriceEntry>()

const atHome = (name: string) =>
  once(homes, name.toLowerCase(), () => ({
    source: 'local',
    entry: name.toLowerCase(),
    from: null,
    rates: { input: free, output: free, cacheRead: free, cacheWrite5m: free, cacheWrite1h: free },
  }))

const free: Rate = { usd: 0 }

const maxKept = 2_000

/** The same entry for the same name, so that it is told apart by identity. Names are foreign: there may be many. */
function once(kept: Map<string, PriceEntry>, name: string, make: () => PriceEntry): PriceEntry {
  const known = kept.get(name)
  if (known) return known
  if (kept.size >= maxKept) kept.clear()
  const made = make()
  kept.set(name, made)
  return made
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
const isLocal = (provider: string, model: string) =>
  localProviders.has(provider.toLowerCase()) || model.endsWith(':free')
