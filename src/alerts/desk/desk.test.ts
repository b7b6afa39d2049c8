import { expect, test } from 'bun:test'
import type { Need } from '../../attention/need.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { openStore } from '../../store/store.ts'
import type { Rule, When } from '../rule.ts'
import { beginAt, permit, ruleOf, startDesk } from '../testing/desk-world.ts'
import { createEngine } from './engine.ts'

const minute = 60_000
const hour = 60 * minute

const cpu: When = {
  kind: 'level',
  measure: 'cpu.percent',
  side: 'above',
  value: 90,
  severeValue: 98,
  clear: null,
  forMs: minute,
}
const disks: When = { ...cpu, measure: 'disk.percent:*' }
const need = (rest: Partial<Need>): Need => ({
  id: 'openclaw.main.1',
  kind: 'waiting',
  score: 110,
  agentId: 'openclaw:main',
  title: 'Fix the tests',
  reason: null,
  percent: null,
  since: beginAt,
  until: null,
  ...rest,
})
const waits = (limit: number, rest: Partial<Extract<When, { kind: 'condition' }>> = {}): When => ({
  kind: 'condition',
  of: 'waiting',
  limit,
  severeLimit: null,
  scope: {},
  ...rest,
})

test('a rule over the CPU raises an incident, which gets worse and is over', () => {
  const world = startDesk()
  world.only(ruleOf(cpu))
  world.run(minute, { 'cpu.percent': 95 })
  expect(world.open()).toEqual([])
  world.run(minute, { 'cpu.percent': 96 })
  expect(world.open()).toEqual(['CPU above 90% for 1 min (This machine) warn'])
  world.run(2 * minute, { 'cpu.percent': 99 })
  expect(world.open()).toEqual(['CPU above 90% for 1 min (This machine) severe'])
  expect(world.desk().open()[0]).toMatchObject({ peak: 99, startedAt: beginAt + 10_000, limit: 90, unit: 'percent' })
  world.run(2 * minute, { 'cpu.percent': 20 })
  expect(world.open()).toEqual([])
  expect(world.heard.map((line) => line.split(' ')[0])).toEqual(['opened', 'escalated', 'closed'])
  const [{ id }] = world.desk().list({}, null, 10).items as unknown as [{ id: number }]
  expect(
    world
      .desk()
      .detail(id)
      .steps.map(({ kind }) => kind),
  ).toEqual(['began', 'opened', 'escalated', 'closed'])
})

test('each disk is a subject of its own, and what begins in the same minute belongs together', () => {
  const world = startDesk()
  world.only(ruleOf(disks))
  world.run(2 * minute, {
    'disk.percent:/': 95,
    'disk.percent:/data': 40,
    'disk.percent:/backup': 96,
    'disk.percent': 96,
  })
  expect(world.open()).toEqual([
    'Any disk above 90% for 1 min (Disk /) warn',
    'Any disk above 90% for 1 min (Disk /backup) warn',
  ])
  const [first, second] = world.desk().open()
  expect(second!.groupId).toBe(first!.id)
  expect(
    world
      .desk()
      .detail(first!.id)
      .related.map(({ id }) => id),
  ).toEqual([second!.id])
})

test('the same again within its window is the same incident, later it is another one', () => {
  const world = startDesk()
  world.only(ruleOf({ ...cpu, forMs: 0 } as When))
  world.run(10_000, { 'cpu.percent': 95 })
  world.run(20 * minute, { 'cpu.percent': 20 })
  world.run(10_000, { 'cpu.percent': 97 })
  expect(world.desk().open()).toMatchObject([{ id: 1, times: 2, peak: 97 }])
  world.run(31 * minute, { 'cpu.percent': 20 })
  world.run(10_000, { 'cpu.percent': 95 })
  expect(world.desk().open()).toMatchObject([{ id: 2, times: 1 }])
  expect(
    world
      .desk()
      .detail(2)
      .before.map(({ id }) => id),
  ).toEqual([1])
})

test('what fired when the program was killed is the same incident after the start, and is over when it is over', () => {
  using folder = temporary('alerts-kill')
  const open = () => openStore('wheelhouse', folder.at('wheelhouse.sqlite'))
  const world = startDesk({ store: open() })
  world.only(ruleOf(cpu))
  world.run(2 * minute, { 'cpu.percent': 95 })
  world.kill(3 * hour)
  expect(world.desk().open()).toMatchObject([{ id: 1, endedAt: null }])
  world.run(5 * minute, { 'cpu.percent': 95 })
  expect(world.desk().open()).toMatchObject([{ id: 1, times: 1 }])
  world.run(2 * minute, { 'cpu.percent': 10 })
  expect(world.open()).toEqual([])
  expect(world.heard.map((line) => line.split(' ')[0])).toEqual(['opened', 'closed'])
})

test('a clock that is put forward or back by a year fires nothing, closes nothing and ages nobody who waits', () => {
  const world = startDesk()
  world.only(ruleOf(cpu), ruleOf(waits(10 * minute)))
  world.facts.needs = [need({ since: beginAt })]
  world.run(minute, { 'cpu.percent': 20 })
  for (const jump of [365 * 24 * hour, -2 * 365 * 24 * hour]) {
    world.clock.at += jump
    world.run(minute, { 'cpu.percent': 95 })
  }
  expect(world.heard).toEqual([])
  world.run(10 * minute, { 'cpu.percent': 20 })
  expect(world.open()).toEqual(['Somebody waits for you longer than 10 min (openclaw:main) warn'])
})

test('who waits too long is an incident that needs nobody twice, and settles with the need; a list that is not whole settles nothing', () => {
  const world = startDesk()
  world.only(ruleOf(waits(5 * minute, { severeLimit: 20 * minute })))
  world.facts.needs = [need({})]
  world.run(6 * minute)
  expect(world.desk().open()).toMatchObject([
    { severity: 'warn', isNeedAlready: true, subject: { id: 'session:openclaw.main.1' } },
  ])
  world.run(16 * minute)
  expect(world.desk().open()).toMatchObject([{ severity: 'severe' }])
  world.facts.needs = []
  world.facts.isWhole = false
  world.run(minute)
  expect(world.desk().open()).toHaveLength(1)
  world.facts.isWhole = true
  world.run(10_000)
  expect(world.desk().open()).toEqual([])
})

for (const [what, facts, when, said] of [
  ['another agent', { needs: [need({})] }, waits(0, { scope: { agent: 'openclaw:ops' } }), []],
  ['the agent', { needs: [need({})] }, waits(0, { scope: { agent: 'openclaw:main' } }), ['openclaw:main']],
  ['the runtime', { needs: [need({})] }, waits(0, { scope: { runtime: 'openclaw' } }), ['openclaw:main']],
  [
    'the project',
    { needs: [need({})], sessionOf: () => ({ project: '/boat', model: 'opus' }) },
    waits(0, { scope: { project: '/boat', model: 'opus' } }),
    ['openclaw:main'],
  ],
  ['another project', { needs: [need({})] }, waits(0, { scope: { project: '/boat' } }), []],
  [
    'a context',
    { needs: [need({ kind: 'context-full', percent: 93 })] },
    { kind: 'condition', of: 'context-full', limit: 90, severeLimit: null, scope: {} },
    ['openclaw:main'],
  ],
  [
    'today',
    { costTodayUsd: 20 },
    { kind: 'condition', of: 'cost-today', limit: 20, severeLimit: 50, scope: {} },
    ['Today'],
  ],
  [
    'today, with less',
    { costTodayUsd: 19.99 },
    { kind: 'condition', of: 'cost-today', limit: 20, severeLimit: 50, scope: {} },
    [],
  ],
  [
    'a disk that fills',
    { diskFull: { path: '/', days: 2, trendMinutes: 50 } },
    { kind: 'condition', of: 'disk-filling', limit: 7, severeLimit: 1, scope: {} },
    ['Disk /'],
  ],
  [
    'a disk that fills slowly',
    { diskFull: { path: '/', days: 8, trendMinutes: 50 } },
    { kind: 'condition', of: 'disk-filling', limit: 7, severeLimit: 1, scope: {} },
    [],
  ],
  [
    'a gateway',
    { gateways: [{ home: '/h', state: 'down', since: beginAt, words: 'no answer', reading: null }] },
    { kind: 'condition', of: 'gateway-down', limit: 0, severeLimit: null, scope: {} },
    ['The gateway'],
  ],
] as const)
  test(`a condition sees ${what}: ${said.join() || 'nothing'}`, () => {
    const world = startDesk()
    world.only(ruleOf(when as When))
    Object.assign(world.facts, facts)
    world.run(20_000)
    expect(
      world
        .desk()
        .open()
        .map(({ subject }) => subject.name),
    ).toEqual([...said])
  })

test('a job that fails again and again is counted', () => {
  const world = startDesk()
  world.only(ruleOf({ kind: 'condition', of: 'cron-failed', limit: 3, severeLimit: null, scope: {} }))
  for (const [run, open] of [
    [1, 0],
    [2, 0],
    [3, 1],
  ] as const) {
    world.facts.needs = [need({ id: 'openclaw:nightly', kind: 'cron-failed', since: beginAt + run })]
    world.run(minute)
    expect([run, world.desk().open().length]).toEqual([run, open])
  }
})

test('who takes it is written; a snooze ends; a maintenance window keeps it quiet and tells of it afterwards', () => {
  const world = startDesk()
  world.only(ruleOf({ ...cpu, severeValue: null } as When, { severity: 'severe' }))
  world
    .desk()
    .mute(
      permit,
      { ruleId: null, subject: 'machine', from: beginAt, until: beginAt + 10 * minute, why: 'update' },
      'you',
    )
  world.run(2 * minute, { 'cpu.percent': 95 })
  expect(world.desk().open()).toMatchObject([{ isMuted: true }])
  world.run(10 * minute, { 'cpu.percent': 95 })
  expect(world.desk().open()).toMatchObject([{ isMuted: false }])
  expect(world.heard.map((line) => line.split(' ')[0])).toEqual(['opened', 'opened'])
  world.desk().snooze(permit, 1, world.clock.at + hour, 'you')
  expect(world.desk().open()[0]!.snoozedUntil).not.toBeNull()
  world.run(hour, { 'cpu.percent': 95 })
  expect(world.desk().open()[0]!.snoozedUntil).toBeNull()
  world.desk().note(permit, 1, 'It is the build.', 'you')
  world.desk().acknowledge(permit, 1, 'you')
  expect(world.desk().open()).toMatchObject([{ acknowledgedBy: 'you' }])
  expect(
    world
      .desk()
      .detail(1)
      .steps.map(({ kind, by }) => `${kind}${by ? ` ${by}` : ''}`),
  ).toEqual(['began', 'opened', 'unmuted', 'snoozed you', 'woken', 'note you', 'acknowledged you'])
})

test('a rule that is switched off, changed or removed ends what it raised; a default comes back as it was', () => {
  const world = startDesk()
  world.only(ruleOf(cpu))
  world.run(2 * minute, { 'cpu.percent': 95 })
  const own = world
    .desk()
    .rules()
    .find(({ isDefault }) => !isDefault)!
  world.desk().switchRule(permit, own.rule.id, false, 'you')
  expect(world.desk().detail(1).incident).toMatchObject({ endedHow: 'rule' })
  expect(world.desk().removeRule(permit, own.rule.id)).toBeNull()
  const before = world
    .desk()
    .rules()
    .find(({ rule }) => rule.id === 'default.cpu')!
  expect(before).toMatchObject({ isChanged: true, rule: { isOn: false } })
  expect(world.desk().removeRule(permit, 'default.cpu')).toMatchObject({ isOn: true })
  expect(
    world
      .desk()
      .rules()
      .find(({ rule }) => rule.id === 'default.cpu'),
  ).toMatchObject({ isChanged: false })
})

test('a thousand rules cost as much as look at what was read', () => {
  const rules = Array.from(
    { length: 1_000 },
    (_, number): Rule => ruleOf({ ...cpu, measure: `disk.percent:/d${number % 40}` } as When, { id: `rule.${number}` }),
  )
  const engine = createEngine({ tell() {}, usual: () => undefined, hourOf: () => 0 })
  engine.setRules(rules)
  const values = (count: number): [string, number][] =>
    Array.from({ length: count }, (_, disk) => [`disk.percent:/d${disk}`, 50])
  const take = (count: number, at: number) => engine.take({ at, steadyMs: at, everyMs: 10_000, values: values(count) })
  take(40, 10_000)
  expect(engine.work()).toEqual({ judged: 1_000, watches: 1_000 })
  take(1, 20_000)
  expect(engine.work().judged).toBe(1_025)
  engine.take({ at: 30_000, steadyMs: 30_000, everyMs: 10_000, values: [['cpu.percent', 99]] })
  expect(engine.work().judged).toBe(1_025)
})

test('where nothing can be written it is tried again, and raised once', () => {
  const world = startDesk()
  world.only(ruleOf(cpu))
  world.store.$client.run('PRAGMA query_only = ON')
  world.run(2 * minute, { 'cpu.percent': 95 })
  expect(world.open()).toEqual([])
  expect(world.errors.length).toBeGreaterThan(0)
  world.store.$client.run('PRAGMA query_only = OFF')
  world.run(20_000, { 'cpu.percent': 95 })
  expect(world.open()).toHaveLength(1)
  expect(world.heard.filter((line) => line.startsWith('opened'))).toHaveLength(1)
})

test('a torn row of a rule or of an incident is left out, and the rest goes on', () => {
  const world = startDesk()
  world.store.$client.run("INSERT INTO alert_rules VALUES ('rule.torn', '{\"id\":', 1, 'you')")
  world.store.$client.run(
    'INSERT INTO alert_rules VALUES (\'default.cpu\', \'{"id":"default.cpu","when":{"kind":"level","measure":"nothing"}}\', 1, \'you\')',
  )
  world.store.$client.run("INSERT INTO incidents VALUES (7, 'a', 'b', 'warn', 7, 1, 1, NULL, 'torn')")
  world.kill()
  expect(
    world
      .desk()
      .rules()
      .find(({ rule }) => rule.id === 'default.cpu'),
  ).toMatchObject({ isChanged: false })
  expect(world.desk().open()).toEqual([])
})

test('names without end are cut', () => {
  const world = startDesk()
  world.only(ruleOf(waits(0)))
  world.facts.needs = [need({ agentId: '', title: 'x'.repeat(100_000), reason: `\u202e${'y'.repeat(100_000)}` })]
  world.run(10_000)
  expect(world.desk().open()[0]!.subject.name).toHaveLength(200)
  expect(world.desk().open()[0]!.text).toHaveLength(300)
})
