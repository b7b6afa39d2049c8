import type { ModelUsage } from './metric.ts'

/** So many models of runtimes are counted by themselves; further ones together, as others. */
const maxModels = 100
const maxNameLength = 120
const others = '(other)'

type Sums = Omit<ModelUsage, 'runtime' | 'model'>
export type CountedUsage = ModelUsage

const names = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'calls',
  'costUsd',
  'subscriptionUsd',
] as const satisfies (keyof Sums)[]

/**
 * Counts what is used from the first look on, so that reading a year of history is no burst. A counter never goes down:
 * where a sum does (files were removed, prices changed), it goes on from there.
 */
export function createUsageCounters() {
  let before: Map<string, ModelUsage> | undefined
  let since = 0
  const counted = new Map<string, CountedUsage>()

  /** The counter of a model: its own as long as there is room for one, and for ever the same. */
  function counterOf({ runtime, model }: ModelUsage): CountedUsage {
    const own = model.slice(0, maxNameLength)
    const known = counted.get(`${runtime}\n${own}`)
    if (known) return known
    const name = counted.size >= maxModels ? others : own
    const counter = counted.get(`${runtime}\n${name}`) ?? { runtime, model: name, ...zeros() }
    counted.set(`${runtime}\n${name}`, counter)
    return counter
  }

  return {
    /** Takes all sums as they are at a moment, and answers what was used since the first one was taken. */
    take(usage: readonly ModelUsage[], at: number): { since: number; counted: CountedUsage[] } {
      const now = new Map<string, ModelUsage>()
      for (const one of usage) now.set(`${one.runtime}\n${one.model}`, one)
      if (!before) since = at
      for (const [key, one] of now) {
        const counter = counterOf(one)
        const then = before ? before.get(key) : one
        for (const name of names) {
          const value = one[name]
          if (value === null) continue
          counter[name] = (counter[name] ?? 0) + Math.max(0, value - (then?.[name] ?? 0))
        }
      }
      before = now
      return { since, counted: [...counted.values()] }
    },
  }
}

const zeros = (): Sums => ({
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  calls: 0,
  costUsd: null,
  subscriptionUsd: null,
})
