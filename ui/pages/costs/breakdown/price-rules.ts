import type { PriceUsed, Rate, TokenClass } from '../../../../src/costs/pricing/rates.ts'
import type { PricePaid } from '../../../../src/costs/reports/breakdown.ts'
import { tokens } from '../../../../src/lib/format.ts'
import { rateMoney } from './formula.ts'

/** A rule by which calls were priced that no column of the table says: what it is, for whom, and who says so. */
type PriceRule = { name: string; words: string; models: string[]; source: string }

/** The rules behind some prices, each once: tiers, long contexts, and the fee where searches were made. */
export function rulesBehind(prices: readonly PricePaid[]): PriceRule[] {
  const rules = new Map<string, PriceRule>()
  for (const of of [tierRules, longContext, searchFee])
    for (const price of prices)
      for (const { name, words, source } of of(price)) {
        const key = `${name} ${words} ${source}`
        const known = rules.get(key) ?? { name, words, models: [], source }
        if (!known.models.includes(modelOf(price))) known.models.push(modelOf(price))
        rules.set(key, known)
      }
  return [...rules.values()]
}

type Rule = Omit<PriceRule, 'models'>

const tierRules = ({ rules }: PricePaid): Rule[] =>
  rules.map(({ name, times, source, readOn }) => ({
    name: capital(name),
    words: `${timesWords(times)} the usual price of every token`,
    source: `${plainAddress(source)}, read ${readOn}`,
  }))

const timesWords = (times: number) => (times === 0.5 ? 'half' : times === 2 ? 'twice' : `${times} times`)

const classWords = { input: 'input', cacheRead: 'cache read', cacheWrite5m: 'cache write', output: 'output' } as const

function longContext(price: PricePaid): Rule[] {
  return (price.rates.input?.above ?? []).map(({ tokens: threshold }) => {
    const dearer = (Object.keys(classWords) as (keyof typeof classWords & TokenClass)[]).flatMap((of) => {
      const usd = usdAbove(price.rates[of], threshold)
      return usd === undefined ? [] : [`${classWords[of]} ${rateMoney(usd)}`]
    })
    return {
      name: 'Long context',
      words: `with more than ${tokens(threshold)} tokens of input, every token at ${dearer.join(', ')}`,
      source: sourceOf(price),
    }
  })
}

const usdAbove = (rate: Rate | null, threshold: number) => rate?.above?.find((step) => step.tokens === threshold)?.usd

function searchFee(price: PricePaid): Rule[] {
  const { thousandSearches } = price.rates
  if (thousandSearches === undefined || price.searches === 0) return []
  const words = `${rateMoney(thousandSearches)} for a thousand, beside the tokens and whatever the tier`
  return [{ name: 'Web search', words, source: sourceOf(price) }]
}

const sourceOf = ({ page, edition, source }: PriceUsed) =>
  [
    page === null ? (source === 'runtime' ? 'its runtime’s own configuration' : 'config.toml') : plainAddress(page),
    edition,
  ]
    .filter(Boolean)
    .join(', ')

const modelOf = ({ entry }: PriceUsed) => entry.slice(entry.indexOf('/') + 1)
const plainAddress = (url: string) => url.replace(/^https:\/\/(www\.)?/, '').replace(/\/$/, '')
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
