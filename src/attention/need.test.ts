import { expect, test } from 'bun:test'
import type { Incident } from '../alerts/incident.ts'
import type { CronJob } from '../crons/cron.ts'
import type { Session } from '../sessions/session.ts'
import { accessNeedsOf, countsInVerdict, incidentNeedsOf, needsOf } from './need.ts'

const now = 100 * 3_600_000
const hour = 3_600_000
const session = (id: string, rest: Partial<Session>) =>
  ({
    id,
    agentId: 'a',
    current: true,
    kind: 'main',
    title: id,
    reason: null,
    state: 'idle',
    lastAt: now,
    contextPercent: null,
    ...rest,
  }) as Session
const job = (id: string, rest: Partial<CronJob>) =>
  ({
    id,
    agentId: 'a',
    name: id,
    present: true,
    enabled: true,
    system: false,
    lastStatus: 'ok',
    lastError: null,
    lastAt: now,
    ...rest,
  }) as CronJob

/** The needs as `id:score`, those that count in the verdict with a mark. */
const check = (sessions: Session[], jobs: CronJob[] = []) =>
  needsOf(sessions, jobs, now)
    .map((need) => `${need.id}:${need.score}${countsInVerdict(need) ? '!' : ''}`)
    .join(' ')

test('who waits comes before who is stuck, who is stuck before what failed', () =>
  expect(
    check(
      [session('f', { state: 'failed' }), session('s', { state: 'stalled' }), session('w', { state: 'waiting' })],
      [job('c', { lastStatus: 'error', lastAt: now - 1 })],
    ),
  ).toBe('w:110! s:100! c:90! f:90!'))
test('the oldest comes first within a score', () =>
  expect(check([session('b', { state: 'waiting', lastAt: 2 }), session('a', { state: 'waiting', lastAt: 1 })])).toBe(
    'a:110! b:110!',
  ))
test('a failure of yesterday needs nobody any more', () =>
  expect(check([session('f', { state: 'failed', lastAt: now - 25 * hour })])).toBe(''))
test('what a person stopped needs nobody', () => expect(check([session('k', { state: 'killed' })])).toBe(''))
test('a failed run is said by its job, once', () =>
  expect(check([session('run', { state: 'failed', kind: 'cron' })], [job('job', { lastStatus: 'timed-out' })])).toBe(
    'job:90!',
  ))
test('a job that is off, or the runtime’s own, needs nobody', () =>
  expect(
    check([], [job('off', { lastStatus: 'error', enabled: false }), job('own', { lastStatus: 'error', system: true })]),
  ).toBe(''))
test('a window over 90 percent counts, one over 80 is only worth knowing', () =>
  expect(
    check([
      session('a', { contextPercent: 90 }),
      session('b', { contextPercent: 80 }),
      session('c', { contextPercent: 79.9 }),
    ]),
  ).toBe('a:80! b:40'))
test('who sleeps with a full window sleeps', () =>
  expect(check([session('a', { state: 'asleep', contextPercent: 95 })])).toBe(''))
test('an older window of a conversation needs nobody', () =>
  expect(check([session('a', { state: 'waiting', current: false })])).toBe(''))

test('a terminal that waits for its code and an agent that asked for rights need a person; one that may act does not', () => {
  const terminal = { code: 'K7QD-3MXP', command: 'token create', folder: null, askedAt: 5, until: 9, confirmedBy: null }
  const items = accessNeedsOf(
    [
      { ...terminal, id: 'a', state: 'waiting' },
      { ...terminal, id: 'b', state: 'confirmed' },
    ],
    [{ id: 'c', name: 'Codex’s shell', wanted: 'asked to act', at: 7, times: 2 }],
  )
  expect(items.map(({ id, kind, since }) => [id, kind, since])).toEqual([
    ['terminal:a', 'terminal-asks', 5],
    ['agent:c', 'agent-asked', 7],
  ])
  expect(items.map(({ reason }) => reason)).toEqual([
    'code K7QD-3MXP; compare it with the terminal',
    'asked to act 2 times and was refused: Codex’s shell',
  ])
  expect(items.every(countsInVerdict)).toBe(true)
})

test('a session that spends unusually fast is worth a look, and says how fast', () => {
  const burns = [
    { sessionId: 'fast', perHourUsd: 84.4, usualUsd: 6 },
    { sessionId: 'unlisted', perHourUsd: 200, usualUsd: null },
  ]
  expect(needsOf([session('fast', { state: 'running' })], [], now, { burns })).toMatchObject([
    { id: 'fast', kind: 'burning', score: 75, reason: 'spends $84 an hour; its runtime rarely spends more than $6' },
  ])
})

test('a file that two sessions changed is worth a look', () => {
  const touch = (sessionId: string) => ({
    sessionId,
    at: now,
    how: 'edit' as const,
    added: null,
    removed: null,
    isGuessed: false,
    itemId: '0.0',
  })
  const conflict = {
    path: '/a.ts',
    kind: 'overwrote' as const,
    earlier: touch('codex.boat.1'),
    later: touch('claude-code.boat.2'),
    writers: ['claude-code.boat.2', 'codex.boat.1'],
  }
  const [need] = needsOf([], [], now, { conflicts: [conflict] })
  expect(need).toMatchObject({ id: 'file:/a.ts', kind: 'file-conflict', agentId: 'claude-code:boat', title: '/a.ts' })
  expect(countsInVerdict(need!)).toBeFalse()
})

test('an open incident is a need: a severe one counts, a mild one is worth knowing, and nobody is told twice', () => {
  const incident = (rest: Partial<Incident>) =>
    ({
      id: 7,
      title: 'CPU above 95%',
      severity: 'severe',
      subject: { id: 'machine', name: 'This machine' },
      text: null,
      startedAt: 5,
      endedAt: null,
      acknowledgedAt: null,
      snoozedUntil: null,
      isMuted: false,
      isNeedAlready: false,
      ...rest,
    }) as Incident
  const of = (rest: Partial<Incident>) =>
    incidentNeedsOf([incident(rest)], now)
      .map((one) => `${one.id} ${countsInVerdict(one)}`)
      .join()
  expect(of({})).toBe('incident:7 true')
  expect(of({ severity: 'warn' })).toBe('incident:7 false')
  for (const rest of [
    { severity: 'info' },
    { acknowledgedAt: 1 },
    { snoozedUntil: now + 1 },
    { isMuted: true },
    { endedAt: 1 },
    { isNeedAlready: true },
  ] as Partial<Incident>[])
    expect([rest, of(rest)]).toEqual([rest, ''])
  expect(of({ snoozedUntil: now })).toBe('incident:7 true')
})
