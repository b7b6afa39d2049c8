import { afterEach, expect, jest, test } from 'bun:test'
import { createCatalog } from '../live/catalog.ts'
import { createDiskTrend, diskFullIn } from './disk-trend.ts'
import type { HealthEvent } from './events.ts'
import { healthFeature } from './feature.ts'
import { createHealth, type Tick } from './health.ts'
import { createHistory } from './history.ts'
import { measureNames, measures } from './measure.ts'
import type { Sample } from './measure-messages.ts'
import { readingForScreen } from './reading.ts'
import { continueSeries, minutes, type Recent } from './recent.ts'
import { diskWith, machineAt, readingAt, unknownMachine } from './testing/readings.ts'

afterEach(() => void jest.useRealTimers())

const minute = 60_000
const noon = Date.parse('2026-11-20T12:00Z')
const busy = (percent: number | null) => ({ cpu: { percent, cores: 1, load: null } })

test('an unknown value is remembered as a gap, and a gap stays one', () => {
  const memory = createHistory()
  for (const [slot, percent] of [10, 20, null, 40].entries())
    memory.keep(readingAt(noon + slot * 10_000 + 5_000, busy(percent)))
  const asked = { since: noon, until: noon + 50_000, points: 5 }
  expect(memory.series('cpu.percent', asked).values).toEqual([10, 20, null, 40, null])
})

test('what is read within ten seconds, or within a wider step, is told as its mean', () => {
  const memory = createHistory()
  for (const [tick, percent] of [10, 20, 30, 60, 80].entries())
    memory.keep(readingAt(noon + tick * 4_000, busy(percent)))
  expect(memory.series('cpu.percent', { since: noon, until: noon + 20_000, points: 2 }).values).toEqual([20, 70])
  const whole = memory.series('cpu.percent', { since: noon, until: noon + minute, points: 1 })
  expect(whole).toEqual({
    measure: 'cpu.percent',
    since: noon,
    until: noon + minute,
    stepMs: minute,
    values: [40],
  })
})

test('an hour is remembered and no more, and what was before a long sleep is not taken for now', () => {
  const memory = createHistory()
  memory.keep(readingAt(noon, busy(50)))
  const known = (since: number, until: number) =>
    memory.series('cpu.percent', { since, until, points: 360 }).values.filter((value) => value !== null).length
  expect(known(noon, noon + minute)).toBe(1)
  memory.keep(readingAt(noon + 60 * minute, busy(20)))
  expect(known(noon, noon + minute)).toBe(0)
  expect(known(noon + 60 * minute, noon + 61 * minute)).toBe(1)
})

test('what is filled in of the past takes the place of nothing that is newer', () => {
  const memory = createHistory()
  memory.keep(readingAt(noon, busy(7)))
  memory.fillIn('tokens.perMinute', noon - 60 * minute, 5)
  memory.fillIn('tokens.perMinute', noon - 59 * minute, 6)
  const asked = { since: noon, until: noon + 10_000, points: 1 }
  expect(memory.series('cpu.percent', asked).values).toEqual([7])
  const before = { since: noon - 60 * minute, until: noon, points: 60 }
  expect(memory.series('tokens.perMinute', before).values.slice(0, 2)).toEqual([null, 6])
})

test('a clock that is put back leaves nothing wrong behind', () => {
  const memory = createHistory()
  for (const at of [noon, noon + 30 * minute, noon + 10 * minute]) memory.keep(readingAt(at, busy(at === noon ? 1 : 2)))
  const { values } = memory.series('cpu.percent', { since: noon, until: noon + 20 * minute, points: 2 })
  expect(values).toEqual([1, 2])
})

test('every measure reads something of a whole reading, and null of one that knows nothing', () => {
  const whole = readingAt(
    noon,
    {
      swap: { totalBytes: 4, usedBytes: 1 },
      temperatures: { cpuCelsius: 50, all: [] },
      gpu: { name: 'x', percent: 1, memoryUsedBytes: null, memoryTotalBytes: null, celsius: null },
    },
    {
      tokensPerMinute: 5,
      gateway: {
        alive: true,
        ready: true,
        failing: [],
        eventLoop: { degraded: false, delayP99Ms: 2, utilization: 0.1 },
        pid: 1,
        port: 2,
        rssBytes: 3,
        upSinceMs: 4,
        version: 'v',
        channels: null,
        since: noon,
      },
    },
  )
  expect(measureNames.filter((name) => measures[name](whole) === null)).toEqual([])
  const nothing = readingAt(noon, unknownMachine)
  const known = measureNames.filter((name) => measures[name](nothing) !== null)
  expect(known).toEqual(['self.cpu.percent', 'self.rss.bytes', 'self.eventLoopDelayMs'])
})

const trend = (bytesPerMinute: number, lasting: number, jitter = 0) =>
  Array.from({ length: lasting + 1 }, (_, n) => ({
    at: noon + n * minute,
    usedBytes: 500e9 + n * bytesPerMinute + (n % 2 ? jitter : 0),
  }))
const half = diskWith(500e9)

test('a disk that fills steadily is full in so many days, told after half an hour and not before', () => {
  expect(diskFullIn(trend(50e6, 29), half)).toBeNull()
  expect(diskFullIn(trend(50e6, 30), half)).toEqual({ path: half.path, days: 500e9 / 50e6 / 1440, trendMinutes: 30 })
})
test('a disk that empties, stays, fills in a hundred days or goes up and down is not', () => {
  expect(diskFullIn(trend(-50e6, 60), half)).toBeNull()
  expect(diskFullIn(trend(0, 60), half)).toBeNull()
  expect(diskFullIn(trend(1e6, 60), half)).toBeNull()
  expect(diskFullIn(trend(50e6, 60, 5e9), half)).toBeNull()
})
test('one big file is no trend', () => {
  const points = trend(0, 60).map((point, n) => (n === 60 ? { ...point, usedBytes: 600e9 } : point))
  expect(diskFullIn(points, half)).toBeNull()
})
test('the disk that is full soonest is named, and one that was swapped begins anew', () => {
  const judge = createDiskTrend()
  const at = (n: number) =>
    judge(noon + n * minute, [diskWith(800e9), diskWith(500e9 + n * 50e6, '/b'), diskWith(500e9 + n * 90e6, '/c')])
  let told = at(0)
  for (let n = 1; n <= 30; n++) told = at(n)
  expect(told).toMatchObject({ path: '/c', trendMinutes: 30 })
  expect(judge(noon + 31 * minute, [{ ...diskWith(503e9, '/c'), totalBytes: 2e12 }])).toBeNull()
})

const empty: Recent = {
  minute: noon / minute,
  values: {
    'cpu.percent': Array.from({ length: minutes }, () => null),
    'memory.percent': [],
    'disk.percent': [],
    'gpu.percent': [],
    'net.in.bytesPerSecond': [],
    'net.out.bytesPerSecond': [],
    'self.rss.bytes': [],
    'tokens.perMinute': [],
  },
}
const after = (recent: Recent, ms: number, percent: number | null) =>
  continueSeries(recent, noon + ms, (name) => (name === 'cpu.percent' ? percent : null))
const tail = ({ values }: Recent, count: number) => values['cpu.percent'].slice(-count)

test('a minute is drawn as its mean, the next one as another, a missed one as a gap', () => {
  const one = after(after(empty, 2_000, 10), 4_000, 20)
  expect(tail(one, 2)).toEqual([null, 15])
  const two = after(one, minute + 1_000, 40)
  expect(tail(two, 2)).toEqual([15, 40])
  expect(tail(after(two, 3 * minute, 50), 3)).toEqual([40, null, 50])
})
test('an hour stays an hour, and what is unknown changes nothing', () => {
  expect(after(empty, 999 * minute, 5).values['cpu.percent']).toHaveLength(minutes)
  expect(tail(after(after(empty, 2_000, 10), 4_000, null), 1)).toEqual([10])
})
test('a clock that is put back goes on in the last minute', () => {
  const one = after(empty, 5 * minute, 10)
  expect(after(one, 0, 20)).toMatchObject({ minute: one.minute })
  expect(tail(after(one, 0, 20), 2)[0]).toBeNull()
})

/** Health over a machine that answers at once. */
function start({
  pages = () => 1,
  tokens = null,
  keep = () => {},
}: {
  pages?: () => number
  tokens?: number | null
  keep?: (sample: Sample) => void
} = {}) {
  const ticks: Tick[] = []
  const said: HealthEvent[] = []
  const health = createHealth({
    async sample(tick) {
      ticks.push(tick)
      return machineAt(tick.wallMs)
    },
    facts: { platform: 'linux', release: '6', cpuModel: null, cores: 2 },
    audience: pages,
    tokensPerMinute: async (moments) => moments.map(() => tokens),
    work: async () => ({ usdPerMinute: 0.5, sessions: { running: 3 } }),
    keep,
    publish: (event) => void said.push(event),
    now: Date.now,
    steady: () => performance.now(),
    onError(error) {
      throw error
    },
  })
  return { health, ticks, said, [Symbol.dispose]: () => health.stop() }
}

/** Lets so much time pass, and what was waited for come. */
async function pass(ms: number) {
  jest.advanceTimersByTime(ms)
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

test('what is read is told as a reading that nobody hears twice, to those who look at health or the whole', async () => {
  using running = start()
  await running.health.start()
  expect(running.said).toMatchObject([{ kind: 'health.read', reading: { machine: { cpu: { percent: 34 } } } }])
  const catalog = createCatalog<HealthEvent>([healthFeature])
  expect(catalog.isLatestValue(running.said[0]!)).toBe(true)
  expect(catalog.topicsOf(running.said[0]!)).toEqual(['health', 'overview'])
  expect(running.health.now().reading).toEqual(running.health.latest())
})

test.each([
  ['a page open', 1, 2_000, 30],
  ['none', 0, 10_000, 6],
])('with %s it reads every so many seconds', async (_, pages, everyMs, timesInAMinute) => {
  jest.useFakeTimers()
  jest.setSystemTime(noon)
  using running = start({ pages: () => pages })
  await running.health.start()
  for (let s = 0; s < 60; s++) await pass(1_000)
  const [first, ...rest] = running.ticks.map(({ everyMs }) => everyMs)
  expect([first, rest]).toEqual([everyMs, Array(timesInAMinute).fill(everyMs)])
})

test('whoever opens a page while nobody looked sees the next reading after two seconds', async () => {
  jest.useFakeTimers()
  jest.setSystemTime(noon)
  const pages = { open: 0 }
  using running = start({ pages: () => pages.open })
  await running.health.start()
  await pass(5_000)
  const before = running.ticks.length
  pages.open = 1
  running.health.listenersChanged()
  for (let s = 0; s < 10; s++) await pass(200)
  expect(running.ticks.length).toBe(before + 1)
})

test('once history is read the pace of the last hour is there as well', async () => {
  using running = start({ tokens: 38_200 })
  await running.health.remember()
  const values = running.health.recent().values['tokens.perMinute']
  expect(values).toHaveLength(minutes)
  expect(values.filter((value) => value === 38_200).length).toBeGreaterThanOrEqual(minutes - 1)
})

test('every reading is kept with what agents do and spend, and with the clock that nobody sets', async () => {
  const kept: Sample[] = []
  using running = start({ keep: (sample) => kept.push(sample) })
  await running.health.start()
  const [sample] = kept
  expect(sample).toMatchObject({ everyMs: 2_000, at: running.health.latest()!.at })
  expect(sample!.values).toContainEqual(['cpu.percent', 34])
  expect(sample!.values).toContainEqual(['usd.perMinute', 0.5])
  expect(sample!.values).toContainEqual(['sessions.running', 3])
  expect(sample!.values).toContainEqual(['sessions.stalled', 0])
})

test('what was read before a restart stands before the first reading, and changes nothing of it', async () => {
  jest.useFakeTimers({ now: noon })
  using running = start()
  await running.health.start()
  const { since, until } = running.health.forgotten()
  const at = Array.from({ length: 361 }, (_, step) => since + step * 10_000)
  const mean = at.map(() => 12)
  const nothing = { unit: 'percent', kind: 'machine', min: mean, max: mean, p95: mean } as const
  running.health.recall({ tier: '10s', stepMs: 10_000, at, measures: [{ id: 'cpu.percent', mean, ...nothing }] })
  const { values } = running.health.recent()
  expect([until, values['cpu.percent'].slice(-2)]).toEqual([noon, [12, 34]])
})

test('a screen sees how full a disk is, not where it is', () => {
  const reading = readingAt(noon, {}, { diskFull: { path: '/secret/path', days: 3, trendMinutes: 40 } })
  expect(JSON.stringify(readingForScreen(reading))).not.toContain('secret')
  expect(readingForScreen(reading).machine.disks[0]).toMatchObject({ usedPercent: 84 })
})

test('an hour that was made up stands before the first reading, and no measure that is not drawn has one', async () => {
  jest.useFakeTimers({ now: noon })
  const health = createHealth({
    sample: async () => machineAt(noon, busy(30)),
    facts: { platform: 'linux' } as never,
    audience: () => 0,
    tokensPerMinute: async (moments) => moments.map(() => null),
    publish: () => {},
    now: () => noon,
    steady: () => 0,
    past: (first, until) =>
      Array.from({ length: 359 }, (_, index) => ({
        at: until - (359 - index) * 10_000,
        everyMs: 10_000,
        values: [['cpu.percent', Object.fromEntries(first)['cpu.percent']! + (index % 2)]] as [string, number][],
      })),
    onError: (error) => {
      throw error
    },
  })
  await health.start()
  const { values } = health.recent()
  expect(values['cpu.percent'].filter((value) => value === null)).toEqual([])
  expect(values['cpu.percent'].at(-1)).toBe(30)
  expect(values['cpu.percent'][30]).toBe(30.5)
  expect(values['memory.percent'].slice(0, -1).every((value) => value === null)).toBeTrue()
  health.stop()
})
