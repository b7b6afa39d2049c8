import { expect, test } from 'bun:test'
import type { Runtime } from '../../facts/runtimes.ts'
import { contextPercentOf } from '../../sessions/context.ts'
import { createContextWindows } from './context-windows.ts'
import { bundledWindow } from './price-book.ts'

const million = 1_000_000

/** The window of a model in a runtime, with so many tokens in it. */
function windowOf(
  runtime: Runtime,
  model: string | null,
  { tokens = 1_000, limit = null as number | null, stated = {} as Record<string, number> } = {},
) {
  return createContextWindows(stated, bundledWindow)({ runtime, model, contextTokens: tokens, contextLimit: limit })
}

test.each([
  ['claude-code', 'claude-sonnet-4-5-20250929', 200_000],
  ['claude-code', 'claude-opus-4-5-20251101', 200_000],
  ['claude-code', 'claude-haiku-4-5', 200_000],
  // The model has a larger one, which Claude Code uses only where a person chooses it.
  ['claude-code', 'claude-sonnet-4-6', 200_000],
  ['claude-code', 'claude-opus-4-6', 200_000],
  ['claude-code', 'claude-opus-4-6[1m]', million],
  ['claude-code', 'claude-sonnet-4-5-20250929[1m]', million],
  ['claude-code', 'claude-opus-4-7', million],
  ['claude-code', 'claude-opus-5-5', million],
  ['claude-code', 'claude-haiku-5-5', million],
  ['opencode', 'claude-opus-4-6', million],
  ['opencode', 'anthropic/claude-sonnet-4.5', 200_000],
  ['opencode', 'gpt-5.2', 400_000],
  ['codex', 'gpt-5.2-codex', 400_000],
  ['gemini', 'gemini-2.5-pro', 1_048_576],
  ['gemini', 'gemini-3-flash-preview', 1_048_576],
  ['opencode', 'google/gemini-2.5-pro', 1_048_576],
] as const)('%s: %s holds %i tokens', (runtime, model, window) => expect(windowOf(runtime, model)).toBe(window))

test('of a model that nobody knows nothing is guessed', () => {
  for (const model of [null, '', 'gull-1', 'qwen3:30b', '<synthetic>', 'claude', 'toString'])
    expect(windowOf('opencode', model)).toBeNull()
})

test('a context that holds more than the usual window is in the large one', () => {
  expect(windowOf('claude-code', 'claude-sonnet-4-5', { tokens: 200_000 })).toBe(200_000)
  expect(windowOf('claude-code', 'claude-sonnet-4-5', { tokens: 200_001 })).toBe(million)
  expect(windowOf('claude-code', 'claude-sonnet-4-5', { tokens: million + 1 })).toBeNull()
  expect(windowOf('opencode', 'gpt-4o', { tokens: 200_000 })).toBeNull()
})

test('what the runtime states counts before what is known of the model, and what the user states before both', () => {
  const model = 'openai/gpt-5.2-codex'
  expect(windowOf('codex', model, { limit: 258_400 })).toBe(258_400)
  for (const name of ['gpt-5.2-codex', 'OpenAI/GPT-5.2-Codex'])
    expect(windowOf('codex', model, { limit: 258_400, stated: { [name]: 100_000 } })).toBe(100_000)
  expect(windowOf('opencode', 'gull-1', { stated: { 'gull-1': 32_768 } })).toBe(32_768)
})

test('how full a context is needs both numbers', () => {
  const windows = createContextWindows({}, bundledWindow)
  const row = { runtime: 'claude-code', model: 'claude-sonnet-4-5', contextLimit: null } as const
  expect(contextPercentOf({ ...row, contextTokens: 50_000 }, windows)).toBe(25)
  expect(contextPercentOf({ ...row, contextTokens: null }, windows)).toBeNull()
  expect(contextPercentOf({ ...row, model: 'gull-1', contextTokens: 50_000 }, windows)).toBeNull()
})
