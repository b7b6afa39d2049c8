import { expect, test } from 'bun:test'
import type { Role } from '../../../src/auth/role.ts'
import type { BreakerAct } from '../../../src/breaker/act.ts'
import type { Guard } from '../../../src/breaker/guard.ts'
import type { Headroom } from '../../../src/breaker/headroom.ts'
import type { ShownGauge } from '../../../src/breaker/read-breaker.ts'
import type { Rehearsal } from '../../../src/breaker/rehearsal.ts'
import type { Trip } from '../../../src/breaker/trip.ts'
import { now } from '../../platform/now.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import HeadroomPage from './headroom-page.tsx'

const server = createFakeServer()
const levers = () => [...document.querySelectorAll<HTMLInputElement>('.lever-switch')]
const hour = 3_600_000
/** The page goes by this clock, which may have been read a while ago. */
const at = now()

const window: ShownGauge = {
  subject: 'window:w',
  name: 'Claude Code, 5 hours',
  kind: 'window',
  scope: { runtime: 'claude-code' },
  limit: '',
  usedPercent: 62,
  startsAt: at - 3 * hour,
  endsAt: at + 2 * hour,
  outlook: {
    fullAt: { mid: at + hour, early: at + hour, late: at + 1.5 * hour },
    percentAtEnd: 140,
    percentPerHour: 38,
  },
  readings: [{ at, usedPercent: 62, resetsAt: at + 2 * hour }],
  plan: 'max',
  saidAt: at,
  money: null,
}
const unknown: ShownGauge = {
  ...window,
  subject: 'window:u',
  name: 'Codex, week',
  usedPercent: null,
  endsAt: null,
  startsAt: null,
  outlook: null,
  readings: [],
}
const guard: Guard = {
  subject: 'window:w',
  measures: ['notify', 'hold-crons'],
  atPercent: 80,
  jobs: ['openclaw:j'],
  limit: '',
  setAt: at,
  setBy: 'Ada',
  setById: 'sign-in:a',
  role: 'operator',
}
const trip: Trip = {
  id: 't',
  subject: 'window:w',
  name: 'Claude Code, 5 hours',
  phase: 'short',
  reason: '62% used',
  at,
  endsAt: at + 2 * hour,
  isLifted: false,
  ended: null,
  jobs: { 'openclaw:j': { name: 'digest', state: 'held', tries: 1, at } },
  sessions: {},
}
const act = (id: number, rest: Partial<BreakerAct>): BreakerAct => ({
  id,
  tripId: 't',
  subject: 'window:w',
  subjectName: 'Claude Code, 5 hours',
  kind: 'hold',
  targetId: 'openclaw:j',
  target: 'digest',
  at,
  endedAt: at,
  outcome: 'done',
  detail: null,
  undoneAt: null,
  undoneBy: null,
  ...rest,
})
const headroom = (rest: Partial<Headroom> = {}): Headroom => ({
  gauges: [unknown, window],
  jobs: [{ id: 'openclaw:j', name: 'digest', agentId: 'openclaw:a', runtime: 'openclaw', enabled: false }],
  guards: [guard],
  trips: [trip],
  acts: [act(2, {}), act(1, { kind: 'trip', targetId: '', target: '', detail: '62% used' })],
  ...rest,
})
const rehearsal: Rehearsal = {
  since: at - 30 * 24 * hour,
  until: at,
  knownSince: at - 30 * 24 * hour,
  acts: [{ at: at - hour, tripId: 'a', kind: 'hold', target: 'digest', reason: null, runs: 2 }],
  trips: 1,
  runsHeld: 2,
  jobsHeld: 1,
  sessionsStopped: 0,
}

async function open(data: Headroom, role: Role = 'operator', mayAct = true) {
  const page = showOnPage(() => <HeadroomPage />, { path: '/costs/headroom' })
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'a', role, mayAct })
  await server.last('/api/breaker').answer(data)
  await server.settled()
  return page
}

test('what runs short first is shown first, with how long it lasts and what says so', async () => {
  await open(headroom())
  await server.last('/api/breaker/guards/window:w/rehearsal').answer(rehearsal)
  expect(textsOf('.gauge-figure, .gauge-words')).toEqual(['1 h 00', 'until it is full, 1 h 00 too early'])
  expect(textsOf('.gauge-list .gauge-share')).toEqual(['–', '62%'])
  expect(find('.rehearsal-sentence').textContent).toBe(
    'In the last 30 days it would have acted once, held 1 cron job, so that 2 runs waited, and stopped nothing.',
  )
  expect(textsOf('.rehearsal-acts .cut')).toEqual(['held digest, 2 runs would have waited'])
})

test('what is not known is said to be, and is no zero', async () => {
  await open(headroom({ gauges: [unknown], trips: [], acts: [] }))
  expect(textsOf('.gauge-figure, .gauge-words')).toEqual(['–', 'not known: nothing was said of it in the last hour'])
  expect(find('.window-curve, .gauge-body .empty').textContent).toContain('A curve needs to know')
})

test('who may act finds the way back beside what is held; who only looks finds no lever that moves', async () => {
  await open(headroom())
  expect(textsOf('.done button')).toEqual(['Release', 'Let it go on'])
  expect(levers().map(({ checked, disabled }) => [checked, disabled])).toEqual([
    [true, false],
    [true, false],
    [false, false],
    [false, false],
  ])
  find<HTMLButtonElement>('.done button[aria-label="Release digest"]').click()
  await server.settled()
  expect(server.to('/api/breaker/acts/2/undo')).toHaveLength(1)
})

test('a viewer sees no door', async () => {
  await open(headroom(), 'viewer', false)
  expect(textsOf('.done button')).toEqual([])
  expect(levers().every(({ disabled }) => disabled)).toBe(true)
  expect(find('.ladder header').textContent).toContain('view only')
})

test('a limit that is another one than was confirmed is said, with what to do', async () => {
  await open(headroom({ gauges: [{ ...window, limit: 'new' }] }))
  expect(find('.ladder .remark').textContent).toContain('nothing is done by itself')
})

test('without any window and any budget it says where they come from', async () => {
  await open(headroom({ gauges: [], guards: [], trips: [], acts: [] }))
  expect(find('.headroom').textContent).toContain('No plan windows and no budgets yet')
})
