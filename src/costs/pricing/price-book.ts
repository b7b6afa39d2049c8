import { calcPrice, findProvider, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices'
import type { PriceBook, PriceEntry } from './price.ts'
import type { Rate } from './rates.ts'

/** The book and its edition. With another edition stored calls are priced again. */
export const bookEdition = 'genai-prices 0.1.8'

/** The book's name of a provider, by the names that runtimes use. */
const providers: Record<string, string> = {
  'anthropic-vertex': 'anthropic',
  'openai-codex': 'openai',
  'openai-responses': 'openai',
  'azure-openai': 'azure',
  'google-gemini-cli': 'google',
  'google-antigravity': 'google',
  'google-vertex': 'google',
  gemini: 'google',
  bedrock: 'aws',
  'amazon-bedrock': 'aws',
  xai: 'x-ai',
}

const maxModels = 5_000

/** A model of the book with its price lists. */
type Model = { provider: string; info: ModelInfo }

/**
 * The prices bundled with the program, by the date of the call: `@pydantic/genai-prices`, without its updater, so that
 * nothing leaves the machine. An unknown model has no price, and none is guessed. A model is looked up once, because
 * that takes a tenth of a millisecond.
 */
function createBundledPrices() {
  const models = new Map<string, Model | null>()
  /** One entry for each price list of the book. */
  const entries = new WeakMap<object, PriceEntry>()

  function find(at: number, model: string, provider: string): Model | null {
    const name = `${provider}\n${model}`
    let found = models.get(name)
    if (found === undefined) {
      // Names are foreign: there may be very many.
      if (models.size >= maxModels) models.clear()
      found = lookUp(at, model, provider)
      models.set(name, found)
    }
    return found
  }

  const priceOf: PriceBook = ({ at, model, provider }) => {
    const found = find(at, model, provider)
    if (found === null) return undefined
    const { prices, from } = listAt(found.info.prices, at)
    let entry = entries.get(prices)
    if (!entry) {
      entry = toEntry(found, prices, from)
      entries.set(prices, entry)
    }
    return entry
  }
  return { priceOf, find }
}

const book = createBundledPrices()

export const bundledPrices = book.priceOf

/** The moment of a question that no moment belongs to: only prices have dates in the book. */
const undated = Date.UTC(2026, 0, 1)

/** How many tokens fit into the context of a model, whoever serves it; null where the book does not say. */
export const bundledWindow = (model: string): number | null =>
  book.find(undated, model, '')?.info.context_window ?? null

/** The page on which a provider of the book publishes its prices; undefined where the book does not say. */
function pageOf(providerId: string): string | undefined {
  const provider = findProvider({ providerId }) as { pricing_urls?: string[] } | undefined
  return provider?.pricing_urls?.[0]
}

function lookUp(at: number, model: string, provider: string): Model | null {
  const named = providers[provider.toLowerCase()] ?? provider.toLowerCase()
  const isKnown = named !== '' && findProvider({ providerId: named }) !== undefined
  for (const [providerId, name] of namesFor(isKnown ? named : undefined, model)) {
    const hit = ask(name, { timestamp: new Date(at), ...(providerId !== undefined && { providerId }) })
    if (hit) return { provider: hit.provider.id, info: hit.model }
  }
  return null
}

/** The price list that holds at a moment: the last whose condition is met, as in the book itself, else the first. */
function listAt(prices: ModelInfo['prices'], at: number): { prices: ModelPrice; from: string | null } {
  if (!Array.isArray(prices)) return { prices, from: null }
  const secondOfDay = (at / 1_000) % 86_400
  const found = prices.findLast(({ constraint }) => {
    if (constraint === undefined) return true
    if (constraint.type === 'start_date') return at >= Date.parse(constraint.start_date)
    const [start, end] = [secondIn(constraint.start_time), secondIn(constraint.end_time)]
    return end < start ? secondOfDay >= start || secondOfDay < end : secondOfDay >= start && secondOfDay < end
  })
  const { prices: list, constraint } = found ?? prices[0]!
  return { prices: list, from: constraint?.type === 'start_date' ? constraint.start_date : null }
}

/** The second of the UTC day that `00:30:00Z` or `08:30:00+08:00` names. */
const secondIn = (time: string) => (((Date.parse(`1970-01-02T${time}`) / 1_000) % 86_400) + 86_400) % 86_400

function toEntry({ provider, info }: Model, list: ModelPrice, from: string | null): PriceEntry {
  const page = pageOf(provider)
  const input = toRate(list.input_mtok)
  const write = toRate(list.cache_write_mtok)
  return {
    source: 'book',
    entry: `${provider}/${info.id}`,
    from,
    ...(page !== undefined && { page }),
    rates: {
      input,
      output: toRate(list.output_mtok),
      // A class without a price of its own costs what input costs; an hour of cache costs twice that.
      cacheRead: toRate(list.cache_read_mtok) ?? input,
      cacheWrite5m: write ?? input,
      cacheWrite1h: toRate(list.cache_write_1h_mtok) ?? (write && input ? twice(input) : input),
      ...(typeof list.web_searches_kcount === 'number' && { thousandSearches: list.web_searches_kcount }),
    },
  }
}

/** The names to look up in turn: as it is written, without the reseller before it, with dashes for dots. */
function namesFor(providerId: string | undefined, model: string): [provider: string | undefined, name: string][] {
  const short = model.slice(model.lastIndexOf('/') + 1)
  const dashed = short.replace(/[.@]/g, '-')
  const names: [string | undefined, string][] = [[providerId, model]]
  if (short !== model) names.push([undefined, short])
  if (dashed !== short && short !== '') names.push([providerId, dashed], [undefined, dashed])
  return names
}

function ask(model: string, options: { timestamp: Date; providerId?: string }) {
  try {
    return calcPrice({ input_tokens: 1 }, model, options) ?? undefined
  } catch {
    // The book throws for a list it cannot read; no price is known then.
    return undefined
  }
}

function toRate(value: unknown): Rate | null {
  if (typeof value === 'number') return { usd: value }
  if (typeof value !== 'object' || value === null) return null
  const { base, tiers } = value as { base: number; tiers: { start: number; price: number }[] }
  const above = tiers.map(({ start, price }) => ({ tokens: start, usd: price })).sort((a, b) => a.tokens - b.tokens)
  return { usd: base, above }
}

const twice = ({ usd, above }: Rate): Rate => ({
  usd: 2 * usd,
  ...(above && { above: above.map((step) => ({ ...step, usd: 2 * step.usd })) }),
})
