import type { Store } from '../../store/store.ts'
import type { PriceUsed, Rates } from './rates.ts'
import { rulesOf } from './tier-rules.ts'

type PriceRow = Omit<PriceUsed, 'rates' | 'rules'> & { rates: string; rules: string }

/** The prices of these ids, by id; unknown ids are left out. */
export function pricesByIds(index: Store, ids: readonly string[]): Map<string, PriceUsed> {
  const rows = index.$client
    .query<PriceRow, [string]>(
      `SELECT id, source, entry, valid_from AS "from", edition, rates, rules, page FROM prices
       WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify([...new Set(ids)]))
  return new Map(
    rows.map(({ rates, rules, ...price }) => [
      price.id,
      { ...price, rates: JSON.parse(rates) as Rates, rules: rulesOf(rules.split(' ')) },
    ]),
  )
}
