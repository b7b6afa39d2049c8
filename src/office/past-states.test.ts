import { expect, test } from 'bun:test'
import type { Session } from '../sessions/session.ts'
import type { SessionState } from '../sessions/state.ts'
import { momentsOf, type PastEvidence, spansOf, thinned } from './past-states.ts'
import type { ReplayMoment } from './replay.ts'
import { minute, sessionOf } from './testing/sample-facts.ts'

const now = Date.UTC(2026, 10, 20, 12)
/** So many minutes before now. */
const ago = (minutes: number) => now - minutes * minute
const calls = (...minutes: number[]) => minutes.map((one) => ({ from: ago(one), to: ago(one) }))

const letters: Record<SessionState, string> = {
  running: 'r',
  thinking: 't',
  waiting: 'w',
  stalled: 's',
  failed: 'f',
  killed: 'k',
  'timed-out': 'o',
  finished: 'd',
  idle: 'i',
  asleep: 'z',
  unknown: '-',
}

/** What a session showed, minute by minute, in the last so many. */
function drawn(
  minutes: number,
  session: Partial<Session>,
  { waitsFrom = 0, workFrom = 0, ...evidence }: Partial<PastEvidence> & { waitsFrom?: number; workFrom?: number },
) {
  const spans = spansOf(
    {
      session: sessionOf('main.a', { startedAt: ago(600), lastAt: ago(1), ...session }),
      calls: [],
      touches: [],
      waits: [],
      ...evidence,
    },
    waitsFrom,
    now,
  )
  const moments = momentsOf('m', spans, { since: ago(minutes), until: now, workFrom })
  const stateAt = (at: number) => moments.findLast((moment) => moment.at <= at)!.state
  return Array.from({ length: minutes }, (_, n) => letters[stateAt(ago(minutes - n))]).join('')
}

test('calls that follow each other are work, then it is ready for half an hour, then it sleeps', () =>
  expect(drawn(45, { state: 'asleep', lastAt: ago(38) }, { calls: calls(42, 40, 38) })).toBe(
    'zzzrrrriiiiiiiiiiiiiiiiiiiiiiiiiiiiiizzzzzzzz',
  ))

test('a pause of more than five minutes ends a piece of work', () =>
  expect(drawn(16, { state: 'idle', lastAt: ago(1) }, { calls: calls(15, 13, 4, 1) })).toBe('zrriiiiiiiiirrri'))

test('where nothing would be on record, nobody knows what it did between two pieces of work', () =>
  expect(drawn(16, { state: 'idle', lastAt: ago(1) }, { calls: calls(15, 13, 4, 1), waitsFrom: ago(10) })).toBe(
    'zrr---------rrri',
  ))

test('before the first call that is kept nobody knows anything', () =>
  expect(drawn(8, { state: 'idle', lastAt: ago(1) }, { calls: calls(4, 1), workFrom: ago(4) - 10_000 })).toBe(
    '----rrri',
  ))

test('a session begins to work when it begins, where that is not long before its first answer', () => {
  expect(drawn(8, { state: 'idle', startedAt: ago(6), lastAt: ago(1) }, { calls: calls(3, 1) })).toBe('zzrrrrri')
  expect(drawn(8, { state: 'idle', startedAt: ago(20), lastAt: ago(1) }, { calls: calls(3, 1) })).toBe('zzzzzrri')
})

test('who is at work now is so since its last call', () => {
  expect(drawn(6, { state: 'running', lastAt: ago(0) }, { calls: calls(5, 3) })).toBe('zrrrrr')
  expect(drawn(6, { state: 'thinking', lastAt: ago(0) }, { calls: calls(5, 3) })).toBe('zrrttt')
})

test('who waits or is stalled now is so since then', () => {
  expect(drawn(6, { state: 'waiting', witnessedAt: ago(2) }, { calls: calls(5, 3) })).toBe('zrrrww')
  expect(drawn(6, { state: 'stalled', lastAt: ago(2) }, { calls: calls(5, 3) })).toBe('zrrrss')
})

test('what waited is on record, and the louder state is seen', () =>
  expect(
    drawn(
      10,
      { state: 'idle', lastAt: ago(1) },
      {
        calls: calls(9, 8, 4, 1),
        waits: [{ state: 'waiting', sessionId: 'x', agentId: '', from: ago(8), to: ago(5), text: 'asks' }],
      },
    ),
  ).toBe('zrwwwrrrri'))

test('a failure is seen for ten minutes, unless it is over before', () => {
  const failed = { state: 'failed', lastAt: ago(14), endedAt: ago(14) } as const
  expect(drawn(16, failed, { calls: calls(15, 14) })).toBe('zrffffffffffiiii')
  const waits = [{ state: 'failed' as const, sessionId: 'x', agentId: '', from: ago(14), to: ago(12), text: 'no' }]
  expect(drawn(16, { state: 'idle', lastAt: ago(14) }, { calls: calls(15, 14), waits })).toBe('zrffiiiiiiiiiiii')
})

test('the run of a job and a sub-agent finish', () =>
  expect(drawn(4, { state: 'finished', kind: 'cron', lastAt: ago(2) }, { calls: calls(3, 2) })).toBe('zrdd'))

test('files that were read and written say what somebody did meanwhile', () => {
  const spans = spansOf(
    {
      session: sessionOf('main.a', { state: 'idle', lastAt: ago(1), startedAt: null }),
      calls: calls(4, 1),
      touches: [
        { at: ago(3), activity: 'reading' },
        { at: ago(3) + 10_000, activity: 'typing' },
        // Nobody is at work then.
        { at: ago(20), activity: 'typing' },
      ],
      waits: [],
    },
    0,
    now,
  )
  const moments = momentsOf('m', spans, { since: ago(30), until: now, workFrom: 0 })
  expect(moments.map(({ at, state, activity }) => [(now - at) / 1_000, state, activity])).toEqual([
    [1_800, 'asleep', null],
    [250, 'running', null],
    [180, 'running', 'reading'],
    [170, 'running', 'typing'],
    [150, 'running', null],
    [60, 'idle', null],
  ])
})

test('moments that are too many are thinned: what lasts and what mattered is right', () => {
  const moment = (seconds: number, state: SessionState, id = 'm'): ReplayMoment => ({
    at: seconds * 1_000,
    id,
    state,
    activity: null,
    sessionId: null,
    reason: null,
  })
  const few = [moment(0, 'idle'), moment(1, 'running')]
  expect(thinned(few, 2)).toEqual({ moments: few, thinnedToMs: null })
  const many = Array.from({ length: 4_000 }, (_, n) =>
    moment(n, n === 1_001 ? 'waiting' : n % 2 ? 'running' : 'thinking', n % 3 ? 'm' : 'n'),
  )
  const { moments, thinnedToMs } = thinned([...many, moment(4_000, 'idle')], 500)
  expect(moments.length).toBeLessThanOrEqual(500)
  expect(thinnedToMs).toBeGreaterThan(2_000)
  expect(moments.some(({ state }) => state === 'waiting')).toBe(true)
  expect(moments.at(-1)).toEqual(moment(4_000, 'idle'))
  for (const id of ['m', 'n']) {
    const kept = moments.filter((one) => one.id === id)
    const last = many.findLast((one) => one.id === id && one.at < 3_900_000)!
    expect(kept.filter(({ at }) => at <= 3_900_000).length).toBeGreaterThan(0)
    expect(last.at - kept.findLast(({ at }) => at <= last.at)!.at).toBeLessThanOrEqual(thinnedToMs!)
  }
})
