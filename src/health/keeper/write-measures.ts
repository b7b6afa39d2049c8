import type { Store } from '../../store/store.ts'
import { type Bucket, mergeBuckets } from './bucket.ts'
import { type Placed, packRow, packSpan, readRow, readSpan } from './pack-buckets.ts'
import { startOf, type Tier, tiers } from './tiers.ts'

/** All SQL of metrics.sqlite. Each function throws what SQLite throws. */

/** The buckets of a tier that begin at one moment, by the id of their measure. */
export type Row = { tier: Tier; at: number; buckets: ReadonlyMap<string, Bucket> }

export type MeasureSince = { id: string; since: number; until: number }

/** How much was read for an answer. */
export type Work = { spans: number; rows: number }

export type MeasureStore = ReturnType<typeof createMeasureStore>

export function createMeasureStore({ $client: db }: Store, onUnread: () => void) {
  // What is asked is narrow, and most of it is read once.
  db.run('PRAGMA cache_size = -512')
  const numbers = new Map<string, number>()
  const work: Work = { spans: 0, rows: 0 }

  const sql = {
    names: db.query<{ id: number; name: string; first_at: number; last_at: number }, []>(
      'SELECT id, name, first_at, last_at FROM measure_names ORDER BY id',
    ),
    addName: db.query<{ id: number }, [string, number, number]>(
      'INSERT INTO measure_names (name, first_at, last_at) VALUES (?, ?, ?) RETURNING id',
    ),
    touchName: db.query(
      'UPDATE measure_names SET first_at = min(first_at, ?1), last_at = max(last_at, ?1) WHERE id = ?2',
    ),
    row: db.query<{ packed: Uint8Array }, [number, number]>(
      'SELECT packed FROM measure_rows WHERE tier = ? AND at = ?',
    ),
    rows: db.query<{ at: number; packed: Uint8Array }, [number, number, number]>(
      'SELECT at, packed FROM measure_rows WHERE tier = ? AND at >= ? AND at < ? ORDER BY at',
    ),
    putRow: db.query('INSERT OR REPLACE INTO measure_rows (tier, at, packed) VALUES (?, ?, ?)'),
    removeRows: db.query('DELETE FROM measure_rows WHERE tier = ? AND at >= ? AND at < ?'),
    /** The moments in a tier that are of no span that goes on. */
    ripe: db.query<{ at: number }, [number, number, number]>(
      'SELECT at FROM measure_rows WHERE tier = ? AND (at < ? OR at >= ?) ORDER BY at LIMIT 1',
    ),
    span: db.query<{ packed: Uint8Array }, [number, number, number]>(
      'SELECT packed FROM measure_spans WHERE measure = ? AND tier = ? AND start = ?',
    ),
    spans: db.query<{ start: number; packed: Uint8Array }, [number, number, number, number]>(
      'SELECT start, packed FROM measure_spans WHERE measure = ? AND tier = ? AND start > ? AND start < ? ORDER BY start',
    ),
    putSpan: db.query('INSERT OR REPLACE INTO measure_spans (measure, tier, start, packed) VALUES (?, ?, ?, ?)'),
    removeSpans: db.query('DELETE FROM measure_spans WHERE tier = ? AND start <= ?'),
    oldRows: db.query('DELETE FROM measure_rows WHERE tier = ? AND at <= ?'),
    removeNames: db.query(
      `DELETE FROM measure_names WHERE last_at < ? AND NOT EXISTS (SELECT 1 FROM measure_spans WHERE measure = measure_names.id)`,
    ),
  }
  for (const { id, name } of sql.names.all()) numbers.set(name, id)

  function numberOf(id: string, at: number): number {
    const known = numbers.get(id)
    if (known !== undefined) return known
    const number = sql.addName.get(id, at, at)!.id
    numbers.set(id, number)
    return number
  }

  /** What cannot be read is a gap, and is said. */
  function reading(read: () => void) {
    try {
      read()
    } catch (error) {
      if ((error as { code?: string }).code?.startsWith('SQLITE')) throw error
      onUnread()
    }
  }

  function put({ tier, at, buckets }: Row) {
    const numbered = new Map([...buckets].map(([id, bucket]) => [numberOf(id, at), bucket]))
    const before = sql.row.get(tier.number, at)
    // What was read before a restart, or before the clock was put back.
    if (before)
      reading(() =>
        readRow(
          before.packed,
          () => true,
          (measure, bucket) => {
            const ours = numbered.get(measure)
            numbered.set(measure, ours ? mergeBuckets([bucket, ours]) : bucket)
          },
        ),
      )
    sql.putRow.run(tier.number, at, packRow(numbered))
    if (tier === tiers.at(-1)) for (const number of numbered.keys()) sql.touchName.run(at, number)
  }

  /** Packs the rows of one span of a tier together, by measure. */
  function foldSpan(tier: Tier, start: number) {
    const end = start + tier.spanMs
    const byMeasure = new Map<number, Placed[]>()
    for (const { at, packed } of sql.rows.all(tier.number, start, end))
      reading(() =>
        readRow(
          packed,
          () => true,
          (measure, bucket) => {
            const placed = byMeasure.get(measure) ?? []
            byMeasure.set(measure, placed)
            placed.push({ place: (at - start) / tier.stepMs, bucket })
          },
        ),
      )
    for (const [measure, placed] of byMeasure) {
      const before = sql.span.get(measure, tier.number, start)
      let all = placed
      if (before) reading(() => (all = merged([...readSpan(before.packed), ...placed])))
      sql.putSpan.run(measure, tier.number, start, packSpan(all))
    }
    sql.removeRows.run(tier.number, start, end)
  }

  /** The rows of a tier in a range, as whoever asks wants them. */
  function eachRow(
    tier: Tier,
    { from, to }: { from: number; to: number },
    wants: (measure: number) => boolean,
    take: (measure: number, at: number, bucket: Bucket) => void,
  ) {
    for (const { at, packed } of sql.rows.all(tier.number, from, to)) {
      work.rows++
      reading(() => readRow(packed, wants, (measure, bucket) => take(measure, at, bucket)))
    }
  }

  /**
   * After a kill a bucket of a coarser tier may lack readings that the finer one has: it is made anew of these. Only spans
   * of the finest tier that are still rows are looked at: what was packed had its coarser buckets.
   */
  function recover() {
    const [finest] = tiers
    for (const tier of tiers.slice(1)) {
      const fine = new Map<number, Map<number, Bucket[]>>()
      eachRow(
        finest!,
        { from: 0, to: Number.MAX_SAFE_INTEGER },
        () => true,
        (measure, at, bucket) => {
          const start = startOf(at, tier.stepMs)
          const buckets = fine.get(start) ?? new Map<number, Bucket[]>()
          fine.set(start, buckets)
          buckets.set(measure, [...(buckets.get(measure) ?? []), bucket])
        },
      )
      for (const [start, buckets] of fine) {
        const row = new Map<number, Bucket>()
        eachRow(
          tier,
          { from: start, to: start + 1 },
          () => true,
          (measure, _, bucket) => void row.set(measure, bucket),
        )
        let isNews = false
        for (const [measure, parts] of buckets) {
          const whole = mergeBuckets(parts)
          if ((row.get(measure)?.count ?? 0) >= whole.count) continue
          row.set(measure, whole)
          isNews = true
        }
        if (!isNews) continue
        sql.putRow.run(tier.number, start, packRow(row))
        if (tier === tiers.at(-1)) for (const number of row.keys()) sql.touchName.run(start, number)
      }
    }
  }

  db.transaction(recover)()

  return {
    /** How much was read so far. */
    work,

    /** Writes rows, each together with what is there already. */
    put: db.transaction((rows: readonly Row[]) => {
      for (const row of rows) put(row)
    }),

    /** Packs one span that is over, or that the clock has left; false where there is none. */
    fold: db.transaction((now: number): boolean => {
      for (const tier of tiers) {
        const current = startOf(now, tier.spanMs)
        const ripe = sql.ripe.get(tier.number, current, current + tier.spanMs)
        if (!ripe) continue
        foldSpan(tier, startOf(ripe.at, tier.spanMs))
        return true
      }
      return false
    }),

    /** Removes what is older than its tier keeps, and measures of which nothing is left. */
    retire: db.transaction((now: number) => {
      for (const { number, spanMs, keepMs } of tiers) {
        sql.removeSpans.run(number, now - keepMs - spanMs)
        sql.oldRows.run(number, now - keepMs)
      }
      sql.removeNames.run(now - tiers.at(-1)!.keepMs)
      numbers.clear()
      for (const { id, name } of sql.names.all()) numbers.set(name, id)
    }),

    /** The measures that are kept, with when they were first and last read, to a quarter of an hour. */
    measures: (): MeasureSince[] =>
      sql.names.all().map(({ name, first_at, last_at }) => ({ id: name, since: first_at, until: last_at })),

    /** Calls `take` with every bucket of a tier from `from` on and before `to`. */
    read(
      tier: Tier,
      range: { from: number; to: number },
      ids: readonly string[],
      take: (id: string, at: number, bucket: Bucket) => void,
    ) {
      const asked = new Map(ids.flatMap((id) => (numbers.has(id) ? [[numbers.get(id)!, id]] : [])))
      for (const [measure, id] of asked)
        for (const { start, packed } of sql.spans.all(measure, tier.number, range.from - tier.spanMs, range.to)) {
          work.spans++
          reading(() => {
            for (const { place, bucket } of readSpan(packed)) {
              const at = start + place * tier.stepMs
              if (at >= range.from && at < range.to) take(id, at, bucket)
            }
          })
        }
      eachRow(
        tier,
        range,
        (measure) => asked.has(measure),
        (measure, at, bucket) => take(asked.get(measure)!, at, bucket),
      )
    },
  }
}

/** Buckets in order, those in the same place together. */
function merged(placed: Placed[]): Placed[] {
  const byPlace = Map.groupBy(placed, ({ place }) => place)
  return [...byPlace]
    .sort(([a], [b]) => a - b)
    .map(([place, several]) => ({ place, bucket: mergeBuckets(several.map(({ bucket }) => bucket)) }))
}
