import { expect, test } from 'bun:test'
import { type Bounds, type Loss, may, must } from './bounds.ts'
import type { AgentFact, CronJobFact, SessionFact, UsageFact } from './fact.ts'
import { checkFact } from './fact-bounds.ts'
import { choice, name } from './kinds.ts'

const at = Date.UTC(2026, 10, 21)

const usage: UsageFact = {
  kind: 'usage',
  key: 'openclaw//a1/1',
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  sessionId: 'openclaw.main.s',
  at,
  model: 'claude-opus-4-6',
  provider: 'anthropic',
  tokens: { input: 1, output: 2, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0, unclassified: 0 },
  loggedUsd: 0.5,
  rates: { input: 3, output: 15, cacheRead: null, cacheWrite: 3.75 },
}

const agent: AgentFact = { kind: 'agent', id: 'openclaw:main', runtime: 'openclaw', name: 'Main', emoji: '👩‍👩‍👧‍👦' }

const session: SessionFact = {
  kind: 'session',
  id: 'openclaw.main.s',
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  key: 'agent:main:telegram:Группа 🦞',
  title: 'Über  die\nReling',
  projectPath: '/home/user/my  boat',
}

const job: CronJobFact = {
  kind: 'cron-job',
  id: 'openclaw:j',
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  name: 'digest',
  enabled: true,
  system: false,
  schedule: { kind: 'every', everyMs: 60_000, anchorMs: 5 },
  nextAt: at,
  lastAt: null,
  lastStatus: 'ok',
  lastError: null,
  present: true,
}

function check<One extends UsageFact | AgentFact | SessionFact | CronJobFact>(fact: One, rest: object = {}) {
  const losses: Loss[] = []
  const checked = checkFact({ ...fact, ...rest } as One, (loss) => losses.push(loss)) as One | undefined
  return { fact: checked, lost: losses.map(({ field, how }) => `${field} ${how}`) }
}

test('a fact within its bounds is passed on as it is', () => {
  for (const fact of [usage, agent, job]) {
    let lost = 0
    expect(checkFact(fact, () => lost++)).toBe(fact)
    expect(lost).toBe(0)
  }
})

test('blanks of a text become one, which is no loss; other writing and the blanks of a path stay', () =>
  expect(check(session)).toEqual({ fact: { ...session, title: 'Über die Reling' }, lost: [] }))

test('an answer without what makes it one is refused', () => {
  const { tokens } = usage
  for (const [field, wrong] of [
    ['at', 1e300],
    ['at', Number.NaN],
    ['at', Date.UTC(1999, 11, 31)],
    ['at', Date.UTC(2100, 0, 2)],
    ['key', 'a\u0000b'],
    ['key', ''],
    ['key', 'k'.repeat(5_000)],
    ['sessionId', { a: 1 }],
    ['agentId', 'openclaw:ma in'],
    ['runtime', 'constructor'],
    ['tokens', { ...tokens, input: -1 }],
    ['tokens', { ...tokens, output: Number.POSITIVE_INFINITY }],
    ['tokens', { ...tokens, reasoning: 1e12 }],
    ['tokens', { input: 1 }],
    ['tokens', null],
  ] as const)
    expect([field, check(usage, { [field]: wrong })]).toEqual([field, { fact: undefined, lost: [`${field} refused`] }])
})

test('an answer keeps its tokens where its cost or its prices are none', () => {
  for (const loggedUsd of [-1, 1e300, Number.NaN, '3'])
    expect(check(usage, { loggedUsd })).toMatchObject({ fact: { loggedUsd: null }, lost: ['loggedUsd left out'] })
  for (const wrong of [{ input: 1e300 }, { output: -1 }, { cacheRead: Number.NaN }, { cacheWrite: 'x' }])
    expect(check(usage, { rates: { ...usage.rates, ...wrong } })).toMatchObject({
      fact: { rates: null, tokens: usage.tokens },
      lost: ['rates left out'],
    })
  expect(check(usage, { model: 7 })).toMatchObject({ fact: { model: '' }, lost: ['model left out'] })
})

test('a name has a length, an emoji is one, and neither turns the writing round', () => {
  expect(check(agent, { name: 'n'.repeat(4 << 20) }).fact!.name).toHaveLength(200)
  expect(check(agent, { emoji: '🦞'.repeat(1 << 20) })).toMatchObject({ fact: { emoji: '🦞' }, lost: ['emoji cut'] })
  expect(check(agent, { emoji: `e${'\u0301'.repeat(1 << 20)}` }).fact).not.toHaveProperty('emoji')
  expect(check(agent, { name: '\u202eevil\u2066\u0007' })).toMatchObject({ fact: { name: 'evil' }, lost: ['name cut'] })
  expect(check(agent, { name: '🦞'.repeat(300) }).fact!.name!.isWellFormed()).toBeTrue()
  expect(check(agent, { emoji: '', name: '' })).toMatchObject({ fact: { emoji: '', name: '' }, lost: [] })
})

test('of a session what does not fit is left out, and the rest stays', () =>
  expect(check(session, { status: 'constructor', startedAt: 8.64e15, contextTokens: -1, current: 1 })).toEqual({
    fact: { ...session, title: 'Über die Reling' },
    lost: ['current left out', 'status left out', 'startedAt left out', 'contextTokens left out'],
  }))

test('a job that runs next at no time runs at an unknown one', () => {
  expect(check(job, { nextAt: 1e300 })).toMatchObject({ fact: { nextAt: null }, lost: ['nextAt left out'] })
  for (const schedule of [null, 'cron', { kind: '__proto__' }, { kind: 'every', everyMs: 1e300, anchorMs: null }])
    expect(check(job, { schedule }).fact!.schedule).toEqual({ kind: 'unknown' })
  const long = { kind: 'cron', expr: '* '.repeat(1e6), timezone: null }
  expect(JSON.stringify(check(job, { schedule: long }).fact).length).toBeLessThan(1_000)
})

test('a field without bounds, and a word of a choice that is not listed, do not compile', () => {
  // @ts-expect-error: b has no bounds.
  const missing: Bounds<{ a: string; b?: number }> = { a: must(name) }
  // @ts-expect-error: what must be there cannot be left out.
  const optional: Bounds<{ a: string }> = { a: may(name) }
  // @ts-expect-error: "up" is not listed.
  const word = choice<'up' | 'down'>({ down: 1 })
  expect([missing, optional, word]).toBeArray()
})
