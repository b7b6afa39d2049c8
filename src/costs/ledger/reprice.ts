import type { Rates as ConfiguredRates } from '../../facts/fact.ts'
import { tierOfNumber } from '../../facts/tier.ts'
import { sha256 } from '../../lib/crypto.ts'
import type { Store } from '../../store/store.ts'
import { priceOf, rulesVersion } from '../pricing/price.ts'
import { bookEdition } from '../pricing/price-book.ts'
import { writePrices } from '../pricing/write-prices.ts'
import { createMeta } from './meta.ts'
import { rowColumns, type UsageRow } from './usage-row.ts'
import { writeSums } from './write-sums.ts'
import type { Pricing } from './write-usage.ts'

/** How many calls one transaction prices again: it takes some milliseconds, then others may write. */
const rowsPerStep = 1_000

/** The name of a set of prices: the book's edition, our rules, and the user's own prices. */
export const pricesName = (overrides: unknown) =>
  `${bookEdition}, rules ${rulesVersion}, own ${sha256(JSON.stringify(overrides)).slice(0, 12)}`

type StoredUsage = UsageRow & {
  model: string
  provider: string
  loggedUsd: number | null
  rates: string | null
  placeholder: number
  tier: number
  usOnly: number
}

/**
 * Prices every call in the index again where it was priced with other prices than those of `name`. Each step writes
 * calls, sums and the row it has reached in one transaction: between steps the sums agree with the calls, of which some
 * have the old price and some the new one, and after a kill the next run goes on from there. What a runtime logged
 * stays.
 */
export function createRepricing(index: Store['$client'], pricing: Pricing, name: string) {
  const meta = createMeta(index)
  const rowsBehind = index.prepare<StoredUsage, [id: number, limit: number]>(
    `SELECT ${rowColumns}, model, provider, logged_usd AS loggedUsd, rates, placeholder, tier, us_only AS usOnly
     FROM usage_rows CROSS JOIN usage_names ON usage_names.id = usage_rows.name
     WHERE usage_rows.id > ? ORDER BY usage_rows.id LIMIT ?`,
  )
  const update = index.prepare('UPDATE usage_rows SET cost_usd = ?, price = ?, times = ?, saved_usd = ? WHERE id = ?')
  const prices = writePrices(index, pricing.edition ?? '')
  const sums = writeSums(index, prices)

  const isCurrent = () => meta.get('prices') === name
  const count = () => index.query<{ n: number }, []>('SELECT count(*) AS n FROM usage_rows').get()!.n
  const countUntil = index.query<{ n: number }, [id: number]>('SELECT count(*) AS n FROM usage_rows WHERE id <= ?')

  /** The id of the row that a run towards these prices has reached; a run towards others begins anew. */
  function reached(): number {
    const [towards, id] = (meta.get('pricing') ?? '').split('\n')
    return towards === name && Number.isSafeInteger(Number(id)) ? Number(id) : 0
  }

  const repriceStep = index.transaction((): { rows: number; isDone: boolean } => {
    const rows = rowsBehind.all(reached(), rowsPerStep)
    for (const row of rows) {
      const { rates, placeholder, tier, usOnly, counted, id, ...call } = row
      const price = priceOf(
        {
          ...call,
          tokens: row,
          rates: rates === null ? null : (JSON.parse(rates) as ConfiguredRates),
          placeholder: placeholder === 1,
          tier: tierOfNumber(tier),
          usOnly: usOnly === 1,
        },
        pricing.book,
        pricing.overrides,
      )
      const columns = prices.columnsOf(price)
      if (isSame(row, columns)) continue
      if (counted) sums.add(row, -1)
      update.run(columns.costUsd, columns.price, columns.times, columns.savedUsd, id)
      if (counted) sums.add({ ...row, ...columns }, 1)
    }
    sums.flush()
    const isDone = rows.length < rowsPerStep
    if (isDone) {
      meta.set('prices', name)
      meta.remove('pricing')
    } else meta.set('pricing', `${name}\n${rows.at(-1)!.id}`)
    return { rows: rows.length, isDone }
  })

  function stepOrDrop() {
    try {
      return repriceStep.immediate()
    } catch (error) {
      sums.drop()
      prices.forget()
      throw error
    }
  }

  return {
    isCurrent,
    /** Runs to its end and gives way between steps; `onProgress` hears how far it is. Throws what SQLite throws. */
    async run(signal: AbortSignal, onProgress: (rowsDone: number, rows: number) => void) {
      if (isCurrent()) return
      const rows = count()
      let rowsDone = countUntil.get(reached())!.n
      while (!signal.aborted) {
        const step = stepOrDrop()
        rowsDone += step.rows
        onProgress(Math.min(rowsDone, rows), rows)
        if (step.isDone) return
        await Bun.sleep(0)
      }
    },
  }
}

type Columns = Pick<UsageRow, 'costUsd' | 'price' | 'times' | 'savedUsd'>

const isSame = (row: Columns, now: Columns) =>
  row.costUsd === now.costUsd && row.price === now.price && row.times === now.times && row.savedUsd === now.savedUsd
