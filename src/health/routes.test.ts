import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { openStore } from '../store/store.ts'
import { createHealth } from './health.ts'
import { createMeasureKeeper } from './keeper/keeper.ts'
import type { KeptMeasure, MeasuresOverTime } from './measure-messages.ts'
import { createMeasures, type MeasureMethods } from './measures.ts'
import { healthRoutes } from './routes.ts'
import { machineAt } from './testing/readings.ts'

async function make() {
  const keeper = createMeasureKeeper({ path: ':memory:', open: (path) => openStore('metrics', path) })
  const thread: MeasureMethods = {
    takeReadings: (samples) => samples.flatMap(keeper.take),
    measureSeries: keeper.series,
    keptMeasures: keeper.measures,
  }
  const measures = createMeasures({
    ask: async (method, input) => thread[method](input as never) as never,
    now: Date.now,
  })
  const health = createHealth({
    sample: async ({ wallMs }) => machineAt(wallMs),
    facts: { platform: 'linux', release: '6', cpuModel: 'a model', cores: 2 },
    audience: () => 0,
    tokensPerMinute: async () => [null],
    keep: measures.keep,
    publish() {},
    now: Date.now,
    steady: () => performance.now(),
    onError() {},
  })
  await health.start()
  health.stop()
  const { gate, enforce } = createRoleGate()
  const app = new Elysia({ normalize: false })
    .use(
      problems(
        () => {},
        () => [],
      ),
    )
    .use(gate)
    .use(
      healthRoutes({
        health,
        measures,
        agentProcesses: { list: async () => [], stop: () => Promise.reject(new Error('nobody stops here')) },
      }),
    )
  enforce(app)
  return async (path: string, role: Role = 'viewer') => {
    const request = new Request(`http://localhost${path}`)
    markCaller(request, () => callerAs(role))
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> & { detail?: string } }
  }
}

test('health is the latest reading, what does not change, and which measures there are', async () => {
  const ask = await make()
  const { status, body } = await ask('/api/health')
  expect(status).toBe(200)
  expect(body).toMatchObject({ facts: { cores: 2 }, reading: { machine: { cpu: { percent: 34 } } } })
  expect(body.measures).toContain('cpu.percent')
  expect(JSON.stringify(body)).toContain('/secret/path')
})

test('a screen may read the numbers of now without the paths, and no measure over time', async () => {
  const ask = await make()
  expect(JSON.stringify((await ask('/api/health', 'screen')).body)).not.toContain('secret')
  for (const path of ['series?measure=cpu.percent', 'measures', 'disks', 'processes'].map(
    (name) => `/api/health/${name}`,
  ))
    expect((await ask(path, 'screen')).status).toBe(403)
})

test('every measure is listed with its name, unit and kind, and since when it is kept', async () => {
  const ask = await make()
  const items = (await ask('/api/health/measures')).body.items as KeptMeasure[]
  expect(items).toContainEqual({
    id: 'disk.used.bytes:/secret/path',
    name: 'Disk used /secret/path',
    unit: 'bytes',
    kind: 'disk',
    since: expect.any(Number),
    until: expect.any(Number),
  })
  expect(items.map(({ id }) => id)).not.toContain('gateway.rss.bytes')
})

test('a series is the last hour in sixty steps unless one asks otherwise, with null for what was not read', async () => {
  const ask = await make()
  const body = (await ask('/api/health/series?measure=memory.percent')).body as unknown as MeasuresOverTime
  expect(body).toMatchObject({ tier: '1m', stepMs: 60_000, measures: [{ id: 'memory.percent', unit: 'percent' }] })
  expect([60, 61]).toContain(body.at.length)
  for (const of of ['min', 'mean', 'max', 'p95'] as const) {
    expect(body.measures[0]![of]).toHaveLength(body.at.length)
    expect(body.measures[0]![of].filter((value) => value !== null)).toEqual([62.5])
  }
})

test('several measures are asked at once, one by one or with commas, also of a disk', async () => {
  const ask = await make()
  for (const query of [
    'measure=cpu.percent,disk.percent:/secret/path',
    'measure=cpu.percent&measure=disk.percent%3A%2Fsecret%2Fpath',
  ]) {
    const { body } = await ask(`/api/health/series?${query}`)
    expect((body.measures as { id: string }[]).map(({ id }) => id)).toEqual([
      'cpu.percent',
      'disk.percent:/secret/path',
    ])
  }
})

test.each([
  '?measure=nothing',
  '?measure=constructor',
  '?measure=cpu.percent:/',
  '?measure=disk.used.bytes',
  '?measure=disk.used.bytes:no-path',
  '?measure=gpu.percent:x',
  `?measure=${Array.from({ length: 17 }, (_, number) => `gpu.percent:${number}`)}`,
  '',
  '?measure=',
  '?measure=cpu.percent&points=0',
  '?measure=cpu.percent&points=9999',
  '?measure=cpu.percent&since=-1',
  '?measure=cpu.percent&since=x',
  '?measure=cpu.percent&since=0',
  '?measure=cpu.percent&since=2&until=1',
])('“%s” is refused with what would be understood', async (query) => {
  const ask = await make()
  const { status, body } = await ask(`/api/health/series${query}`)
  expect([400, 422]).toContain(status)
  expect(body.detail?.length).toBeGreaterThan(10)
})
