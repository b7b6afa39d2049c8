import type { Database } from 'bun:sqlite'
import { createHash } from 'node:crypto'
import type { Price, PriceEntry } from './price.ts'
import type { Rates } from './rates.ts'

/** Writes the prices that calls are priced with, each once. The id of a price is a hash of all that it says. */
export function writePrices(index: Database, edition: string) {
  const save = index.prepare(
    'INSERT OR IGNORE INTO prices (id, source, entry, valid_from, edition, rates) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const find = index.prepare<{ rates: string }, [string]>('SELECT rates FROM prices WHERE id = ?')
  const known = new Map<string, Rates>()
  let ids = new WeakMap<PriceEntry, string>()

  function idOf(entry: PriceEntry): string {
    let id = ids.get(entry)
    if (id === undefined) {
      const { source, entry: name, from, rates } = entry
      const text = JSON.stringify(rates)
      const ownEdition = source === 'book' ? edition : ''
      id = createHash('sha256')
        .update(JSON.stringify([source, name, from, ownEdition, text]))
        .digest('hex')
        .slice(0, 12)
      save.run(id, source, name, from, ownEdition, text)
      ids.set(entry, id)
    }
    return id
  }

  return {
    columnsOf: ({ usd, source, used, times, savedUsd }: Price) => ({
      costUsd: usd,
      costSource: source as string,
      priceId: used && idOf(used),
      times,
      savedUsd,
    }),

    /** After a transaction was rolled back: a price is written again when it is used next. */
    forget() {
      ids = new WeakMap()
      known.clear()
    },

    /** The rates of a stored price; null for an unknown id. */
    ratesOf(id: string): Rates | null {
      let rates = known.get(id)
      if (rates === undefined) {
        const row = find.get(id)
        if (!row) return null
        rates = JSON.parse(row.rates) as Rates
        if (known.size >= maxKnown) known.clear()
        known.set(id, rates)
      }
      return rates
    },
  }
}

const maxKnown = 2_000
