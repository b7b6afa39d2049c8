import type { Rates } from '../facts/fact.ts'

/** A model of the crew. Without `rates` the configuration states no price. */
export type Model = {
  provider: string
  id: string
  name: string
  api: string
  contextWindow: number
  maxTokens: number
  rates?: Rates
}

export const models = {
  opus: {
    provider: 'anthropic',
    id: 'claude-opus-4-6',
    name: 'Claude Opus 4.6',
    api: 'anthropic-messages',
    contextWindow: 200_000,
    maxTokens: 32_000,
    rates: { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  },
  sonnet: {
    provider: 'anthropic',
    id: 'claude-sonnet-4-6',
    name: 'Claude Sonnet 4.6',
    api: 'anthropic-messages',
    contextWindow: 200_000,
    maxTokens: 64_000,
    rates: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  },
  haiku: {
    provider: 'anthropic',
    id: 'claude-haiku-4-5',
    name: 'Claude Haiku 4.5',
    api: 'anthropic-messages',
    contextWindow: 200_000,
    maxTokens: 64_000,
    rates: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
  },
  gpt: {
    provider: 'openai',
    id: 'gpt-5.1',
    name: 'GPT-5.1',
    api: 'openai-responses',
    contextWindow: 400_000,
    maxTokens: 128_000,
    rates: { input: 1.25, output: 10, cacheRead: 0.125, cacheWrite: 0 },
  },
  codex: {
    provider: 'openai',
    id: 'gpt-5.1-codex',
    name: 'GPT-5.1 Codex',
    api: 'openai-responses',
    contextWindow: 400_000,
    maxTokens: 128_000,
    rates: { input: 1.25, output: 10, cacheRead: 0.125, cacheWrite: 0 },
  },
  local: {
    provider: 'ollama',
    id: 'qwen3:14b',
    name: 'Qwen3 14B (local)',
    api: 'openai-completions',
    contextWindow: 40_960,
    maxTokens: 8_192,
    rates: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  },
  unpriced: {
    provider: 'tidepool',
    id: 'abalone-1-preview',
    name: 'Abalone 1 (preview)',
    api: 'openai-completions',
    contextWindow: 131_072,
    maxTokens: 16_384,
  },
} satisfies Record<string, Model>

export type ModelName = keyof typeof models

/** A model by its name, with an optional price as in `Model`. */
export const modelOf = (name: ModelName): Model => models[name]

/** US dollars per million tokens of the models that only command lines use. */
const commandLineRates: Record<string, Rates> = {
  'gpt-5.2-codex': { input: 1.75, output: 14, cacheRead: 0.175, cacheWrite: 0 },
  'gemini-2.5-pro': { input: 1.25, output: 10, cacheRead: 0.125, cacheWrite: 0 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5, cacheRead: 0.03, cacheWrite: 0 },
}

/** The price of a model by its id; undefined where it has none. */
export const ratesOf = (id: string): Rates | undefined =>
  commandLineRates[id] ?? Object.values<Model>(models).find((model) => model.id === id)?.rates
