import type { Store } from '../../store/store.ts'
import type { PriceUsed, Rates } from './rates.ts'

/** The prices of these ids, by id; unknown ids are left out. */
export function pricesByIds(index: Store, ids: readonly string[]): Map<string, PriceUsed> {
  const rows = index.$client
    .query<Omit<PriceUsed, 'rates'> & { rates: string }, [string]>(
      `SELECT id, source, entry, valid_from AS "from", edition, rates FROM prices
       WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify([...new Set(ids)]))
  return new Map(rows.map(({ rates, ...price }) => [price.id, { ...price, rates: JSON.parse(rates) as Rates }]))
}
