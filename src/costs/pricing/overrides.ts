import type { PriceBook, PriceEntry } from './price.ts'

/** A price that the user set, in US dollars for a million tokens, for calls from a day on. */
export type Override = {
  model: string
  input: number
  output: number
  cacheRead?: number
  cacheWrite?: number
  /** `2026-01-01`: from the beginning of that day in UTC. Without it the price always holds. */
  from?: string
}

/**
 * The prices of `config.toml`. A name stands for the model as the runtime writes it, with or without its provider
 * before it (`openai/gpt-5`), whatever the case. Of several prices that hold, the one from the latest day counts. Where
 * nothing else is said, reading from the cache costs what input costs, and writing for an hour twice that.
 */
export function createOverrides(overrides: Override[]): PriceBook {
  const byModel = new Map<string, { at: number; price: PriceEntry }[]>()
  for (const override of overrides) {
    const { model, input, output, cacheRead, cacheWrite, from } = override
    const name = model.toLowerCase()
    const price: PriceEntry = {
      source: 'override',
      entry: model,
      from: from ?? null,
      rates: {
        input: { usd: input },
        output: { usd: output },
        cacheRead: { usd: cacheRead ?? input },
        cacheWrite5m: { usd: cacheWrite ?? input },
        cacheWrite1h: { usd: cacheWrite === undefined ? input : 2 * input },
      },
    }
    const list = byModel.get(name) ?? []
    list.push({ at: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(`${from}T00:00:00Z`), price })
    byModel.set(
      name,
      list.sort((a, b) => b.at - a.at),
    )
  }
  return ({ at, model, provider }) => {
    if (byModel.size === 0) return undefined
    const name = model.toLowerCase()
    const list = byModel.get(`${provider.toLowerCase()}/${name}`) ?? byModel.get(name)
    return list?.find((one) => at >= one.at)?.price
  }
}
