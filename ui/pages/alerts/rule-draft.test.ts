import { expect, test } from 'bun:test'
import { defaultRules } from '../../../src/alerts/desk/default-rules.ts'
import { draftOf, newRule, ruleOf } from './rule-draft.ts'

test('every rule that there is from the start comes back from the form as it was', () => {
  for (const { id, ...rule } of defaultRules) expect([id, ruleOf(draftOf(rule))]).toEqual([id, { rule }])
})

test('values are typed in the units that people use', () => {
  const draft = { ...draftOf(newRule), measure: 'gateway.rss.bytes', value: '640', forMin: '2' }
  expect(ruleOf(draft)).toMatchObject({ rule: { when: { value: 640 * 2 ** 20, forMs: 120_000, clear: null } } })
  expect(ruleOf({ ...draft, kind: 'condition', of: 'waiting', limit: '0,5' })).toMatchObject({
    rule: { when: { limit: 30_000 } },
  })
})

test('what is no number is said', () => {
  expect(ruleOf({ ...draftOf(newRule), value: 'much', forMin: '' })).toEqual({
    fault: 'The value is no number. The time is no number.',
  })
})

test('a rule is narrowed only by what its condition knows', () => {
  const draft = { ...draftOf(newRule), kind: 'condition' as const, scopeName: 'job' as const, scopeValue: 'openclaw:a' }
  expect(ruleOf({ ...draft, of: 'cron-failed', limit: '1' })).toMatchObject({
    rule: { when: { scope: { job: 'openclaw:a' } } },
  })
  expect(ruleOf({ ...draft, of: 'cost-today' })).toMatchObject({ rule: { when: { scope: {} } } })
})
