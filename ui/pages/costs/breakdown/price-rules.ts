import type { PriceUsed, Rate, TokenClass } from '../../../../src/costs/pricing/rates.ts'
import { tokens } from '../../../../src/lib/format.ts'
import { rateMoney } from './formula.ts'

/** A rule by which calls were priced that no column of the table says: what it is, and who says so since when. */
type PriceRule = { name: string; words: string; source: string }

/** The rules behind some prices, each once: tiers, long contexts, and the fee where searches were made. */
export function rulesBehind(prices: readonly PriceUsed[], searches: number): PriceRule[] {
  const found = prices.flatMap((price) => [
    ...tierRules(price),
    ...longContext(price),
    ...(searches > 0 ? searchFee(price) : []),
  ])
  return [...new Map(found.map((rule) => [JSON.stringify(rule), rule])).values()]
}

const tierRules = ({ rules }: PriceUsed): PriceRule[] =>
  rules.map(({ name, times, source, readOn }) => ({
    name: capital(name),
    words: `${timesWords(times)} the usual price of every token`,
    source: `${plainAddress(source)}, read ${readOn}`,
  }))

const timesWords = (times: number) => (times === 0.5 ? 'half' : times === 2 ? 'twice' : `${times} times`)

const classWords: Record<TokenClass, string> = {
  input: 'input',
  cacheRead: 'cache read',
  cacheWrite5m: 'cache write',
  cacheWrite1h: '1-hour cache write',
  output: 'output',
}

function longContext(price: PriceUsed): PriceRule[] {
  const { input } = price.rates
  return (input?.above ?? []).map(({ tokens: threshold }) => {
    const dearer = (['input', 'cacheRead', 'cacheWrite5m', 'output'] as const).flatMap((of) => {
      const usd = usdAbove(price.rates[of], threshold)
      return usd === undefined ? [] : [`${classWords[of]} ${rateMoney(usd)}`]
    })
    return {
      name: 'Long context',
      words: `${modelOf(price)} with more than ${tokens(threshold)} tokens of input costs this for every token: ${dearer.join(', ')}`,
      source: sourceOf(price),
    }
  })
}

const usdAbove = (rate: Rate | null, threshold: number) => rate?.above?.find((step) => step.tokens === threshold)?.usd

function searchFee(price: PriceUsed): PriceRule[] {
  const { thousandSearches } = price.rates
  if (thousandSearches === undefined) return []
  return [
    {
      name: 'Web search',
      words: `${rateMoney(thousandSearches)} for a thousand searches, beside the tokens and whatever the tier`,
      source: sourceOf(price),
    },
  ]
}

const sourceOf = ({ page, edition, source, from }: PriceUsed) =>
  [
    page === null ? (source === 'runtime' ? 'its runtime’s own configuration' : 'config.toml') : plainAddress(page),
    edition,
    from && `since ${from}`,
  ]
    .filter(Boolean)
    .join(', ')

const modelOf = ({ entry }: PriceUsed) => entry.slice(entry.indexOf('/') + 1)
const plainAddress = (url: string) => url.replace(/^https:\/\/(www\.)?/, '').replace(/\/$/, '')
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
