import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { type Caller, markCaller } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { type CronDefinition, definitionIn, revisionOf } from '../facts/cron-definition.ts'
import type { CronJobFact, CronRunFact } from '../facts/fact.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { filled } from '../indexing/testing/filled.ts'
import { Refusal } from '../lib/refusal.ts'
import type { CronDetail } from './cron.ts'
import type { CronRunner } from './cron-runner.ts'
import { cronRoutes } from './routes.ts'
import { cronParts } from './testing/cron-parts.ts'

const now = Date.parse('2026-11-20T12:00Z')
const digest: CronDefinition = {
  name: 'digest',
  enabled: true,
  agentId: 'main',
  schedule: { kind: 'cron', expr: '0 22 * * *' },
  sessionTarget: 'isolated',
  wakeMode: 'now',
  payload: { kind: 'agentTurn', message: 'Write the digest.' },
  delivery: { mode: 'announce', channel: 'telegram' },
}

const factOf = (foreignId: string, definition: CronDefinition, rest: Partial<CronJobFact> = {}): CronJobFact => ({
  kind: 'cron-job',
  id: `openclaw:${foreignId}`,
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  name: String(definition.name),
  enabled: definition.enabled !== false,
  system: false,
  schedule: { kind: 'cron', expr: '0 22 * * *', timezone: null },
  nextAt: now + 3_600_000,
  lastAt: null,
  lastStatus: null,
  lastError: null,
  present: true,
  home: '/home/a',
  foreignId,
  definition: JSON.stringify(definition),
  revision: revisionOf(definition),
  createdAt: now - 86_400_000,
  activeSince: now - 86_400_000,
  ...rest,
})

const runFact = (at: number): CronRunFact => ({
  kind: 'cron-run',
  id: `openclaw:digest@${at}`,
  jobId: 'openclaw:digest',
  at,
  status: 'running',
  durationMs: null,
  error: null,
  summary: null,
  sessionId: null,
  model: null,
  byHand: true,
})

type World = {
  /** What the runtime does instead of what it is asked. */
  does?: Partial<CronRunner>
  /** Whether its store shows what was done. */
  shows?: boolean
  knowsRevisions?: boolean
}

/** The routes over a runtime that keeps one job and writes what it does into the index, as its store would be read. */
function start({ does = {}, shows = true, knowsRevisions = true }: World = {}) {
  const { index, add } = filled([
    factOf('digest', digest),
    factOf('beat', { name: 'beat', enabled: true }, { system: true }),
  ])
  let definition = structuredClone(digest)
  const asked: string[] = []
  const show = (facts: (CronJobFact | CronRunFact)[]) => shows && add(facts)
  const runner: CronRunner = {
    homes: () => [{ home: '/home/a', isThere: true, words: 'is there' }],
    async get() {
      return knowsRevisions ? { definition, revision: `r ${revisionOf(definition)}` } : null
    },
    async add(_permit, _home, job) {
      asked.push('add')
      show([factOf('new', definitionIn(job))])
      return 'new'
    },
    async update(_permit, _place, patch, revision) {
      asked.push(`update ${Object.keys(patch).join(' ')}${revision === null ? '' : ' with revision'}`)
      definition = definitionIn({ ...definition, ...patch })
      show([factOf('digest', definition)])
    },
    async remove() {
      asked.push('remove')
      show([factOf('digest', digest, { present: false })])
    },
    async run() {
      asked.push('run')
      show([runFact(now)])
      return { runId: `manual:digest:${now}:1` }
    },
    ...does,
  }
  const { parts, recorded, deadlines } = cronParts({ index, runner, now: () => now })
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(cronRoutes(parts))
  enforce(app)

  async function ask<Answer = Problem>(
    method: string,
    path: string,
    body?: unknown,
    as: Caller = callerAs('operator'),
  ) {
    const request = new Request(`http://localhost/api/crons${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    markCaller(request, () => as)
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer }
  }
  return {
    ask,
    asked,
    recorded,
    deadlines,
    /** Somebody else changes the job at its runtime, before our index has read it. */
    changeElsewhere(patch: CronDefinition) {
      definition = { ...definition, ...patch }
    },
    revision: () => revisionOf(definition),
  }
}

type Problem = { code: string; detail: string; confirm?: { phrase: string; isTyped?: boolean }; changed?: string[] }

const job = '/openclaw:digest'
const patch = { schedule: { kind: 'cron', expr: '0 23 * * *' } }

test('a job that is added is answered once the store shows it, and is on record', async () => {
  const world = start()
  const added = await world.ask<CronDetail>('POST', '/', { job: { ...digest, name: 'second' } })
  expect([added.status, added.body.id, added.body.definition?.name]).toEqual([200, 'openclaw:new', 'second'])
  expect(world.recorded()).toEqual(['asked: add cron job, second', 'done: add cron job, second'])
})

test('an edit goes with the revision that the runtime checks once more, and only what was changed', async () => {
  const world = start()
  const edited = await world.ask<CronDetail>('PATCH', job, { patch, revision: world.revision() })
  expect([edited.status, edited.body.definition]).toEqual([200, { ...digest, ...patch }])
  expect(world.asked).toEqual(['update schedule with revision'])
  expect(world.recorded().at(-1)).toBe('done: edit schedule of cron job, digest')
})

test('what was changed elsewhere is named, and nothing is written over it', async () => {
  const world = start()
  const revision = world.revision()
  world.changeElsewhere({ delivery: { mode: 'none' } })
  const { status, body } = await world.ask('PATCH', job, { patch, revision })
  expect([status, body.code, body.changed]).toEqual([409, 'conflict', ['delivery']])
  expect(body.detail).toContain('changed elsewhere since you opened it: delivery. Nothing was written.')
  expect(world.asked).toEqual([])
  expect(world.recorded().at(-1)).toBe('failed: edit schedule of cron job, digest')
})

test('an older runtime is compared by its store, and cannot take a value away', async () => {
  const world = start({ knowsRevisions: false })
  expect((await world.ask('PATCH', job, { patch, revision: 'another' })).status).toBe(409)
  const away = { payload: { kind: 'agentTurn', model: null } }
  const refused = await world.ask('PATCH', job, { patch: away, revision: world.revision() })
  expect(refused.body.detail).toStartWith('This version of OpenClaw cannot take a value away')
  expect(world.asked).toEqual([])
  expect((await world.ask('PATCH', job, { patch, revision: world.revision() })).status).toBe(200)
  expect(world.asked).toEqual(['update schedule'])
})

test('a secret that is hidden here is never written back', async () => {
  const world = start()
  const hidden = { payload: { kind: 'agentTurn', message: 'Use [hidden] for it.' } }
  const { status, body } = await world.ask('PATCH', job, { patch: hidden, revision: world.revision() })
  expect([status, world.asked]).toEqual([400, []])
  expect(body.detail).toContain('[hidden]')
})

for (const [what, method, path, body, word] of [
  ['adding', 'POST', '/', { job: { ...digest, name: 'second' } }, 'the job second'],
  ['editing', 'PATCH', job, { patch, revision: revisionOf(digest) }, 'schedule of digest'],
  ['switching off', 'POST', `${job}/disable`, {}, 'digest switched off'],
  ['deleting', 'DELETE', job, { confirm: 'digest' }, 'digest gone'],
  ['running', 'POST', `${job}/run`, { confirm: 'run' }, 'has not begun within a minute'],
] as const)
  test(`${what} that the store never shows has failed, whatever was answered`, async () => {
    const world = start({ shows: false })
    const answer = await world.ask(method, path, body)
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
    expect(answer.body.detail).toContain(word)
    expect(world.recorded().at(-1)).toStartWith('failed: ')
  })

test('a run is asked for once more, and answered when it has begun', async () => {
  const world = start()
  const first = await world.ask('POST', `${job}/run`, {})
  expect([first.status, first.body.confirm?.phrase, first.body.confirm?.isTyped]).toEqual([409, 'run', false])
  expect(world.asked).toEqual([])
  const run = await world.ask<{ runId: string }>('POST', `${job}/run`, { confirm: 'run' })
  expect([run.status, run.body.runId]).toEqual([200, `manual:digest:${now}:1`])
})

test('a runtime that does not run it says why', async () => {
  const world = start({ does: { run: async () => ({ reason: 'already-running' }) } })
  const { status, body } = await world.ask('POST', `${job}/run`, { confirm: 'run' })
  expect([status, body.detail]).toEqual([409, 'digest runs already.'])
})

test('a deletion needs the name to be typed', async () => {
  const world = start()
  const asked = await world.ask('DELETE', job, { confirm: 'run' })
  expect([asked.status, asked.body.confirm?.phrase, asked.body.confirm?.isTyped]).toEqual([409, 'digest', undefined])
  expect((await world.ask('DELETE', job, { confirm: 'digest' })).status).toBe(200)
  expect(world.asked).toEqual(['remove'])
})

test('jobs of the runtime itself are neither edited, switched nor deleted', async () => {
  const world = start()
  for (const [method, path, body] of [
    ['PATCH', '', { patch, revision: 'x' }],
    ['POST', '/disable', {}],
    ['DELETE', '', { confirm: 'beat' }],
  ] as const)
    expect([path, (await world.ask(method, `/openclaw:beat${path}`, body)).status]).toEqual([path, 409])
  expect(world.asked).toEqual([])
})

test('while the gateway is away, nothing is sent and a sentence says so', async () => {
  const homes = () => [{ home: '/home/a', isThere: false, words: 'is restarting' }]
  const world = start({ does: { homes } })
  for (const [method, path, body] of [
    ['POST', '/', { job: digest }],
    ['PATCH', job, { patch, revision: revisionOf(digest) }],
    ['POST', `${job}/run`, { confirm: 'run' }],
    ['DELETE', job, { confirm: 'digest' }],
  ] as const) {
    const answer = await world.ask(method, path, body)
    expect([path, answer.status]).toEqual([path, 503])
    expect(answer.body.detail).toStartWith('The gateway is restarting.')
  }
  expect(world.asked).toEqual([])
  expect((await world.ask<CronDetail>('GET', job)).body.definition).toEqual(digest)
})

test('a refusal of the gateway arrives in its words, and its failure is on record', async () => {
  const refuse = () => Promise.reject(new Refusal('conflict', 'The gateway refuses cron.add: draining.'))
  const world = start({ does: { add: refuse } })
  const { status, body } = await world.ask('POST', '/', { job: { ...digest, name: 'second' } })
  expect([status, body.detail]).toEqual([409, 'The gateway refuses cron.add: draining.'])
  expect(world.recorded().at(-1)).toBe('failed: add cron job, second')
})

test('what runs a program needs an admin', async () => {
  const world = start()
  const command = { ...digest, name: 'ls', payload: { kind: 'command', argv: ['ls'] } }
  expect((await world.ask('POST', '/', { job: command })).status).toBe(403)
  expect((await world.ask('POST', '/', { job: command }, callerAs('admin'))).status).toBe(200)
})

const acts: [method: string, path: string, body: object][] = [
  ['POST', '/', { job: { ...digest, name: 'second' } }],
  ['PATCH', job, { patch, revision: revisionOf(digest) }],
  ['POST', `${job}/enable`, {}],
  ['POST', `${job}/disable`, {}],
  ['POST', `${job}/run`, { confirm: 'run' }],
  ['DELETE', job, { confirm: 'digest' }],
  ['PUT', `${job}/deadline`, { withinMs: 3_600_000 }],
]

test('nobody acts without the right, and every refusal is before anything is asked of the runtime', async () => {
  const world = start()
  for (const as of [callerAs('viewer'), callerAs('operator', { mayAct: false })])
    for (const [method, path, body] of acts)
      expect([method, path, (await world.ask(method, path, body, as)).status]).toEqual([method, path, 403])
  expect(world.asked).toEqual([])
})

test('each act leaves a line that it was asked for and one that says how it ended', async () => {
  for (const [method, path, body] of acts) {
    const world = start()
    await world.ask(method, path, body)
    const lines = world.recorded().map((line) => line.split(':')[0])
    expect([path, lines]).toEqual([path, ['asked', 'done']])
  }
})

test('wrong bodies, schedules and ids are refused, and what a schedule comes to is told', async () => {
  const world = start()
  for (const [method, path, body] of [
    ['POST', '/', { job: { ...digest, schedule: { kind: 'sometimes' } } }],
    ['POST', '/', { job: { ...digest, command: 'rm -rf /' } }],
    ['POST', '/', {}],
    ['PATCH', job, { patch }],
    ['PATCH', job, { patch: { id: 'x' }, revision: 'x' }],
    ['PUT', `${job}/deadline`, { withinMs: 1 }],
  ] as const)
    expect([path, (await world.ask(method, path, body)).status]).toEqual([path, 400])
  expect((await world.ask('GET', '/openclaw:nobody')).status).toBe(404)
  expect((await world.ask('POST', '/openclaw:nobody/run', { confirm: 'run' })).status).toBe(404)
  const of = async (schedule: string) =>
    (
      await world.ask<{ problem: string | null; runs: object[] }>(
        'GET',
        `/preview?schedule=${encodeURIComponent(schedule)}`,
      )
    ).body
  expect((await of('{"kind":"cron","expr":"0 9 * * *"}')).runs).toHaveLength(5)
  expect((await of('{"kind":"cron","expr":"x"}')).problem).toStartWith('This is no cron expression')
  expect((await of('not JSON')).problem).toStartWith('This is no schedule')
})

test('a deadline is kept, tells what is overdue, and is taken back', async () => {
  const world = start()
  await world.deadlines.read()
  expect((await world.ask('PUT', `${job}/deadline`, { withinMs: 3_600_000 })).status).toBe(200)
  const { body } = await world.ask<{ items: { jobId: string; isPast: boolean }[] }>('GET', '/deadlines')
  expect(body.items).toMatchObject([{ jobId: 'openclaw:digest', isPast: false, setBy: 'a' }])
  await world.ask('PUT', `${job}/deadline`, { withinMs: null })
  expect((await world.ask<{ items: [] }>('GET', '/deadlines')).body.items).toEqual([])
})
