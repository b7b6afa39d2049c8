import type { Tier } from '../../facts/tier.ts'

/** A rule by which a provider prices a tier: a multiple of the price of every token. Fees by use stay as they are. */
export type TierRule = {
  /** What stored prices call it; a rule that changes gets another id. */
  id: string
  /** How the provider calls it. */
  name: string
  /** How many times the usual price. */
  times: number
  /** The page on which the provider says so, and the day on which it was last read. */
  source: string
  readOn: string
}

/** Whom a rule is for; a model's name has dashes for dots. The first rule that fits holds. */
type Scope = { provider: 'anthropic' | 'openai'; tier: Tier | 'us-only'; model?: RegExp }

const fastMode = 'https://platform.claude.com/docs/en/build-with-claude/fast-mode'
const claudePricing = 'https://platform.claude.com/docs/en/about-claude/pricing'
const priorityProcessing = 'https://openai.com/api-priority-processing/'
const openaiPricing = 'https://developers.openai.com/api/docs/pricing'
const codexSpeed = 'https://developers.openai.com/codex/speed'

const claude = (tier: Scope['tier'], model?: RegExp): Scope => ({
  provider: 'anthropic',
  tier,
  ...(model && { model }),
})
const openai = (tier: Scope['tier'], model?: RegExp): Scope => ({ provider: 'openai', tier, ...(model && { model }) })

const rule = (id: string, name: string, times: number, source: string): TierRule => ({
  id,
  name,
  times,
  source,
  readOn: '2026-11-29',
})

const rules: [Scope, TierRule][] = [
  [claude('priority', /opus-4-[67]\b/), rule('claude-fast-6', 'fast mode', 6, fastMode)],
  [claude('priority', /opus-(4-8|5)\b/), rule('claude-fast-2', 'fast mode', 2, fastMode)],
  [claude('batch'), rule('claude-batch', 'batch', 0.5, claudePricing)],
  [claude('us-only'), rule('claude-us-only', 'inference in the US only', 1.1, claudePricing)],
  [openai('priority', /gpt-5-5\b/), rule('openai-priority-2.5', 'priority processing', 2.5, priorityProcessing)],
  [openai('priority', /gpt-5-mini\b/), rule('openai-priority-1.8', 'priority processing', 1.8, priorityProcessing)],
  [openai('priority', /gpt-4-1\b/), rule('openai-priority-1.75', 'priority processing', 1.75, priorityProcessing)],
  [
    openai('priority', /gpt-5(-[124])?(-codex|-mini)?(-2\d{3}-.*)?$/),
    rule('openai-priority-2', 'priority processing', 2, priorityProcessing),
  ],
  // Codex sells its fast tier for twice the price where nothing else is said.
  [openai('priority'), rule('codex-fast-2', 'fast tier of Codex', 2, codexSpeed)],
  [openai('flex'), rule('openai-flex', 'flex processing', 0.5, openaiPricing)],
  [openai('batch'), rule('openai-batch', 'batch', 0.5, openaiPricing)],
]

const byId = new Map(rules.map(([, rule]) => [rule.id, rule]))

/** The rules that stored prices name; ids of rules that are no more are left out. */
export const rulesOf = (ids: readonly string[]): TierRule[] => ids.flatMap((id) => byId.get(id) ?? [])

/** How a call was served. */
export type Served = { model: string; provider: string; tier?: Tier | undefined; usOnly?: boolean }

/** The rules that hold for a call; `isWhole` is false where no provider says what its tier costs. */
export type TierPricing = { rules: TierRule[]; times: number; isWhole: boolean }

const usual: TierPricing = { rules: [], times: 1, isWhole: true }

const maxKnown = 1_000
const known = new Map<string, TierPricing>()

/** How the tier of a call is priced; the same object for the same question. */
export function tierPricing({ model, provider, tier, usOnly }: Served): TierPricing {
  if (tier === undefined && !usOnly) return usual
  const key = `${tier}\n${usOnly}\n${provider}\n${model}`
  let pricing = known.get(key)
  if (!pricing) {
    if (known.size >= maxKnown) known.clear()
    pricing = find(model, provider, [...(tier ? [tier] : []), ...(usOnly ? (['us-only'] as const) : [])])
    known.set(key, pricing)
  }
  return pricing
}

function find(model: string, provider: string, asked: Scope['tier'][]): TierPricing {
  const name = model.toLowerCase().replaceAll('.', '-')
  const seller = sellerOf(name, provider.toLowerCase())
  const found = asked.map((tier) =>
    rules.find(
      ([scope]) =>
        scope.tier === tier && scope.provider === seller && (scope.model === undefined || scope.model.test(name)),
    ),
  )
  const holding = found.flatMap((one) => (one ? [one[1]] : []))
  return {
    rules: holding,
    times: holding.reduce((times, rule) => times * rule.times, 1),
    // A tier that is cheaper by an unknown share costs at most its plain price: only a dearer one makes a lower bound.
    isWhole: asked.every((tier, number) => found[number] !== undefined || tier === 'flex' || tier === 'batch'),
  }
}

function sellerOf(name: string, provider: string): Scope['provider'] | undefined {
  if (name.includes('claude')) return 'anthropic'
  return provider.startsWith('openai') || /^(gpt-|codex)/.test(name) ? 'openai' : undefined
}
