import { expect, test } from 'bun:test'
import type { NeedRecord } from '../../attention/need-record.ts'
import type { When } from '../rule.ts'
import { beginAt, ruleOf, startDesk } from '../testing/desk-world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const over = (value: number, rest: Partial<Extract<When, { kind: 'level' }>> = {}): When => ({
  kind: 'level',
  measure: 'cpu.percent',
  side: 'above',
  value,
  severeValue: null,
  clear: null,
  forMs: 5 * minute,
  ...rest,
})

/** Two days of readings, one a minute: ten minutes of 95 % at each third hour, else 20 %. */
function afterTwoDays(values = (at: number) => ({ 'cpu.percent': at % (3 * hour) < 10 * minute ? 95 : 20 })) {
  const world = startDesk({ at: beginAt - 2 * day })
  for (; world.clock.at < beginAt; world.pass(minute)) {
    const { at, steadyMs } = world.clock
    world.keeper.take({
      at,
      steadyMs,
      everyMs: minute,
      values: Object.entries({ ...values(at), 'self.rss.bytes': 1e8 }),
    })
  }
  return world
}

const tried = async (world: ReturnType<typeof startDesk>, when: When) => {
  const { id: _, ...draft } = ruleOf(when)
  return world.desk().backtest(draft)
}

test('a rule that is edited is tried on what is kept, with the rule that judges live readings', async () => {
  const world = afterTwoDays()
  const { count, firings, since, until, faults, chart, about } = await tried(world, over(90))
  expect({ count, faults, about }).toEqual({ count: 16, faults: { wrong: [], odd: [] }, about: null })
  expect(firings[0]).toMatchObject({ peak: 95, severity: 'warn', subject: 'This machine' })
  expect(firings[0]!.endedAt! - firings[0]!.at).toBeLessThanOrEqual(10 * minute)
  expect([until - since!, chart!.values.length <= 240, Math.max(...chart!.values.map((one) => one ?? 0))]).toEqual([
    2 * day,
    true,
    95,
  ])
  expect((await tried(world, over(96))).count).toBe(0)
  expect((await tried(world, over(90, { forMs: 11 * minute }))).count).toBe(0)
})

for (const [what, when, said] of [
  ['above all that it can be', over(100), 'It can never fire: CPU is never above 100%.'],
  ['below nothing', over(0, { side: 'below' }), 'It can never fire: CPU is never below 0%.'],
  ['below more than everything', over(101, { side: 'below' }), 'It would always fire: CPU is always below 101%.'],
  [
    'a second line on the wrong side',
    over(90, { clear: 95 }),
    'It is over below 95%, which lies on the wrong side of 90%.',
  ],
  ['severe first', over(90, { severeValue: 80 }), 'It is severe before it is broken, so it always is severe.'],
  ['no measure', over(90, { measure: 'cpu.heart' }), 'There is no measure “cpu.heart”.'],
  ['no number', over(Number.NaN), 'A value is no number that can be read.'],
  ['too long', over(90, { forMs: 2 * day }), 'The time is at most one day.'],
  [
    'a limit out of range',
    { kind: 'condition', of: 'context-full', limit: 20, severeLimit: null, scope: {} },
    'The limit lies between 80% and 100%.',
  ],
  [
    'a narrowing that makes no sense',
    { kind: 'condition', of: 'cost-today', limit: 20, severeLimit: null, scope: { job: 'a' } },
    'This cannot be narrowed by job.',
  ],
] as const)
  test(`while it is edited it is said: ${what}`, async () => {
    const { faults } = await tried(startDesk(), when as When)
    expect([...faults.wrong, ...faults.odd]).toContain(said)
  })

test('a rule that would have been broken nearly all the time says nothing, and that is said', async () => {
  const { about } = await tried(afterTwoDays(), over(10))
  expect(about).toBe('It would have been broken nearly all the time, so it would say nothing.')
})

test('what is not kept is said not to be', async () => {
  const { since, about, count } = await tried(startDesk(), over(90, { measure: 'gpu.celsius:*' }))
  expect({ since, about, count }).toEqual({
    since: null,
    about: 'Nothing of this measure is kept yet, so it cannot be tried.',
    count: 0,
  })
})

test('a time in which this program did not run is no silence of a measure', async () => {
  const world = afterTwoDays((at) => ({ 'cpu.percent': at < beginAt - day ? 20 : 21, 'gateway.rss.bytes': 1e8 }))
  world.pass(5 * hour)
  for (let passed = 0; passed < hour; passed += minute, world.pass(minute))
    world.keeper.take({
      at: world.clock.at,
      steadyMs: world.clock.steadyMs,
      everyMs: minute,
      values: [
        ['self.rss.bytes', 1e8],
        ['gateway.rss.bytes', passed < hour / 2 ? 1e8 : null],
      ],
    })
  const { count } = await tried(world, { kind: 'absent', measure: 'gateway.rss.bytes', forMs: 10 * minute })
  expect(count).toBe(1)
})

test('how often somebody waited too long is taken from what needed a person', async () => {
  const waited = (minutes: number): NeedRecord => ({
    id: `openclaw.main.${minutes}`,
    kind: 'waiting',
    agentId: 'openclaw:main',
    title: null,
    reason: null,
    since: beginAt - day,
    key: `${minutes}`,
    openedAt: beginAt - day,
    settledAt: beginAt - day + minutes * minute,
    settledHow: 'answered',
    aside: null,
  })
  const world = startDesk({ needsSince: () => [waited(5), waited(15), waited(90)] })
  const waits = (limit: number): When => ({ kind: 'condition', of: 'waiting', limit, severeLimit: null, scope: {} })
  expect((await tried(world, waits(10 * minute))).count).toBe(2)
  expect((await tried(world, waits(2 * hour))).count).toBe(0)
})
