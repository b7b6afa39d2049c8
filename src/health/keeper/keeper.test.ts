import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { openStore } from '../../store/store.ts'
import { keepMeasures } from './testing/keep-measures.ts'
import { randomFrom } from './testing/random.ts'
import { tiers } from './tiers.ts'

const noon = Date.parse('2026-11-20T12:00Z')
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]

/** A measure that goes on without end. */
const busy = (at: number) => ({ 'cpu.percent': Math.round((at / 2_000) % 97) })

test('an hour is told by its readings where one looks closely, by its buckets where one does not', () => {
  const kept = keepMeasures(':memory:', { begin: noon })
  kept.run(30 * minute, 2 * second, busy)
  const close = kept.series('cpu.percent', kept.now() - minute, kept.now(), 30)
  expect(close).toMatchObject({ tier: 'reading', stepMs: 2_000 })
  expect(close.measures[0]!.mean).toEqual(close.at.map((at) => busy(at)['cpu.percent']))
  expect(kept.series('cpu.percent', noon, kept.now(), 60)).toMatchObject({ tier: '10s', stepMs: 30_000 })
  expect(kept.series('cpu.percent', noon, kept.now(), 15)).toMatchObject({ tier: '1m', stepMs: 120_000 })
  expect(kept.series('cpu.percent', noon, kept.now(), 2)).toMatchObject({ tier: '15m', stepMs: 900_000 })
})

test('where readings come every ten seconds no step is finer than that', () => {
  const kept = keepMeasures(':memory:', { begin: noon })
  kept.run(10 * minute, 10 * second, busy)
  expect(kept.series('cpu.percent', noon, kept.now(), 600)).toMatchObject({ tier: '10s', stepMs: 10_000 })
})

test('the tier reaches back as far as is asked: what is older is coarser', () => {
  const kept = keepMeasures(':memory:', { begin: noon })
  kept.run(minute, 2 * second, busy)
  const tierBack = (ms: number, wide = hour) => kept.series('cpu.percent', noon - ms, noon - ms + wide, 360).tier
  expect([hour, 47 * hour, 49 * hour, 89 * day, 91 * day].map((ms) => tierBack(ms))).toEqual([
    '10s',
    '10s',
    '1m',
    '1m',
    '15m',
  ])
})

test('a gap is a gap in every tier, and what was read on either side stands at its edge', () => {
  const kept = keepMeasures(':memory:', { begin: noon })
  kept.run(hour, 10 * second, busy)
  kept.pass(2 * hour)
  kept.run(hour, 10 * second, busy)
  for (const points of [1_440, 240, 16]) {
    const { at, stepMs, measures } = kept.series('cpu.percent', noon, noon + 4 * hour, points)
    const isKnown = measures[0]!.mean.map((value) => value !== null)
    expect(isKnown).toEqual(at.map((from) => from + stepMs <= noon + hour || from >= noon + 3 * hour))
  }
})

test('a measure that vanishes is a gap until it comes back, and the others go on', () => {
  const kept = keepMeasures(':memory:', { begin: noon })
  const disk = 'disk.percent:/mnt/usb'
  kept.run(10 * minute, 10 * second, (at) => ({ ...busy(at), [disk]: 40 }))
  kept.run(10 * minute, 10 * second, busy)
  kept.run(10 * minute, 10 * second, (at) => ({ ...busy(at), [disk]: 60 }))
  const { mean } = kept.series(disk, noon, kept.now(), 30).measures[0]!
  expect(mean).toEqual([...Array(10).fill(40), ...Array(10).fill(null), ...Array(10).fill(60)])
  expect(kept.series('cpu.percent', noon, kept.now(), 30).measures[0]!.mean).not.toContain(null)
})

test.each([
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  1e300,
])('a reading of %p is left out and counted; a temperature may be below zero', (value) => {
  const kept = keepMeasures(':memory:', { begin: noon })
  kept.run(minute, 10 * second, () => ({ 'cpu.percent': value, 'load.one': 1, 'temperature.celsius': -4.5 }))
  const meanOf = (id: string) => kept.series(id, noon, noon + minute, 1).measures[0]!.mean
  expect([meanOf('cpu.percent'), meanOf('load.one'), meanOf('temperature.celsius')]).toEqual([[null], [1], [-4.5]])
  expect(kept.sentence('measures-refused')).toContain('cpu.percent (6)')
})

test('a time that there is not is a gap and a sentence', () => {
  const kept = keepMeasures(':memory:', { begin: noon })
  for (const at of [Number.NaN, -5, 1e18]) {
    kept.setClock(at)
    kept.take(busy(0))
  }
  expect(kept.sentence('measures-time')).toContain('a time that there is not')
  kept.setClock(noon)
  kept.take({ 'cpu.percent': 7 })
  expect(kept.series('cpu.percent', noon, noon + minute, 1).measures[0]!.mean).toEqual([7])
})

test('forty disks are kept; beyond five hundred measures a sentence says what is not', () => {
  const kept = keepMeasures(':memory:', { begin: noon })
  const disks = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, number) => [`disk.percent:/mnt/${number}`, number % 100]))
  kept.run(minute, 10 * second, () => disks(40))
  expect(kept.codes()).toEqual([])
  expect(kept.keeper().measures()).toHaveLength(40)
  kept.run(minute, 10 * second, () => disks(600))
  expect(kept.sentence('measures-many')).toContain('more than 512')
  expect(kept.keeper().measures()).toHaveLength(512)
})

/** Every reading with its time, and what was straight computed of those in a range. */
function straight(readings: { at: number; value: number }[], from: number, to: number) {
  const values = readings.flatMap(({ at, value }) => (at >= from && at < to ? [value] : []))
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  return {
    min: sorted[0]!,
    mean: values.reduce((sum, value) => sum + Math.round(value * 20), 0) / values.length / 20,
    max: sorted.at(-1)!,
    p95: sorted[Math.ceil((sorted.length * 19) / 20) - 1]!,
  }
}

test('a kill at any moment loses at most the ten seconds that are open; a restart in good order nothing', () => {
  for (let seed = 0; seed < 6; seed++) {
    using folder = temporary('measures')
    const random = randomFrom(seed)
    const kept = keepMeasures(folder.at('metrics.sqlite'), { begin: noon + random(hour) })
    const readings: { at: number; value: number }[] = []
    const first = kept.now()
    for (let part = 0; part < 8; part++) {
      const parts = 1 + random(600)
      for (let n = 0; n < parts; n++) {
        const value = random(2_000) / 20
        kept.take({ 'cpu.percent': value })
        readings.push({ at: kept.now(), value })
        kept.pass(2_000)
      }
      if (random(2) === 0) kept.restart()
      else {
        kept.kill()
        const open = Math.floor(readings.at(-1)!.at / 10_000) * 10_000
        while (readings.at(-1)!.at >= open) readings.pop()
      }
      if (random(3) === 0) kept.pass(random(3 * hour))
    }
    for (const points of [700, 100, 7]) {
      const { at, stepMs, measures } = kept.series('cpu.percent', first, kept.now(), points)
      const { min, mean, max, p95 } = measures[0]!
      for (const [place, from] of at.entries()) {
        const exact = straight(readings, from, from + stepMs)
        const found = exact && { min: min[place], mean: mean[place], max: max[place] }
        expect([seed, from, found, mean[place]]).toEqual([
          seed,
          from,
          exact && { min: exact.min, mean: exact.mean, max: exact.max },
          exact?.mean ?? null,
        ])
        if (exact) expect(p95[place]).toBeGreaterThanOrEqual(exact.p95)
      }
    }
    kept.stop()
  }
})

test('what a kill cut off of a minute and of a quarter of an hour is made anew of what is finer', () => {
  using folder = temporary('measures')
  const kept = keepMeasures(folder.at('metrics.sqlite'), { begin: noon })
  kept.run(7 * minute + 25 * second, 2 * second, busy)
  kept.kill()
  for (const [points, tier] of [
    [10, '1m'],
    [1, '15m'],
  ] as const) {
    const answer = kept.series('cpu.percent', noon, noon + (points === 1 ? 15 : 10) * minute, points)
    expect(answer.tier).toBe(tier)
    expect(answer.measures[0]!.mean.filter((value) => value !== null)).toHaveLength(points === 1 ? 1 : 8)
  }
  kept.stop()
})

test('a clock that is put back keeps both passes together, and says so', () => {
  using folder = temporary('measures')
  const kept = keepMeasures(folder.at('metrics.sqlite'), { begin: noon })
  kept.run(2 * hour, 10 * second, () => ({ 'cpu.percent': 10 }))
  kept.setClock(noon)
  kept.run(3 * hour, 10 * second, () => ({ 'cpu.percent': 30 }))
  expect(kept.sentence('clock-back')).toContain('put back by 2 hours')
  for (const points of [1_080, 180, 12]) {
    const { min, mean, max } = kept.series('cpu.percent', noon, noon + 3 * hour, points).measures[0]!
    const third = points / 3
    expect(mean).toEqual([...Array(third * 2).fill(20), ...Array(third).fill(30)])
    expect([min[0], max[0], min[third * 2]]).toEqual([10, 30, 30])
  }
  kept.stop()
})

test('a clock that goes a day ahead leaves a gap, says so, and removes nothing; back again, all goes on', () => {
  using folder = temporary('measures')
  const kept = keepMeasures(folder.at('metrics.sqlite'), { begin: noon })
  kept.run(hour, 10 * second, () => ({ 'cpu.percent': 10 }))
  kept.setClock(noon + 400 * day)
  kept.run(30 * minute, 10 * second, () => ({ 'cpu.percent': 99 }))
  expect(kept.sentence('clock-forward')).toContain('went ahead by 400 days')
  kept.setClock(noon + 90 * minute)
  kept.run(2 * hour, 10 * second, () => ({ 'cpu.percent': 20 }))
  const { mean } = kept.series('cpu.percent', noon, kept.now(), 7).measures[0]!
  expect(mean).toEqual([10, 10, null, 20, 20, 20, 20])
  const fine = kept.series('cpu.percent', noon, kept.now(), 1_260)
  expect(fine.tier).toBe('10s')
  expect(fine.measures[0]!.mean.filter((value) => value === null)).toHaveLength(180)
  kept.stop()
})

test('each tier keeps what it keeps and no longer, and a measure of which nothing is left is forgotten', () => {
  using folder = temporary('measures')
  const path = folder.at('metrics.sqlite')
  const kept = keepMeasures(path, { begin: noon })
  kept.run(2 * hour, 10 * second, () => ({ 'load.one': 1, 'cpu.percent': 1 }))
  for (const [tier, next] of [
    [0, 3 * day],
    [1, 95 * day],
    [2, 1_200 * day],
  ] as const) {
    kept.setClock(noon + next)
    kept.run(3 * hour, 10 * second, () => ({ 'cpu.percent': 2 }))
    kept.restart()
    const database = new Database(path, { readonly: true })
    const oldest = database
      .query<{ tier: number; at: number }, []>(
        'SELECT tier, min(at) AS at FROM (SELECT tier, start AS at FROM measure_spans UNION ALL SELECT tier, at FROM measure_rows) GROUP BY tier',
      )
      .all()
    database.close()
    for (const one of oldest)
      if (one.tier <= tier)
        expect(one.at).toBeGreaterThan(noon + next - tiers[one.tier]!.keepMs - tiers[one.tier]!.spanMs)
  }
  expect(
    kept
      .keeper()
      .measures()
      .map(({ id }) => id),
  ).toEqual(['cpu.percent'])
  kept.stop()
})

test('a file that is deleted while it is written is begun anew; the last hour is still told', () => {
  using folder = temporary('measures')
  const path = folder.at('metrics.sqlite')
  const kept = keepMeasures(path, { begin: noon })
  kept.run(20 * minute, 2 * second, busy)
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true })
  kept.run(20 * minute, 2 * second, busy)
  expect(kept.sentence('measures-lost')).toContain('was deleted')
  expect(kept.series('cpu.percent', kept.now() - 15 * minute, kept.now(), 90).measures[0]!.mean).not.toContain(null)
  const close = kept.series('cpu.percent', noon + 15 * minute, noon + 16 * minute, 30)
  expect(close.tier).toBe('reading')
  expect(close.measures[0]!.mean).not.toContain(null)
  kept.stop()
})

test.each([
  ['is something else', (path: string) => writeFileSync(path, 'this is no database at all'.repeat(400))],
  ['is cut off', (path: string) => truncateSync(path, 5_000)],
  [
    'has garbage in it',
    (path: string) => {
      const bytes = readFileSync(path)
      writeFileSync(path, bytes.fill(0xa5, 4_096))
    },
  ],
])('a file that %s is begun anew with a sentence', (_, tear) => {
  using folder = temporary('measures')
  const path = folder.at('metrics.sqlite')
  const kept = keepMeasures(path, { begin: noon })
  kept.run(3 * hour, 10 * second, busy)
  kept.stop()
  tear(path)
  kept.kill()
  kept.run(3 * hour, 10 * second, busy)
  expect(kept.sentence('measures-torn')).toContain('torn')
  expect(kept.series('cpu.percent', noon + 4 * hour, noon + 5 * hour, 60).measures[0]!.mean).not.toContain(null)
  kept.stop()
})

test('a piece that cannot be read is a gap and a sentence, and the rest is told', () => {
  using folder = temporary('measures')
  const path = folder.at('metrics.sqlite')
  const kept = keepMeasures(path, { begin: noon })
  kept.run(3 * hour, 10 * second, busy)
  kept.stop()
  const database = new Database(path)
  database.run("UPDATE measure_spans SET packed = x'00ff' WHERE tier = 0 AND start = ?", [noon + hour])
  database.close()
  kept.kill()
  const { mean } = kept.series('cpu.percent', noon, noon + 3 * hour, 1_080).measures[0]!
  expect(mean.map((value) => value === null)).toEqual([
    ...Array(360).fill(false),
    ...Array(360).fill(true),
    ...Array(360).fill(false),
  ])
  expect(kept.sentence('measures-unread')).toBe('1 piece of the kept measures could not be read and is a gap.')
  kept.stop()
})

test('a database of a newer version is not touched; a sentence says so, and the last hour is told', () => {
  using folder = temporary('measures')
  const path = folder.at('metrics.sqlite')
  const newer = openStore('metrics', path).$client
  newer.run('PRAGMA user_version = 99')
  newer.close()
  const before = readFileSync(path)
  const kept = keepMeasures(path, { begin: noon })
  kept.run(10 * minute, 2 * second, busy)
  expect(kept.sentence('measures-newer')).toContain('has version 99')
  expect(kept.series('cpu.percent', noon, kept.now(), 300).measures[0]!.mean).not.toContain(null)
  kept.stop()
  expect(readFileSync(path)).toEqual(before)
})

test('on a full disk nothing is lost of the last hour: it is written once there is room', () => {
  using folder = temporary('measures')
  const path = folder.at('metrics.sqlite')
  let client: Database | undefined
  const kept = keepMeasures(path, {
    begin: noon,
    open(path) {
      const store = openStore('metrics', path)
      client = store.$client
      return store
    },
  })
  kept.run(20 * minute, 10 * second, busy)
  const { page_count: pages } = client!.query<{ page_count: number }, []>('PRAGMA page_count').get()!
  client!.run(`PRAGMA max_page_count = ${pages}`)
  kept.run(40 * minute, 10 * second, busy)
  expect(kept.sentence('measures-not-kept')).toContain('The disk is full')
  expect(kept.series('cpu.percent', noon, kept.now(), 360).measures[0]!.mean).not.toContain(null)
  client!.run('PRAGMA max_page_count = 1000000')
  kept.run(5 * minute, 10 * second, busy)
  expect(kept.codes()).toEqual([])
  kept.restart()
  expect(kept.series('cpu.percent', noon, kept.now(), 390).measures[0]!.mean).not.toContain(null)
  kept.stop()
})
