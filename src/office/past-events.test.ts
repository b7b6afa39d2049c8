import { expect, test } from 'bun:test'
import type { Session } from '../sessions/session.ts'
import { eventsOfRun, eventsOfSession, eventsOfWait } from './past-events.ts'
import type { PastWait } from './past-states.ts'
import { childOf, minute, noon, sessionOf } from './testing/sample-facts.ts'

const wait = (rest: Partial<PastWait> = {}): PastWait => ({
  state: 'waiting',
  sessionId: 'openclaw.main.a',
  agentId: 'openclaw:main',
  from: noon,
  to: null,
  text: 'asks',
  ...rest,
})
const kindsOf = (session: Session, didWork = true, waits: PastWait[] = []) =>
  eventsOfSession(session, { id: 'm', didWork, waits }).map(({ kind }) => kind)

test('what waits is answered once it does no more; what is stalled or failed is not', () => {
  const kinds = (rest: Partial<PastWait>) => eventsOfWait(wait(rest), 'm').map(({ kind }) => kind)
  expect(kinds({})).toEqual(['waits'])
  expect(kinds({ to: noon + minute })).toEqual(['waits', 'answered'])
  expect(kinds({ state: 'stalled', to: noon + minute })).toEqual(['stalled'])
  expect(kinds({ state: 'failed', to: noon + minute })).toEqual(['failed'])
})

test('a session finishes once it is over, if it did anything', () => {
  for (const state of ['idle', 'finished', 'asleep'] as const)
    expect(kindsOf(sessionOf('main.a', { state }))).toEqual(['finished'])
  for (const state of ['running', 'waiting', 'stalled', 'unknown'] as const)
    expect(kindsOf(sessionOf('main.a', { state }))).toEqual([])
  expect(kindsOf(sessionOf('main.a'), false)).toEqual([])
  expect(kindsOf(sessionOf('main.a', { kind: 'cron' }))).toEqual([])
})

test('a sub-agent begins and ends', () =>
  expect(kindsOf(childOf('main.c', null, { state: 'finished' }))).toEqual(['began', 'finished']))

test('a failure is told once: by its record, where there is one', () => {
  const failed = sessionOf('main.a', { state: 'timed-out', lastAt: noon })
  expect(kindsOf(failed)).toEqual(['failed'])
  expect(kindsOf(failed, true, [wait({ state: 'failed', from: noon - 1_000 })])).toEqual([])
  expect(kindsOf(failed, true, [wait({ state: 'failed', from: noon - 60 * minute })])).toEqual(['failed'])
})

test('a run of a job is told when it ends; one of the runtime itself where it fails', () => {
  const job = { agentId: 'openclaw:main', name: 'report', system: false }
  const run = { at: noon, durationMs: 5_000, status: 'ok' as const }
  expect(eventsOfRun(run, job)).toEqual([{ at: noon + 5_000, kind: 'cron-ran', id: 'openclaw:main', text: 'report' }])
  expect(eventsOfRun({ ...run, status: 'error' }, { ...job, system: true })).toMatchObject([{ kind: 'cron-failed' }])
  expect(eventsOfRun(run, { ...job, system: true })).toEqual([])
  expect(eventsOfRun({ ...run, status: 'running' }, job)).toEqual([])
  expect(eventsOfRun(run, undefined)).toEqual([])
})
