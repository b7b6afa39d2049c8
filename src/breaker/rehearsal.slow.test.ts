import { expect, test } from 'bun:test'
import type { Budget } from '../costs/budgets/budget.ts'
import { between, chance, roll, seeded } from '../demo/random.ts'
import type { Fact } from '../facts/fact.ts'
import { session, usage } from '../indexing/testing/filled.ts'
import { quarterMs } from '../lib/timezone.ts'
import { heldBy } from './breaker.ts'
import type { StopSessions } from './doors.ts'
import type { Guard } from './guard.ts'
import { rehearsalSentence } from './rehearsal-words.ts'
import { breakerWorld, cronJob } from './testing/breaker-world.ts'
import { guard, hour, minute, noon } from './testing/worlds.ts'

const days = 30
const start = noon - days * 24 * hour

/** A month of work: three agents, calm and busy days, a plan window of five hours that resets early now and then. */
function month(seed: number): (Fact & { at: number })[] {
  const random = seeded(seed)
  const facts: (Fact & { at: number })[] = []
  let used = 0
  let resetsAt = start + 5 * hour
  for (let at = start + minute; at < noon; at += between(random, 2, 14) * minute) {
    const busy = (new Date(at).getUTCDate() * 7 + seed) % 5 === 0 ? 4 : 1
    const [agent, name] = [`${'abc'[between(random, 0, 2)]}`, `s${between(random, 0, 4)}`]
    if (chance(random, 0.7))
      facts.push(usage(`${agent}.${name}`, { at, loggedUsd: roll(random) * 0.5 * busy, tokens: { output: 9 } }))
    if (at >= resetsAt || chance(random, 0.001)) {
      used = 0
      resetsAt = at + 5 * hour
    }
    used = Math.min(100, used + roll(random) * 2.2 * busy)
    if (chance(random, 0.8))
      facts.push({
        kind: 'limit',
        id: 'openclaw:5h',
        runtime: 'openclaw',
        name: '5 hours',
        usedPercent: used,
        windowMinutes: 300,
        resetsAt,
        plan: null,
        at,
      })
  }
  return facts
}

const sessions = ['a', 'b', 'c'].flatMap((agent) => [0, 1, 2, 3, 4].map((n) => session(`${agent}.s${n}`)))
const jobs = [cronJob('j'), cronJob('k', { agentId: 'openclaw:b' })]
const stop: StopSessions = async (ids) => ids.map((sessionId) => ({ sessionId, outcome: 'stopped', note: null }))
const budget = (rest: Partial<Budget>): Budget => ({
  name: 'B',
  per: 'day',
  usd: 20,
  filter: {},
  warn: [],
  onTrip: 'nothing',
  ...rest,
})

const cases: [string, Partial<Guard>, Budget[]][] = [
  [
    'a day’s budget that holds jobs and stops sessions',
    { subject: 'budget:B', atPercent: 100, measures: ['hold-crons', 'stop-sessions'] },
    [budget({})],
  ],
  [
    'a month’s budget of one agent that pauses it',
    { subject: 'budget:B', atPercent: 80, measures: ['hold-crons', 'pause'] },
    [budget({ per: 'month', usd: 120, filter: { agent: 'openclaw:b' } })],
  ],
  [
    'a plan window that holds jobs before it is full',
    { subject: 'window:openclaw:5h', measures: ['notify', 'hold-crons', 'pause'], jobs: ['openclaw:j', 'openclaw:k'] },
    [],
  ],
]

for (const [name, rule, budgets] of cases)
  test(`a rehearsal of a month is what the breaker then does on that month: ${name}`, async () => {
    const facts = month(name.length)
    const world = breakerWorld(sessions, { jobs, budgets, stop, now: start })
    const breaker = world.open()
    const limit = world.reading.gauges().find(({ subject }) => subject === rule.subject)?.limit ?? ''
    const set = guard({ ...rule, limit })
    await breaker.look()
    breaker.set(set)
    await breaker.look()
    const did: string[] = []
    let n = 0
    let seen = 0
    for (let at = start + quarterMs; at <= noon; at += quarterMs) {
      const from = n
      while (n < facts.length && facts[n]!.at < at) n++
      world.add(facts.slice(from, n))
      world.setClock(at)
      await breaker.look()
      expect(world.errors).toEqual([])
      const fresh = breaker
        .acts()
        .filter(({ id }) => id > seen)
        .reverse()
      seen = fresh.at(-1)?.id ?? seen
      for (const { kind, targetId, outcome } of fresh) did.push(`${at} ${kind} ${targetId} ${outcome}`)
    }
    const rehearsal = world.reading.rehearse(set, { held: heldBy(breaker) })
    const idOf = (kind: string, target: string) =>
      kind === 'hold' || kind === 'release' || kind === 'leave' ? `openclaw:${target}` : kind === 'stop' ? target : ''
    const rehearsed = rehearsal.acts.map(({ at, kind, target }) => `${at} ${kind} ${idOf(kind, target)} done`)
    expect(did.length).toBeGreaterThan(20)
    expect(did.filter((line) => line.includes('stop')).length).toBeGreaterThan(0)
    expect(rehearsed).toEqual(did)
    expect(rehearsal.trips).toBe(did.filter((line) => line.includes(' trip ')).length)
    expect(rehearsalSentence(rehearsal)).toMatch(
      /it would have acted \d+ times, held \d cron jobs?, .* stopped \d+ session/,
    )
  }, 300_000)
