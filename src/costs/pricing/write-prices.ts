import type { Database } from 'bun:sqlite'
import { sha256 } from '../../lib/crypto.ts'
import type { CostSource } from '../../sessions/session.ts'
import type { Price, PriceEntry } from './price.ts'
import type { Rates } from './rates.ts'

/** How a call was priced: where its cost comes from, and the rates of the price it was computed with, if any. */
type Pricing = { source: CostSource; rates: Rates | null }

/**
 * Writes the prices that calls are priced with, each once. The id of a price is a hash of all that it says. A call names
 * its price and the source of its cost by one number.
 */
export function writePrices(index: Database, edition: string) {
  const save = index.prepare(
    'INSERT OR IGNORE INTO prices (id, source, entry, valid_from, edition, rates, rules, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const findNumber = index.prepare<{ id: number }, [source: string, priceId: string]>(
    'SELECT id FROM usage_prices WHERE cost_source = ? AND price_id = ?',
  )
  const saveNumber = index.prepare('INSERT INTO usage_prices (cost_source, price_id) VALUES (?, ?)')
  const find = index.prepare<{ source: CostSource; rates: string | null }, [number: number]>(
    `SELECT cost_source AS source, rates FROM usage_prices LEFT JOIN prices ON prices.id = price_id
     WHERE usage_prices.id = ?`,
  )
  const known = new Map<number, Pricing>()
  let ids = new WeakMap<PriceEntry, string>()
  const numbers = new Map<string, number>()

  function idOf(entry: PriceEntry): string {
    let id = ids.get(entry)
    if (id === undefined) {
      const { source, entry: name, from, rates, rules = [], page = null } = entry
      const text = JSON.stringify(rates)
      const ownEdition = source === 'book' ? edition : ''
      id = sha256(JSON.stringify([source, name, from, ownEdition, text, page, ...rules])).slice(0, 12)
      save.run(id, source, name, from, ownEdition, text, rules.join(' '), page)
      ids.set(entry, id)
    }
    return id
  }

  function numberOf(source: CostSource, priceId: string): number {
    const text = `${source} ${priceId}`
    let number = numbers.get(text)
    if (number === undefined) {
      number = findNumber.get(source, priceId)?.id ?? Number(saveNumber.run(source, priceId).lastInsertRowid)
      if (numbers.size >= maxKnown) numbers.clear()
      numbers.set(text, number)
    }
    return number
  }

  return {
    /** What a row holds of its price. */
    columnsOf: ({ usd, source, used, times, savedUsd }: Price) => ({
      costUsd: usd,
      price: numberOf(source, used ? idOf(used) : ''),
      times,
      savedUsd,
    }),

    /** After a transaction was rolled back: a price is written again when it is used next. */
    forget() {
      ids = new WeakMap()
      numbers.clear()
      known.clear()
    },

    /** How the calls with this number were priced. Throws for a number that no call has. */
    pricingOf(number: number): Pricing {
      let pricing = known.get(number)
      if (pricing === undefined) {
        const row = find.get(number)
        if (!row) throw new RangeError(`no call is priced with number ${number}`)
        pricing = { source: row.source, rates: row.rates === null ? null : (JSON.parse(row.rates) as Rates) }
        if (known.size >= maxKnown) known.clear()
        known.set(number, pricing)
      }
      return pricing
    },
  }
}

const maxKnown = 2_000
