import { expect, test } from 'bun:test'
import type { Budget } from '../../../../src/costs/budgets/budget.ts'
import { draftOf, formOf } from './budget-draft.ts'

const budget: Budget = {
  name: 'Opus',
  per: 'month',
  usd: 300,
  filter: { model: 'claude-opus-4-6' },
  warn: [0.5, 0.8, 1],
  onTrip: 'notify',
}

test('a budget that is opened and saved says the same', () => {
  const { onTrip: _, ...rest } = budget
  expect(draftOf(formOf(budget))).toEqual({ draft: rest })
})

test('amounts and percentages are understood as people write them', () => {
  const form = { ...formOf(budget), usd: ' $12,50 '.trim(), warn: '100 % 80;50' }
  expect(draftOf(form).draft).toMatchObject({ usd: 12.5, warn: [0.5, 0.8, 1] })
  expect(draftOf({ ...form, warn: '' }).draft).toMatchObject({ warn: [] })
})

test.each([
  ['no name', { name: ' ' }, 'Give it a name'],
  ['no amount', { usd: '' }, 'The amount must be'],
  ['nothing', { usd: '0' }, 'The amount must be'],
  ['a negative amount', { usd: '-3' }, 'The amount must be'],
  ['a word', { usd: 'ten' }, 'The amount must be'],
  ['more than anybody has', { usd: '1e9' }, 'The amount must be'],
  ['no model', { value: '' }, 'Say which model'],
  ['a word as a warning', { warn: 'often' }, 'Warnings are percentages'],
  ['a warning at nothing', { warn: '0' }, 'Warnings are percentages'],
])('%s is said before anything is sent', (_, change, problem) => {
  expect(draftOf({ ...formOf(budget), ...change }).problem).toContain(problem)
})
