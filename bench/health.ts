import { Database } from 'bun:sqlite'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { keepMeasures } from '../src/health/keeper/testing/keep-measures.ts'
import { randomFrom } from '../src/health/keeper/testing/random.ts'
import { someMeasures } from '../src/health/keeper/testing/some-measures.ts'
import { tiers } from '../src/health/keeper/tiers.ts'
import { temporary } from '../tests/testing/program.ts'
import { hold } from './budgets.ts'
import { at, say } from './figures.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const measures = 40
const questions = 40
const points = 500
const watchedDays = 2

/**
 * Forty measures kept for so many days, read every ten seconds: what that takes of a core while somebody looks on, how
 * large it is and would be after three years, and how fast a chart of 90 days is answered.
 */
export async function health(days = 90) {
  using folder = temporary('bench-health')
  const path = join(folder.path, 'metrics.sqlite')
  const begin = Date.parse('2026-01-01T00:00Z')
  const kept = keepMeasures(path, { begin })
  const next = someMeasures(measures, randomFrom(5))
  const begun = performance.now()
  kept.run(days * dayMs, 10_000, next)
  const readings = days * 8_640
  console.log(
    `${days} days of ${measures} measures, ${readings} readings: ${(((performance.now() - begun) / readings) * 1_000).toFixed(0)} µs each`,
  )

  // Over the end of an hour, when most is packed.
  const hours = 2
  const before = process.cpuUsage()
  kept.run(hours * hourMs, 2_000, next)
  const { user, system } = process.cpuUsage(before)
  const share = ((user + system) / 1_000 / (hours * hourMs)) * 100
  console.log(`a reading every two seconds: ${share.toFixed(3)} % of a core`)
  hold('measures core', share)

  const ids = Object.keys(next())
  for (const [name, backMs, asked] of [
    ['an hour', hourMs, 1],
    ['a day', dayMs, 1],
    ['two days', 2 * dayMs, 1],
    ['a week', 7 * dayMs, 1],
    ['90 days', 90 * dayMs, 1],
    ['90 days, four measures', 90 * dayMs, 4],
  ] as const) {
    const took: number[] = []
    const work = kept.keeper().work()
    for (let question = 0; question < questions; question++) {
      const of = Array.from({ length: asked }, (_, number) => ids[(question + number) % ids.length]!)
      const end = kept.now()
      const started = performance.now()
      kept.keeper().series({ ids: of, since: end - backMs, until: end, points, now: end })
      took.push(performance.now() - started)
    }
    const looked = kept.keeper().work()
    say(`  ${name}`, took, 'ms', true)
    console.log(
      `    ${(looked.spans - work.spans) / questions} packed pieces and ${(looked.rows - work.rows) / questions} rows`,
    )
    if (backMs === 90 * dayMs && asked === 1)
      hold(
        'measures query',
        at(
          took.toSorted((a, b) => a - b),
          0.95,
        ),
      )
  }
  kept.stop()

  const read = sizesIn(path)
  for (const { tier, bytes, spans } of read.packed)
    console.log(`  ${tiers[tier]!.name}: ${(bytes / 1e6).toFixed(1)} MB in ${spans} pieces`)
  const atRest = steadyBytes(read.packed, days) * read.overhead
  const watched = steadyBytes(watchedFor(join(folder.path, 'watched.sqlite')), watchedDays) * read.overhead
  console.log(
    `metrics.sqlite ${(read.size / 1e6).toFixed(1)} MB after ${days} days; once every tier is full ${(atRest / 1e6).toFixed(1)} MB, ${(watched / 1e6).toFixed(1)} MB where somebody always looks on\n`,
  )
  hold('measures size', watched / 1e6)
}

/** What is packed where readings come every two seconds: all of it, since time goes on behind. */
function watchedFor(path: string) {
  const kept = keepMeasures(path, { begin: Date.parse('2026-01-01T00:00Z') })
  kept.run(watchedDays * dayMs, 2_000, someMeasures(measures, randomFrom(5)))
  kept.pass(9 * dayMs)
  kept.run(20_000, 10_000, () => ({}))
  const { packed } = sizesIn(path)
  kept.stop()
  return packed
}

function sizesIn(path: string) {
  using database = new Database(path, { readonly: true })
  const packed = database
    .query<{ tier: number; bytes: number; spans: number }, []>(
      'SELECT tier, sum(length(packed)) AS bytes, count(*) AS spans FROM measure_spans GROUP BY tier',
    )
    .all()
  const { size } = statSync(path)
  return { packed, size, overhead: size / packed.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** What is packed once every tier is full, by how much so many days take of it. */
const steadyBytes = (packed: { tier: number; bytes: number }[], days: number) =>
  packed.reduce((sum, { tier, bytes }) => {
    const keptDays = tiers[tier]!.keepMs / dayMs
    return sum + (bytes / Math.min(days, keptDays)) * keptDays
  }, 0)
