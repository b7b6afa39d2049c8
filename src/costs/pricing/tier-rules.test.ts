import { expect, test } from 'bun:test'
import { rulesOf, type Served, tierPricing } from './tier-rules.ts'

const times = (model: string, rest: Partial<Served> = {}) =>
  tierPricing({ model, provider: '', tier: 'priority', ...rest }).times

test('fast modes and priority cost what their provider publishes, model by model', () => {
  const claude = [
    'claude-opus-4-6',
    'claude-opus-4.7-20260501',
    'anthropic/claude-opus-4-8',
    'claude-opus-5',
    'claude-opus-5-20260724',
    'claude-opus-5-5',
  ]
  expect(claude.map((model) => times(model))).toEqual([6, 6, 2, 2, 2, 2])
  const gpt = [
    'gpt-5.5',
    'gpt-5-mini',
    'gpt-5.4-mini',
    'gpt-4.1',
    'gpt-5.1-codex',
    'gpt-5-2026-01-01',
    'gpt-5.3-codex',
    'gpt-9',
  ]
  expect(gpt.map((model) => times(model))).toEqual([2.5, 1.8, 2, 1.75, 2, 2, 2, 2])
})

test('each rule has one id, a source and the day on which that was read', () => {
  const ids = ['claude-fast-6', 'claude-batch', 'openai-priority-2', 'codex-fast-2', 'openai-flex']
  expect(rulesOf([...ids, 'no such rule', '']).map(({ id }) => id)).toEqual(ids)
  for (const { source, readOn } of rulesOf(ids)) {
    expect(source).toStartWith('https://')
    expect(readOn).toMatch(/^2\d{3}-\d\d-\d\d$/)
  }
})

test('a model beside those that are listed has a rule only where its seller has one for all', () => {
  expect(tierPricing({ model: 'claude-fable-5-2', provider: 'anthropic', tier: 'priority' })).toMatchObject({
    times: 1,
    isWhole: false,
  })
  expect(tierPricing({ model: 'gpt-9', provider: 'openai', tier: 'priority' }).rules.map(({ id }) => id)).toEqual([
    'codex-fast-2',
  ])
  expect(tierPricing({ model: 'glm', provider: 'z-ai', tier: 'priority' })).toMatchObject({ rules: [], isWhole: false })
  expect(tierPricing({ model: 'glm', provider: 'z-ai', tier: 'flex' })).toMatchObject({ rules: [], isWhole: true })
})

test('tiers and places multiply', () =>
  expect(times('claude-sonnet-5', { tier: 'batch', usOnly: true })).toBeCloseTo(0.55, 12))
