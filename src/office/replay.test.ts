import { expect, test } from 'bun:test'
import { membersAt, type Replay, type ReplayMoment, replayForScreen } from './replay.ts'

const member = (id: string, rest: Partial<Replay['members'][number]> = {}): Replay['members'][number] => ({
  id,
  kind: 'agent',
  parentId: null,
  name: id,
  look: id,
  runtime: 'openclaw',
  area: 'OpenClaw',
  model: null,
  channel: null,
  from: null,
  until: null,
  ...rest,
})
const moment = (at: number, id: string, rest: Partial<ReplayMoment> = {}): ReplayMoment => ({
  at,
  id,
  state: 'running',
  activity: null,
  sessionId: null,
  reason: null,
  ...rest,
})
const replay: Replay = {
  since: 0,
  until: 100,
  kept: { workFrom: 0, waitsFrom: 0 },
  members: [member('a'), member('c', { kind: 'subagent', parentId: 'a', name: 'secret', from: 20, until: 40 })],
  moments: [
    moment(0, 'a', { state: 'asleep' }),
    moment(10, 'a', { sessionId: 's' }),
    moment(20, 'c'),
    moment(30, 'a', { activity: 'reading', sessionId: 's' }),
    moment(35, 'c', { state: 'finished' }),
    moment(50, 'a', { state: 'waiting', reason: 'wants to run secret' }),
  ],
  events: [{ at: 50, kind: 'waits', id: 'a', text: 'secret' }],
  costs: [
    { at: 0, id: 'a', usd: 1, isLowerBound: false },
    { at: 45, id: 'a', usd: 2, isLowerBound: true },
  ],
  thinnedToMs: null,
}
const seenAt = (at: number) => membersAt(replay, at).map(({ id, state, activity }) => [id, state, activity])

test('everybody is in the state of its last moment', () => {
  expect(seenAt(0)).toEqual([['a', 'asleep', null]])
  expect(seenAt(9)).toEqual([['a', 'asleep', null]])
  expect(seenAt(10)).toEqual([['a', 'running', null]])
  expect(seenAt(30)).toEqual([
    ['a', 'running', 'reading'],
    ['c', 'running', null],
  ])
})

test('a sub-agent is there from when it came until it left', () => {
  expect([19, 20, 39, 40].map((at) => seenAt(at).length)).toEqual([1, 2, 2, 1])
  expect(seenAt(39)).toContainEqual(['c', 'finished', null])
})

test('a state holds since it began, not since something else of it changed', () =>
  expect([15, 35, 99].map((at) => membersAt(replay, at)[0]!.since)).toEqual([10, 10, 50]))

test('who waits asks what is on record', () => expect(membersAt(replay, 60)[0]!.asks).toBe('wants to run secret'))

test('an agent has cost what it had cost by then', () =>
  expect([0, 44, 45].map((at) => membersAt(replay, at)[0]!.costTodayUsd)).toEqual([1, 1, 2]))

test('before its first moment nobody is there', () => expect(membersAt(replay, -1)).toEqual([]))

test('a screen sees who was how, and no word of what it was about', () => {
  const shown = replayForScreen(replay)
  expect(JSON.stringify(shown)).not.toContain('secret')
  expect(shown.moments.map(({ state }) => state)).toEqual(replay.moments.map(({ state }) => state))
  expect(shown.events).toMatchObject([{ at: 50, kind: 'waits', id: 'a' }])
})
