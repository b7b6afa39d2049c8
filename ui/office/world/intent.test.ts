import { expect, test } from 'bun:test'
import { depictionOf } from '../../../src/office/depiction.ts'
import type { SessionState } from '../../../src/sessions/state.ts'
import { type Intent, intentOf } from './intent.ts'
import { member } from './testing/members.ts'

const rows: [state: SessionState, intent: Intent, inMeeting: Intent][] = [
  ['running', 'desk', 'meeting'],
  ['thinking', 'desk', 'meeting'],
  ['waiting', 'desk', 'desk'],
  ['stalled', 'desk', 'desk'],
  ['failed', 'desk', 'desk'],
  ['timed-out', 'desk', 'desk'],
  ['killed', 'desk', 'desk'],
  ['idle', 'free', 'meeting'],
  ['finished', 'free', 'meeting'],
  ['asleep', 'rest', 'rest'],
  ['unknown', 'still', 'still'],
]

for (const [state, intent, inMeeting] of rows)
  test(`an agent that is ${state} is meant to be ${intent}, in a meeting ${inMeeting}`, () => {
    const depiction = depictionOf(member('a', { state }))
    expect(intentOf('agent', depiction, false)).toBe(intent)
    expect(intentOf('agent', depiction, true)).toBe(inMeeting)
  })

test('a sub-agent stands beside its parent whatever it does, and stays where it is when nothing is known', () => {
  for (const state of ['running', 'idle', 'asleep', 'waiting'] as const)
    expect(intentOf('subagent', depictionOf(member('a', { state })), false)).toBe('beside')
  expect(intentOf('subagent', depictionOf(member('a', { state: 'unknown' })), false)).toBe('still')
})
