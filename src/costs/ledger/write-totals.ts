import type { Database } from 'bun:sqlite'
import type { SumChange } from './sum-change.ts'

const quartersOfDay = 96
/** So many names and prices are remembered; others are looked up. */
const maxKnown = 20_000

/**
 * Writes what the changes of sums come to whoever asked whatever model (`usage_totals`), and marks the days in which
 * anything changed. `flush` has to run in the transaction that wrote the sums.
 */
export function writeTotals(index: Database) {
  const plainName = lookUp(
    index,
    `INSERT OR IGNORE INTO usage_names (host, runtime, agent_id, session_id, model, provider)
       SELECT host, runtime, '', '', '', '' FROM usage_names WHERE id = ?`,
    `SELECT plain.id FROM usage_names AS own JOIN usage_names AS plain ON plain.session_id = '' AND plain.model = ''
       AND plain.provider = '' AND plain.agent_id = '' AND plain.runtime = own.runtime AND plain.host = own.host
     WHERE own.id = ?`,
  )
  const plainPrice = lookUp(
    index,
    `INSERT OR IGNORE INTO usage_prices (cost_source, price_id) SELECT cost_source, '' FROM usage_prices WHERE id = ?`,
    `SELECT plain.id FROM usage_prices AS own JOIN usage_prices AS plain ON plain.cost_source = own.cost_source
       AND plain.price_id = '' WHERE own.id = ?`,
  )
  const write = index.prepare(
    `INSERT INTO usage_totals (quarter, name, price, calls, input, output, cache_read, cache_write, total, cost_usd,
       input_usd, output_usd, cache_read_usd, cache_write_usd, saved_usd)
     VALUES ($quarter, $name, $price, $calls, $input, $output, $cacheRead, $cacheWrite, $total, $costUsd,
       $inputUsd, $outputUsd, $cacheReadUsd, $cacheWriteUsd, $savedUsd)
     ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
       output = output + excluded.output, cache_read = cache_read + excluded.cache_read,
       cache_write = cache_write + excluded.cache_write, total = total + excluded.total,
       cost_usd = coalesce(cost_usd + excluded.cost_usd, cost_usd, excluded.cost_usd),
       input_usd = input_usd + excluded.input_usd, output_usd = output_usd + excluded.output_usd,
       cache_read_usd = cache_read_usd + excluded.cache_read_usd,
       cache_write_usd = cache_write_usd + excluded.cache_write_usd, saved_usd = saved_usd + excluded.saved_usd`,
  )
  const removeEmpty = index.prepare(
    'DELETE FROM usage_totals WHERE quarter = ? AND name = ? AND price = ? AND calls = 0',
  )
  const nextVersion = index.prepare<{ version: number }, []>(
    'SELECT coalesce(max(version), 0) + 1 AS version FROM usage_marks',
  )
  const mark = index.prepare(
    'INSERT INTO usage_marks (day, version) VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version',
  )
  /** The changes since the last flush, by the key of their row. */
  const gathered = new Map<string, SumChange>()

  return {
    add(change: SumChange) {
      const [name, price] = [plainName.of(change.name), plainPrice.of(change.price)]
      const key = `${change.quarter} ${name} ${price}`
      const total = gathered.get(key)
      if (!total) {
        gathered.set(key, { ...change, name, price })
        return
      }
      for (const field of counts) total[field] += change[field]
      if (change.costUsd !== null) total.costUsd = (total.costUsd ?? 0) + change.costUsd
    },

    flush() {
      if (gathered.size === 0) return
      const days = new Set<number>()
      for (const total of gathered.values()) {
        write.run(total)
        if (total.calls <= 0) removeEmpty.run(total.quarter, total.name, total.price)
        days.add(Math.floor(total.quarter / quartersOfDay))
      }
      const { version } = nextVersion.get()!
      for (const day of days) mark.run(day, version)
      gathered.clear()
    },

    /** Drops what was gathered, after a transaction that was rolled back: what it wrote is not there. */
    drop() {
      gathered.clear()
      plainName.forget()
      plainPrice.forget()
    },
  }
}

const counts = [
  'calls',
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  'total',
  'inputUsd',
  'outputUsd',
  'cacheReadUsd',
  'cacheWriteUsd',
  'savedUsd',
] as const satisfies (keyof SumChange)[]

/** The number of the general row beside each row, which is made where there is none. */
function lookUp(index: Database, makeSql: string, findSql: string) {
  const make = index.prepare(makeSql)
  const find = index.prepare<{ id: number }, [number]>(findSql)
  const known = new Map<number, number>()
  return {
    of(own: number): number {
      let id = known.get(own)
      if (id === undefined) {
        let found = find.get(own)
        if (!found) {
          make.run(own)
          found = find.get(own)
        }
        if (!found) throw new RangeError(`no row has the number ${own}`)
        id = found.id
        if (known.size >= maxKnown) known.clear()
        known.set(own, id)
      }
      return id
    },
    forget: () => known.clear(),
  }
}
