import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { markCaller } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import type { Budget } from '../costs/budgets/budget.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { session, usage } from '../indexing/testing/filled.ts'
import { localReader } from '../lib/json.ts'
import type { Headroom } from './headroom.ts'
import { breakerReads } from './reads.ts'
import type { Rehearsal } from './rehearsal.ts'
import { breakerRoutes } from './routes.ts'
import { breakerWorld } from './testing/breaker-world.ts'
import { hour, noon } from './testing/worlds.ts'

const budgets: Budget[] = [{ name: 'Crew, this day', per: 'day', usd: 10, filter: {}, warn: [], onTrip: 'nothing' }]
const spent = (at: number, loggedUsd: number) => usage('a.s', { at, loggedUsd, tokens: { output: 1 } })

/** The routes over a world in which two days ago more than the budget was spent. */
function start() {
  const facts = [session('a.s'), spent(noon - 50 * hour, 12), spent(noon - hour / 10, 1)]
  const world = breakerWorld(facts, { budgets })
  const breaker = world.open()
  const reader = localReader(breakerReads(world.reading))
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(breakerRoutes({ breaker, reader, actionGate: world.gate, now: world.now }))
  enforce(app)
  async function send<T>(method: string, path: string, body?: object, role: 'viewer' | 'operator' = 'operator') {
    const request = new Request(`http://localhost/api/breaker${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    markCaller(request, () => callerAs(role, { name: 'Ada' }))
    const answer = await app.handle(request)
    return {
      status: answer.status,
      body: (await answer.json()) as T & {
        code?: string
        confirm?: { phrase: string; effect: string; isTyped: boolean }
      },
    }
  }
  return { ...world, breaker, send }
}

const subject = `/guards/${encodeURIComponent('budget:Crew, this day')}`
const hold = { measures: ['notify', 'hold-crons'], atPercent: 100, jobs: null }

test('what touches work is confirmed once, with what it would have done; telling needs no question', async () => {
  const { send, breaker, recorded } = start()
  expect((await send('PUT', subject, { ...hold, measures: ['notify'] })).status).toBe(200)
  const asked = await send('PUT', subject, hold)
  expect([asked.status, asked.body.code]).toEqual([409, 'confirm-needed'])
  expect(asked.body.confirm?.effect).toBe(
    'At 100%, without asking again. In the 2 days that are known it would have acted once, held 1 cron job, so that 0 runs waited, and stopped nothing. Everything is on record and can be taken back.',
  )
  expect(breaker.guards()[0]?.measures).toEqual(['notify'])
  expect((await send('PUT', subject, { ...hold, confirm: asked.body.confirm!.phrase })).status).toBe(200)
  // What is narrower than before is no question.
  expect((await send('PUT', subject, { ...hold, jobs: ['openclaw:j'] })).status).toBe(200)
  expect((await send('PUT', subject, hold)).body.code).toBe('confirm-needed')
  expect((await send('PUT', subject, { ...hold, atPercent: 50 })).body.code).toBe('confirm-needed')
  expect(recorded().at(-1)).toContain('done: have a rule tell, hold cron jobs for, Crew, this day, by Ada')
})

test('a viewer sees all of it and may change nothing', async () => {
  const { send, breaker } = start()
  expect((await send<Headroom>('GET', '/', undefined, 'viewer')).body.gauges).toHaveLength(1)
  expect((await send('PUT', subject, hold, 'viewer')).status).toBe(403)
  expect((await send('POST', '/trips/t/go-on', {}, 'viewer')).status).toBe(403)
  expect((await send('POST', '/acts/1/undo', {}, 'viewer')).status).toBe(403)
  expect(breaker.guards()).toEqual([])
})

test('what stops sessions is confirmed by typing', async () => {
  const asked = await start().send('PUT', subject, { ...hold, measures: ['stop-sessions'] })
  expect(asked.body.confirm).toMatchObject({ phrase: 'act', isTyped: true })
})

test('a budget that is not there is refused, and the refusal is on record', async () => {
  const { send, recorded } = start()
  expect((await send('PUT', '/guards/budget:gone', { ...hold, measures: ['notify'] })).status).toBe(404)
  expect(recorded().at(-1)).toContain('failed: have a rule tell for, budget:gone')
  expect((await send('PUT', '/guards/gone', hold)).status).toBe(400)
})

test('a rehearsal is asked for by a name with commas in it, and touches nobody', async () => {
  const { send, asked, breaker } = start()
  const query = new URLSearchParams({
    measures: 'hold-crons,stop-sessions',
    atPercent: '100',
    jobs: 'openclaw:j,openclaw:k',
  })
  const { status, body } = await send<Rehearsal>('GET', `${subject}/rehearsal?${query}`, undefined, 'viewer')
  expect(status).toBe(200)
  expect(body).toMatchObject({ trips: 1, jobsHeld: 1, sessionsStopped: 1 })
  expect([asked, breaker.acts()]).toEqual([[], []])
})
