import { counts } from '../common/parse-values.ts'

/**
 * Counts of Codex, with the meaning of OpenAI: `cached` and `written` are parts of `input`, `reasoning` of `output`.
 */
export type Count = { input: number; cached: number; written: number; output: number; reasoning: number }

export const zeroCount: Count = { input: 0, cached: 0, written: 0, output: 0, reasoning: 0 }

/** The counts of a usage object, or why it holds none. */
export function countOf(usage: Record<string, unknown>): Count | string {
  const {
    input_tokens: input,
    output_tokens: output,
    cached_input_tokens: cached,
    cache_write_input_tokens: written,
    reasoning_output_tokens: reasoning,
  } = usage
  return counts({ input, output, cached, written, reasoning }, ['input', 'output'], ['cached', 'written', 'reasoning'])
}

const names = ['input', 'cached', 'written', 'output', 'reasoning'] as const

const each = (act: (name: (typeof names)[number]) => number) =>
  Object.fromEntries(names.map((name) => [name, act(name)])) as Count

export const isZeroCount = (count: Count) => names.every((name) => count[name] === 0)

export const sum = (one: Count, other: Count) => each((name) => one[name] + other[name])

export const hasDropped = (from: Count, to: Count) => names.some((name) => to[name] < from[name])

/** The growth of a cumulative counter; the new value itself where the counter restarted. */
export const growth = (from: Count, to: Count) => (hasDropped(from, to) ? to : each((name) => to[name] - from[name]))

/** The counts in the classes of prices. */
export function tokensOf({ input, cached, written, output, reasoning }: Count) {
  const cacheRead = Math.min(cached, input)
  const cacheWrite5m = Math.min(written, input - cacheRead)
  return {
    input: input - cacheRead - cacheWrite5m,
    output,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h: 0,
    reasoning: Math.min(reasoning, output),
    unclassified: 0,
  }
}
