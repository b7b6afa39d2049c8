import { expect, test } from 'bun:test'
import { sessionStates } from '../sessions/severity.ts'
import type { Activity, SessionState } from '../sessions/state.ts'
import { type Depiction, depictionOf } from './depiction.ts'

/** Act, monitor and tone, then the sign and what else is so, in one line. */
function drawn({ act, monitor, tone, sign, isSlow, isStill, isFree }: Depiction) {
  const more = [sign && `sign ${sign}`, isSlow && 'slow', isStill && 'still', isFree && 'free'].filter(Boolean)
  return [`${act}/${monitor}/${tone}`, ...more].join(', ')
}

const activities = [null, 'typing', 'running', 'reading', 'browsing', 'talking'] as const satisfies (Activity | null)[]

/** What is drawn of each state, whatever the activity. */
const rows: Record<Exclude<SessionState, 'running'>, string> = {
  thinking: 'think/code/think',
  waiting: 'wait/wait/wait, sign wait',
  stalled: 'think/wait/wait, sign wait, slow',
  failed: 'error/error/error, sign error',
  killed: 'error/error/error, sign error',
  'timed-out': 'error/error/error, sign error',
  finished: 'idle/idle/idle, free',
  idle: 'idle/idle/idle, free',
  asleep: 'sleep/sleep/sleep, free',
  unknown: 'idle/off/unknown, still',
}

for (const [state, expected] of Object.entries(rows) as [SessionState, string][])
  for (const activity of activities)
    test(`${state} with ${activity ?? 'no activity'} is ${expected}`, () =>
      expect(drawn(depictionOf({ state, activity, kind: 'agent' }))).toBe(expected))

const atWork: [Activity | null, string][] = [
  [null, 'type/code/work'],
  ['typing', 'type/code/work'],
  ['running', 'type/code/work'],
  ['reading', 'read/read/work'],
  ['browsing', 'read/web/work'],
  ['talking', 'talk/code/work'],
]

for (const [activity, expected] of atWork)
  test(`running with ${activity ?? 'no activity'} is ${expected}`, () =>
    expect(drawn(depictionOf({ state: 'running', activity, kind: 'agent' }))).toBe(expected))

test('every state has a row', () =>
  expect([...Object.keys(rows), 'running'].sort()).toEqual(sessionStates.map(({ state }) => state).sort()))

test('a sub-agent is drawn like an agent, but never leaves its place', () => {
  for (const { state } of sessionStates)
    expect(depictionOf({ state, activity: null, kind: 'subagent' })).toEqual({
      ...depictionOf({ state, activity: null, kind: 'agent' }),
      isFree: false,
    })
})

test('a state or an activity that this version does not know is drawn as nothing known, or as its state', () => {
  expect(depictionOf({ state: 'dreaming' as never, activity: null, kind: 'agent' }).isStill).toBe(true)
  expect(depictionOf({ state: 'running', activity: 'juggling' as never, kind: 'agent' }).act).toBe('type')
})
