import { expect, test } from 'bun:test'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { measureOf } from '../kept-measures.ts'
import { bucketOf } from './bucket.ts'
import { keepMeasures } from './testing/keep-measures.ts'
import { randomFrom } from './testing/random.ts'
import { someMeasures } from './testing/some-measures.ts'
import { tiers } from './tiers.ts'

const begin = Date.parse('2026-01-01T00:00Z')
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]
const year = 365 * day

/** Every reading of some measures, to compute straight what was answered. */
function createRecord(ids: readonly string[]) {
  const at: number[] = []
  const grains = new Map(ids.map((id) => [id, [] as number[]]))

  function placeOf(moment: number) {
    let [low, high] = [0, at.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (at[middle]! < moment) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    note(moment: number, values: Record<string, number>) {
      at.push(moment)
      for (const [id, all] of grains) all.push(Math.round(values[id]! * measureOf(id)!.perUnit))
    },
    /** The readings in a range, in grains. */
    between: (id: string, from: number, to: number) => grains.get(id)!.slice(placeOf(from), placeOf(to)),
  }
}

test('a year of forty measures, with a close look at random ranges of it: everything is what a straight computation says', () => {
  using folder = temporary('year')
  const path = folder.at('metrics.sqlite')
  const kept = keepMeasures(path, { begin })
  const random = randomFrom(7)
  const next = someMeasures(40, randomFrom(11))
  const checked = ['cpu.percent', 'net.in.bytesPerSecond', 'temperature.celsius', 'disk.used.bytes:/mnt/1']
  const record = createRecord(checked)

  function run(until: number, everyMs: number) {
    for (; kept.now() < until; kept.pass(everyMs)) {
      const values = next()
      kept.take(values, everyMs)
      record.note(kept.now(), values)
    }
  }

  // Seldom, with hours in which somebody looked on, nights without power, and a restart each month.
  for (let month = 0; month < 12; month++) {
    const end = begin + ((month + 1) * (year - 50 * hour)) / 12
    for (let window = 0; window < 3; window++) {
      run(Math.min(end, kept.now() + random(9 * day)), 10 * minute)
      run(Math.min(end, kept.now() + hour + random(hour)), 2 * second)
      kept.pass(random(10) * hour)
    }
    run(end, 10 * minute)
    kept.restart()
  }
  run(begin + year, 10 * second)
  const end = kept.now()
  expect(kept.codes()).toEqual([])

  for (let question = 0; question < 300; question++) {
    const back = [hour, 40 * hour, 30 * day, 88 * day, year][random(5)]!
    const since = end - 1 - random(back)
    const until = since + 1 + random(end - since)
    const points = 1 + random(400)
    const id = checked[random(checked.length)]!
    const { perUnit } = measureOf(id)!
    const { tier, stepMs, at, measures } = kept.series(id, since, until, points)
    const bucketMs = tiers.find(({ name }) => name === tier)?.stepMs ?? stepMs
    expect(at.length).toBeLessThanOrEqual(points + 1)
    const { min, mean, max, p95 } = measures[0]!
    for (const [place, from] of at.entries()) {
      const values = record.between(id, from, from + stepMs)
      const said = { question, from, min: min[place], mean: mean[place], max: max[place] }
      if (values.length === 0) {
        expect(said).toEqual({ question, from, min: null, mean: null, max: null })
        continue
      }
      const exact = bucketOf(values)
      expect(said).toEqual({
        question,
        from,
        min: exact.min / perUnit,
        mean: exact.sum / exact.count / perUnit,
        max: exact.max / perUnit,
      })
      let greatest = Number.NEGATIVE_INFINITY
      for (let start = from; start < from + stepMs; start += bucketMs) {
        const part = record.between(id, start, start + bucketMs)
        if (part.length > 0) greatest = Math.max(greatest, bucketOf(part).p95)
      }
      expect(p95[place]).toBeGreaterThanOrEqual(exact.p95 / perUnit)
      expect(p95[place]).toBeLessThanOrEqual(greatest / perUnit)
    }
  }

  // What an answer costs does not depend on how much there is.
  for (const [back, spans, rows] of [
    [90 * day, 13, 768],
    [year, 47, 768],
    [7 * day, 29, 768],
    [48 * hour, 9, 360],
  ] as const) {
    const before = kept.keeper().work()
    kept.series('cpu.percent', end - back, end, 500)
    const { spans: read, rows: looked } = kept.keeper().work()
    expect(read - before.spans).toBeLessThanOrEqual(spans)
    expect(looked - before.rows).toBeLessThanOrEqual(rows)
  }
  kept.stop()
  expect(statSync(path).size).toBeLessThan(60e6)
}, 600_000)

const mayMount = process.platform === 'linux' && process.getuid!() === 0 && Bun.which('mount') !== null

test.if(mayMount)(
  'a disk that is really full keeps nothing and breaks nothing; once there is room nothing of the last hour is missing',
  () => {
    using folder = temporary('full-disk')
    const mounted = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.path])
    // Not everywhere may root do so.
    if (!mounted.success) return
    try {
      const kept = keepMeasures(folder.at('metrics.sqlite'), { begin })
      const next = someMeasures(40, randomFrom(3))
      kept.run(10 * minute, 10 * second, next)
      try {
        writeFileSync(folder.at('ballast'), new Uint8Array(2 << 20))
      } catch {
        // As much as there was room for.
      }
      kept.run(40 * minute, 10 * second, next)
      expect(kept.codes()).toEqual(['measures-not-kept'])
      expect(kept.series('cpu.percent', begin, kept.now(), 300).measures[0]!.mean).not.toContain(null)
      rmSync(folder.at('ballast'))
      kept.run(2 * minute, 10 * second, next)
      expect(kept.codes()).toEqual([])
      kept.kill()
      expect(kept.series('cpu.percent', begin, kept.now() - minute, 300).measures[0]!.mean).not.toContain(null)
      kept.stop()
    } finally {
      Bun.spawnSync(['umount', '-l', folder.path])
    }
  },
)
