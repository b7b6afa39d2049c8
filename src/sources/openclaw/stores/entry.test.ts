import { expect, test } from 'bun:test'
import { freshState, type Place, takeText } from './entry.ts'

const place: Place = {
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  sessionId: 'main.s',
  foreignId: 's',
  sessionIdOf: (id) => `main.${id}`,
  rates: () => null,
  now: () => Date.UTC(2026, 10, 21),
}
const good = Date.UTC(2026, 10, 20, 10)

function take(timestamp: unknown, usage: object = { input: 4, output: 3 }) {
  const state = { ...freshState, lastAt: good, openTools: [] }
  const text = JSON.stringify({ type: 'message', id: 'a', message: { role: 'assistant', timestamp, usage } })
  return { ...takeText(state, text, place), lastAt: state.lastAt }
}

for (const timestamp of [0, '1970-01-01T00:00:00Z', Date.UTC(2090, 0, 1), '2090-01-01T00:00:00Z', 'yesterday'])
  test(`an answer dated ${timestamp} is named, not summed, and dates nothing else`, () =>
    expect(take(timestamp)).toEqual({
      reason: expect.stringContaining(`no answer is dated ${timestamp}`),
      lastAt: good,
    }))

test('an answer without a time is dated by what was written before it', () =>
  expect(take(undefined)).toMatchObject({ usage: { at: good } }))

for (const input of [-4, 5e9, 1e300])
  test(`an answer of ${input} tokens is named, not summed`, () =>
    expect(take(good, { input, output: 3 })).toMatchObject({ reason: `no answer has ${input} tokens` }))

test('what a session is set to is no activity: a turn that was stopped in its preparation writes it seconds later', () => {
  const later = new Date(good + 6_000).toISOString()
  const lastAtAfter = (entry: object) => {
    const state = { ...freshState, lastAt: good, openTools: [] }
    takeText(state, JSON.stringify({ timestamp: later, ...entry }), place)
    return state.lastAt
  }
  for (const entry of [
    { type: 'model_change', modelId: 'large' },
    { type: 'thinking_level_change', thinkingLevel: 'low' },
    { type: 'custom', customType: 'model-snapshot', data: { modelId: 'large' } },
  ])
    expect(lastAtAfter(entry)).toBe(good)
  expect(lastAtAfter({ type: 'custom', customType: 'openclaw.nested-tool.v1' })).toBe(good + 6_000)
})
