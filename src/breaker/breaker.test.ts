import { expect, test } from 'bun:test'
import { callerAs } from '../auth/testing/caller-as.ts'
import type { LimitFact } from '../facts/fact.ts'
import { session, usage } from '../indexing/testing/filled.ts'
import { Refusal } from '../lib/refusal.ts'
import { addAct } from './act-rows.ts'
import type { StopSessions } from './doors.ts'
import { subjectOfBudget } from './gauges.ts'
import { breakerWorld, cronJob } from './testing/breaker-world.ts'
import { guard, hour, minute, noon } from './testing/worlds.ts'

const person = callerAs('operator', { name: 'Ada' })
const limit = (usedPercent: number, rest: Partial<LimitFact> = {}): LimitFact => ({
  kind: 'limit',
  id: 'codex:primary',
  runtime: 'codex',
  name: '5 hours',
  usedPercent,
  windowMinutes: 300,
  resetsAt: noon + 2 * hour,
  plan: 'plus',
  at: noon,
  ...rest,
})
const rule = (rest: Parameters<typeof guard>[0] = {}) =>
  guard({ subject: 'window:codex:primary', jobs: ['openclaw:j'], ...rest })
const enabledIn = ({ crons }: ReturnType<typeof breakerWorld>) => crons.jobsByIds(['openclaw:j'])[0]!.enabled

test('nothing is switched on by itself: without a guard nothing is done', async () => {
  const world = breakerWorld([limit(100)])
  const breaker = world.open()
  await breaker.look()
  expect([breaker.acts(), world.asked]).toEqual([[], []])
})

test('a job is held at the gateway as an act of the rule, which the record names with who switched it on', async () => {
  const world = breakerWorld([limit(85)])
  const breaker = world.open()
  breaker.set(rule())
  await breaker.look()
  expect(world.asked).toEqual(['off j'])
  expect(enabledIn(world)).toBe(false)
  expect(breaker.acts()).toMatchObject([
    { kind: 'hold', target: 'j', outcome: 'done', subjectName: 'Codex, 5 hours' },
    { kind: 'trip', detail: expect.stringContaining('85% used, set to act at 80%') },
  ])
  expect(world.recorded()).toEqual([
    'asked: switch off cron job, j, by Rule “Codex, 5 hours”, switched on by Ada (rule:window:codex:primary)',
    'done: switch off cron job, j, by Rule “Codex, 5 hours”, switched on by Ada (rule:window:codex:primary)',
  ])
  expect(breaker.tripped()).toHaveLength(1)
})

test('when the window opens, what was held runs again, and nobody needs to know any more', async () => {
  const world = breakerWorld([limit(85)])
  const breaker = world.open()
  breaker.set(rule())
  await breaker.look()
  world.setClock(noon + 2 * hour)
  await breaker.look()
  expect(world.asked).toEqual(['off j', 'on j'])
  expect([enabledIn(world), breaker.trips(), breaker.tripped()]).toEqual([true, [], []])
})

test('a person lets the work go on: what is held is released, and left alone until the window opens', async () => {
  const world = breakerWorld([limit(85)])
  const breaker = world.open()
  breaker.set(rule())
  await breaker.look()
  const [trip] = breaker.trips()
  await breaker.goOn(person, trip!.id)
  expect(world.asked).toEqual(['off j', 'on j'])
  world.setClock(noon + 30 * minute)
  await breaker.look()
  expect(world.asked).toEqual(['off j', 'on j'])
  expect(breaker.acts().find(({ kind }) => kind === 'hold')).toMatchObject({ undoneBy: 'Ada', undoneAt: noon })
  expect(breaker.tripped()).toEqual([])
  await expect(breaker.goOn(person, 'gone')).rejects.toThrow('This is over')
})

test('one job that is held is released by a person, in their name, and not held again', async () => {
  const jobs = [cronJob('j'), cronJob('k')]
  const world = breakerWorld([limit(85)], { jobs })
  const breaker = world.open()
  breaker.set(rule({ jobs: ['openclaw:j', 'openclaw:k'] }))
  await breaker.look()
  const held = breaker.acts().find(({ target }) => target === 'j')!
  expect(await breaker.undo(person, held.id)).toMatchObject({ undoneBy: 'Ada' })
  world.setClock(noon + 5 * minute)
  await breaker.look()
  expect(world.asked.toSorted()).toEqual(['off j', 'off k', 'on j'])
  expect(world.recorded()).toContain('done: switch on cron job, j, by Ada (sign-in:a)')
  await expect(breaker.undo(person, held.id)).rejects.toThrow('Nothing is held by this any more')
  await expect(breaker.undo(callerAs('viewer'), held.id)).rejects.toThrow('you need the role operator')
})

test('where the gateway does not do it, that is told, and it is tried again', async () => {
  let isThere = false
  const world = breakerWorld([limit(85)], {
    update: async () => {
      if (!isThere) throw new Refusal('unavailable', 'The gateway is down.')
    },
  })
  const breaker = world.open()
  breaker.set(rule())
  await breaker.look()
  expect(breaker.acts()[0]).toMatchObject({ kind: 'hold', outcome: 'failed', detail: 'The gateway is down.' })
  isThere = true
  world.setClock(noon + 2 * minute)
  await breaker.look()
  expect(enabledIn(world)).toBe(false)
})

test('the sessions at work are stopped together, through the gate, with what became of each', async () => {
  const calls: string[][] = []
  const stop: StopSessions = async (ids, { permit, who }, why) => {
    permit.check()
    calls.push([...ids, who.id, why])
    return ids.map((sessionId, n) => ({
      sessionId,
      outcome: n === 0 ? 'stopped' : 'not-stopped',
      note: n === 0 ? null : 'it ignores us',
    }))
  }
  const budgets = [
    {
      name: 'Day',
      per: 'day' as const,
      usd: 10,
      filter: { agent: 'openclaw:a' },
      warn: [],
      onTrip: 'nothing' as const,
    },
  ]
  const spent = (name: string, usd: number) => usage(name, { at: noon - minute, loggedUsd: usd, tokens: { output: 1 } })
  const facts = [session('a.s'), session('a.t'), session('b.u'), spent('a.s', 6), spent('a.t', 5), spent('b.u', 50)]
  const world = breakerWorld(facts, { budgets, stop })
  const breaker = world.open()
  const gauge = world.reading.gauges().find(({ subject }) => subject === subjectOfBudget('Day'))!
  breaker.set(rule({ subject: gauge.subject, limit: gauge.limit, atPercent: 100, measures: ['stop-sessions'] }))
  await breaker.look()
  world.setClock(noon + 10 * minute)
  await breaker.look()
  expect(calls).toEqual([
    ['openclaw.a.s', 'openclaw.a.t', 'rule:budget:Day', expect.stringContaining('Day: 110% used, set to act at 100%')],
  ])
  expect(breaker.acts().filter(({ kind }) => kind === 'stop')).toMatchObject([
    { outcome: 'failed', detail: 'it ignores us' },
    { outcome: 'done', detail: null },
  ])
  expect(world.recorded().at(-1)).toContain('done: stop sessions, ')
})

test('a kill between the row and the act does nothing twice: what is seen settles it, and a stop is never repeated', async () => {
  const stopped: string[] = []
  const stop: StopSessions = async (ids) => {
    stopped.push(...ids)
    return ids.map((sessionId) => ({ sessionId, outcome: 'stopped', note: null }))
  }
  const jobs = [cronJob('j'), cronJob('k')]
  const world = breakerWorld([limit(85)], { jobs, stop })
  const before = world.open()
  before.set(rule({ jobs: ['openclaw:j'] }))
  await before.look()
  const [trip] = before.trips()
  const row = {
    tripId: trip!.id,
    subject: trip!.subject,
    subjectName: trip!.name,
    at: noon,
    endedAt: null,
    detail: null,
  }
  // The gateway had done the one, and not the other; and a session may have been stopped.
  world.add([cronJob('k', { enabled: false })])
  addAct(world.store, { ...row, kind: 'hold', targetId: 'openclaw:k', target: 'k', outcome: 'open' })
  addAct(world.store, { ...row, kind: 'release', targetId: 'openclaw:j', target: 'j', outcome: 'open' })
  addAct(world.store, { ...row, kind: 'stop', targetId: 'openclaw.a.s', target: 's', outcome: 'open' })
  const next = world.open()
  await next.look()
  expect(world.asked).toEqual(['off j'])
  expect(stopped).toEqual([])
  expect(next.acts().slice(0, 3)).toMatchObject([
    { kind: 'stop', outcome: 'unsettled' },
    { kind: 'release', outcome: 'failed' },
    { kind: 'hold', outcome: 'done', detail: 'seen at the next start of Wheelhouse' },
  ])
  world.setClock(noon + 2 * hour)
  await next.look()
  expect(world.asked.toSorted()).toEqual(['off j', 'on j', 'on k'])
})

test('what passed while we were down acts at the start where it still holds, and says so; what is over does not', async () => {
  const world = breakerWorld([limit(85)])
  world.open().set(rule())
  const late = breakerWorld([limit(95, { resetsAt: noon - hour, at: noon - 90 * minute })], { store: world.store })
  await late.open().look()
  expect(late.asked).toEqual([])
  const still = breakerWorld([limit(95)], { store: world.store })
  const breaker = still.open()
  await breaker.look()
  expect(still.asked).toEqual(['off j'])
  expect(breaker.acts().at(-1)?.detail).toEndWith('found at the start of Wheelhouse')
})

test('a rule that is switched off lets go of what it held, with the rights with which it held it', async () => {
  const world = breakerWorld([limit(85)])
  const breaker = world.open()
  breaker.set(rule())
  await breaker.look()
  breaker.set(rule({ measures: [], setBy: 'Bo' }))
  await breaker.look()
  expect(world.asked).toEqual(['off j', 'on j'])
  expect(world.recorded().at(-1)).toBe(
    'done: switch on cron job, j, by Rule “Codex, 5 hours”, switched off by Bo (rule:window:codex:primary)',
  )
})
