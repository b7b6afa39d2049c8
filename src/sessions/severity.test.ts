import { expect, test } from 'bun:test'
import {
  groupOfState,
  type SessionState,
  sessionStates,
  severityOf,
  stateGroups,
  stateMarks,
  statesIn,
  worstState,
} from './severity.ts'

test('states are listed once, and from the most severe to the least', () => {
  const states = sessionStates.map(({ state }) => state)
  expect(new Set(states).size).toBe(states.length)
  expect(states.map(severityOf)).toEqual(states.map(severityOf).toSorted((a, b) => b - a))
})

/** States of equal severity stand together in brackets. */
const order = 'waiting (failed timed-out killed) running thinking stalled (idle finished) asleep unknown'

test(`the order of severity is: ${order}`, () => {
  const bySeverity = [...Map.groupBy(sessionStates, ({ severity }) => severity).values()]
  const written = bySeverity.map((rows) => rows.map(({ state }) => state).join(' '))
  expect(written.map((words) => (words.includes(' ') ? `(${words})` : words)).join(' ')).toBe(order)
})

/** The worst of some states, in whichever order they come. */
function worst(states: string, expected: SessionState | null) {
  test(`the worst of ${states || 'no states'} is ${expected}`, () => {
    const all = states.split(' ').filter(Boolean) as SessionState[]
    for (const rotated of all.length === 0 ? [all] : all.map((_, at) => [...all.slice(at), ...all.slice(0, at)]))
      expect(worstState(rotated)).toBe(expected)
  })
}

worst('', null)
worst('failed waiting', 'waiting')
worst('killed timed-out failed', 'failed')
worst('running failed', 'failed')
worst('thinking running', 'running')
worst('stalled thinking', 'thinking')
worst('idle stalled', 'stalled')
worst('asleep finished idle', 'idle')
worst('unknown asleep', 'asleep')
worst('unknown', 'unknown')

test('every state is in exactly one group, and a group has at least one state', () => {
  expect(stateGroups).toEqual(['waiting', 'stopped', 'working', 'idle', 'finished', 'unknown'])
  expect(stateGroups.flatMap(statesIn).toSorted()).toEqual(sessionStates.map(({ state }) => state).toSorted())
  for (const group of stateGroups) for (const state of statesIn(group)) expect(groupOfState(state)).toBe(group)
})

test('every mark shows a state', () =>
  expect([...new Set(sessionStates.map(({ mark }) => mark))].toSorted()).toEqual([...stateMarks].toSorted()))
