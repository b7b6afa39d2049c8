import type { Database } from 'bun:sqlite'
import { quarterMs } from '../../lib/timezone.ts'
import { type CostByClass, costByClassOf, ratesFor } from '../pricing/rates.ts'
import type { writePrices } from '../pricing/write-prices.ts'
import { noChange, type SumChange } from './sum-change.ts'
import type { SummedCall } from './usage-row.ts'
import { writeTotals } from './write-totals.ts'

/**
 * Writes the sums by quarter of an hour that every report is made of. Changes are gathered in memory and written by
 * `flush`, which has to run before the transaction ends.
 */
export function writeSums(index: Database, prices: ReturnType<typeof writePrices>) {
  const write = index.prepare(
    `INSERT INTO usage_sums (quarter, name, price, calls, input, output, cache_read, cache_write, total, cost_usd, input_usd,
       output_usd, cache_read_usd, cache_write_usd, saved_usd, searches, search_usd)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
       output = output + excluded.output, cache_read = cache_read + excluded.cache_read,
       cache_write = cache_write + excluded.cache_write, total = total + excluded.total,
       cost_usd = cost_usd + excluded.cost_usd, input_usd = input_usd + excluded.input_usd,
       output_usd = output_usd + excluded.output_usd, cache_read_usd = cache_read_usd + excluded.cache_read_usd,
       cache_write_usd = cache_write_usd + excluded.cache_write_usd, saved_usd = saved_usd + excluded.saved_usd,
       searches = searches + excluded.searches, search_usd = search_usd + excluded.search_usd`,
  )
  const removeEmpty = index.prepare('DELETE FROM usage_sums WHERE quarter = ? AND name = ? AND price = ? AND calls = 0')
  const totals = writeTotals(index)
  /** The changes since the last flush, by the key of their row. */
  const gathered = new Map<string, SumChange>()
  /** The calls of a session come one after another. */
  let last: SumChange | undefined

  return {
    /** `known` is what each class of the call's tokens costs, where that was just computed. */
    add(row: SummedCall, sign: 1 | -1, known: CostByClass | null = null) {
      const change = changeOf(row)
      const cacheWrite = row.cacheWrite5m + row.cacheWrite1h
      change.calls += sign
      change.input += sign * row.input
      change.output += sign * row.output
      change.cacheRead += sign * row.cacheRead
      change.cacheWrite += sign * cacheWrite
      change.total += sign * (row.input + row.output + row.cacheRead + cacheWrite + row.unclassified)
      // All calls of a price have a cost or none has: a price of the source `unpriced` is none.
      change.costUsd = row.costUsd === null ? null : (change.costUsd ?? 0) + sign * row.costUsd
      const shares = known ?? sharesOf(row)
      if (shares) {
        change.inputUsd += sign * shares.input
        change.outputUsd += sign * shares.output
        change.cacheReadUsd += sign * shares.cacheRead
        change.cacheWriteUsd += sign * shares.cacheWrite
        change.searchUsd += sign * shares.search
      }
      change.searches += sign * row.searches
      change.savedUsd += sign * (row.savedUsd ?? 0)
    },

    flush() {
      for (const change of gathered.values()) {
        const { quarter, name, price, calls } = change
        write.run(
          quarter,
          name,
          price,
          calls,
          change.input,
          change.output,
          change.cacheRead,
          change.cacheWrite,
          change.total,
          change.costUsd,
          change.inputUsd,
          change.outputUsd,
          change.cacheReadUsd,
          change.cacheWriteUsd,
          change.savedUsd,
          change.searches,
          change.searchUsd,
        )
        if (calls <= 0) removeEmpty.run(quarter, name, price)
        totals.add(change)
      }
      totals.flush()
      clear()
    },

    drop() {
      clear()
      totals.drop()
    },
  }

  function clear() {
    gathered.clear()
    last = undefined
  }

  function sharesOf(row: SummedCall): CostByClass | null {
    const { rates } = prices.pricingOf(row.price)
    return rates && costByClassOf(ratesFor(rates, row, row.times), row, row.searches)
  }

  function changeOf({ at, name, price }: SummedCall): SumChange {
    const quarter = Math.floor(at / quarterMs)
    if (last && last.quarter === quarter && last.name === name && last.price === price) return last
    const key = `${quarter} ${name} ${price}`
    let change = gathered.get(key)
    if (!change) {
      change = { quarter, name, price, ...noChange }
      gathered.set(key, change)
    }
    last = change
    return change
  }
}
