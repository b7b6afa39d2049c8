import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { createHealth } from './health.ts'
import { healthRoutes } from './routes.ts'
import { machineAt } from './testing/readings.ts'

async function make() {
  const health = createHealth({
    sample: async ({ wallMs }) => machineAt(wallMs),
    facts: { platform: 'linux', release: '6', cpuModel: 'a model', cores: 2 },
    audience: () => 0,
    tokensPerMinute: async () => [null],
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
    .use(healthRoutes(health))
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

test('a screen may read the numbers, without the paths', async () => {
  const ask = await make()
  expect(JSON.stringify((await ask('/api/health', 'screen')).body)).not.toContain('secret')
  expect((await ask('/api/health/series?measure=cpu.percent', 'screen')).status).toBe(200)
})

test('a series is the last hour in sixty steps unless one asks otherwise', async () => {
  const ask = await make()
  const { body } = await ask('/api/health/series?measure=memory.percent')
  const values = body.values as (number | null)[]
  expect(body.stepMs).toBe(60_000)
  expect([60, 61]).toContain(values.length)
  expect(values.filter((value) => value !== null)).toEqual([62.5])
})

test.each([
  '?measure=nothing',
  '',
  '?measure=cpu.percent&points=0',
  '?measure=cpu.percent&points=9999',
  '?measure=cpu.percent&since=-1',
  '?measure=cpu.percent&since=x',
  '?measure=cpu.percent&since=2&until=1',
])('“%s” is refused with what would be understood', async (query) => {
  const ask = await make()
  const { status, body } = await ask(`/api/health/series${query}`)
  expect([400, 422]).toContain(status)
  expect(body.detail?.length).toBeGreaterThan(10)
})
