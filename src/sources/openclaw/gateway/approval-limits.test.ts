import { expect, test } from 'bun:test'
import { approvalLimits } from './approval-limits.ts'

const all = ['exec.approval.list', 'plugin.approval.list', 'question.list']

test('a gateway that knows every call has no limits', () =>
  expect(approvalLimits({ methods: all, version: '2026.9.6' })).toEqual([]))

for (const [method, words] of [
  ['exec.approval.list', ['tells of a request once', 'waits for an answer whether or not somebody is here']],
  ['question.list', ['knows no questions']],
  ['plugin.approval.list', ['does not ask for what plugins do']],
] as const)
  test(`a gateway without ${method} says what it lacks, and nothing else`, () => {
    const limits = approvalLimits({ methods: all.filter((one) => one !== method), version: '2026.3.24' })
    expect(limits).toEqual(words.map((one) => expect.stringMatching(new RegExp(`^OpenClaw 2026.3.24 ${one}`))))
  })

test('a gateway that does not say its version is spoken of without one', () =>
  expect(approvalLimits({ methods: [], version: null })[0]).toStartWith('This gateway tells'))
