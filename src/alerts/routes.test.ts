import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createAlerts } from './alerts.ts'
import { beginAt, nothingKnown } from './testing/desk-world.ts'

const minute = 60_000
const cpu = {
  kind: 'level',
  measure: 'cpu.percent',
  side: 'above',
  value: 90,
  severeValue: null,
  clear: null,
  forMs: 0,
}
const draft = { name: 'Hot', isOn: true, severity: 'severe', againMs: minute, when: cpu }

function make() {
  const clock = { at: beginAt, steadyMs: 0 }
  const audited: string[] = []
  const heard: string[] = []
  const alerts = createAlerts({
    store: storeInMemory('wheelhouse'),
    measures: {
      list: async () => [],
      series: async () => ({ tier: '1m', stepMs: minute, at: [], measures: [] }),
    },
    needsSince: () => [],
    timezone: 'UTC',
    now: () => clock.at,
    facts: () => nothingKnown,
    publish: (event) => heard.push(event.kind === 'incident.changed' ? event.change : event.kind),
    changed() {},
    onError(error) {
      throw error
    },
  })
  alerts.start()
  const { gate, enforce } = createRoleGate()
  const actionGate = createActionGate({
    write(line) {
      audited.push(`${line.stage} ${line.action}: ${line.target}`)
      return { ...line, id: 1, at: 1 }
    },
  })
  // The feature's own, as the program has it.
  const app = new Elysia({ normalize: false })
    .use(
      problems(
        () => {},
        () => [],
      ),
    )
    .use(gate)
  return {
    alerts,
    audited,
    heard,
    async serve() {
      const { alertRoutes } = await import('./routes.ts')
      app.use(alertRoutes({ alerts, actionGate }))
      enforce(app)
      return async (method: string, path: string, body?: unknown, role: Role = 'operator') => {
        const request = new Request(`http://localhost${path}`, {
          method,
          ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        })
        markCaller(request, () => callerAs(role))
        const response = await app.handle(request)
        return { status: response.status, body: (await response.json()) as Record<string, never> & { detail?: string } }
      }
    },
    take(value: number, count = 1) {
      for (let number = 0; number < count; number++) {
        clock.at += 10_000
        clock.steadyMs += 10_000
        alerts.take({ ...clock, everyMs: 10_000, values: [['cpu.percent', value]] })
      }
    },
  }
}

test('a rule that is added raises an incident, which is taken, noted and over, and all of it is told and audited', async () => {
  const world = make()
  const ask = await world.serve()
  const { body: rule } = await ask('POST', '/api/alerts/rules', draft)
  expect(rule).toMatchObject({ name: 'Hot' })
  world.take(95)
  const { body } = await ask('GET', '/api/alerts', undefined, 'viewer')
  expect(body).toMatchObject({ open: [{ id: 1, title: 'Hot', severity: 'severe', endedAt: null }], mutes: [] })
  expect((await ask('POST', '/api/incidents/1/notes', { text: 'The build.\nAgain.' })).status).toBe(200)
  expect((await ask('POST', '/api/incidents/1/acknowledge')).body).toMatchObject({ acknowledgedBy: 'a' })
  world.take(10, 8)
  expect((await ask('GET', '/api/incidents?state=over', undefined, 'viewer')).body).toMatchObject({
    items: [{ id: 1, endedHow: 'over' }],
    nextCursor: null,
  })
  const changes = world.heard.filter((what) => what !== 'updated' && what !== 'alerts.changed')
  expect(changes).toEqual(['opened', 'acknowledged', 'closed'])
  expect(world.heard).toContain('alerts.changed')
  expect(world.audited).toContain('done add alert rule: Hot')
  expect(world.audited).toContain('done acknowledge incident: 1')
  expect((await ask('POST', '/api/incidents/1/snooze', { until: 1 })).body.detail).toBe(
    'This incident is over, so there is nothing to put off.',
  )
  world.alerts.stop()
})

test('a screen reads nothing, a viewer reads and tries rules, and changes nothing', async () => {
  const world = make()
  const ask = await world.serve()
  for (const [role, method, path, body, status] of [
    ['screen', 'GET', '/api/alerts', undefined, 403],
    ['screen', 'GET', '/api/incidents', undefined, 403],
    ['viewer', 'GET', '/api/alerts/rules', undefined, 200],
    ['viewer', 'GET', `/api/alerts/backtest?rule=${encodeURIComponent(JSON.stringify(draft))}`, undefined, 200],
    ['viewer', 'GET', '/api/alerts/backtest?rule={', undefined, 400],
    ['screen', 'GET', `/api/alerts/backtest?rule=${encodeURIComponent(JSON.stringify(draft))}`, undefined, 403],
    ['viewer', 'POST', '/api/alerts/rules', draft, 403],
    ['viewer', 'DELETE', '/api/alerts/rules/default.cpu', undefined, 403],
    ['viewer', 'POST', '/api/incidents/1/acknowledge', {}, 403],
    ['operator', 'DELETE', '/api/alerts/rules/default.cpu', undefined, 200],
    ['operator', 'POST', '/api/incidents/1/acknowledge', {}, 404],
  ] as const)
    expect([role, path, (await ask(method, path, body, role)).status]).toEqual([role, path, status])
  world.alerts.stop()
})

for (const [what, body] of [
  ['no measure at all', { ...draft, when: { ...cpu, measure: 'cpu.heart' } }],
  ['a path that is none', { ...draft, when: { ...cpu, measure: 'disk.percent:../etc' } }],
  ['no number', { ...draft, when: { ...cpu, value: 'much' } }],
  ['a field that nobody knows', { ...draft, script: 'rm' }],
  ['a kind that nobody knows', { ...draft, when: { kind: 'sql', measure: 'cpu.percent' } }],
  ['a text that turns around', { ...draft, name: 'a\u202eb' }],
  ['a time without end', { ...draft, when: { ...cpu, forMs: 9e15 } }],
  ['the wrong side', { ...draft, when: { ...cpu, clear: 95 } }],
] as const)
  test(`a rule with ${what} is refused with a sentence, and nothing is kept`, async () => {
    const world = make()
    const ask = await world.serve()
    const { status, body: answer } = await ask('POST', '/api/alerts/rules', body)
    expect([status, (answer.detail ?? '').length > 10]).toEqual([400, true])
    const { items } = (await ask('GET', '/api/alerts/rules')).body as unknown as { items: { isDefault: boolean }[] }
    expect(items.every(({ isDefault }) => isDefault)).toBe(true)
    world.alerts.stop()
  })

test('readings that come before the engine is loaded are judged once it is', async () => {
  const world = make()
  world.take(99, 100)
  expect(world.alerts.open()).toEqual([])
  await world.alerts.ask((desk) => desk.rules())
  expect(world.alerts.open().map(({ ruleId }) => ruleId)).toEqual(['default.cpu'])
  world.alerts.stop()
})
