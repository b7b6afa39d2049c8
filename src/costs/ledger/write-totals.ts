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
    'SELECT runtime, host FROM usage_names WHERE id = ?',
    "SELECT id FROM usage_names WHERE session_id = '' AND model = '' AND provider = '' AND agent_id = '' AND runtime = ? AND host = ?",
    "INSERT INTO usage_names (session_id, model, provider, agent_id, runtime, host) VALUES ('', '', '', '', ?, ?)",
  )
  const plainPrice = lookUp(
    index,
    'SELECT cost_source FROM usage_prices WHERE id = ?',
    "SELECT id FROM usage_prices WHERE cost_source = ? AND price_id = ''",
    "INSERT INTO usage_prices (cost_source, price_id) VALUES (?, '')",
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

/** The number of the row that has only `parts` of another row; it is made where there is none. */
function lookUp(index: Database, partsSql: string, findSql: string, makeSql: string) {
  const parts = index.prepare<Record<string, string>, [number]>(partsSql)
  const find = index.prepare<{ id: number }, string[]>(findSql)
  const make = index.prepare<unknown, string[]>(makeSql)
  const plain = new Map<string, number>()
  const known = new Map<number, number>()

  function idOf(own: number): number {
    const row = parts.get(own)
    if (!row) throw new RangeError(`no row has the number ${own}`)
    const values = Object.values(row)
    const name = values.join('\0')
    let id = plain.get(name)
    if (id === undefined) {
      id = find.get(...values)?.id ?? Number(make.run(...values).lastInsertRowid)
      plain.set(name, id)
    }
    return id
  }

  return {
    of(own: number): number {
      let id = known.get(own)
      if (id === undefined) {
        id = idOf(own)
        if (known.size >= maxKnown) known.clear()
        known.set(own, id)
      }
      return id
    },
    forget() {
      known.clear()
      plain.clear()
    },
  }
}
