import { createHash } from 'node:crypto'
import type { Rates as ConfiguredRates } from '../../facts/fact.ts'
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
  `${bookEdition}, rules ${rulesVersion}, own ${createHash('sha256').update(JSON.stringify(overrides)).digest('hex').slice(0, 12)}`

type StoredUsage = UsageRow & {
  provider: string
  loggedUsd: number | null
  rates: string | null
  placeholder: number
  priority: number
}

/**
 * Prices every call in the index again where it was priced with other prices than those of `name`. Each step writes
 * calls, sums and the row it has reached in one transaction: between steps the sums agree with the calls, of which some
 * have the old price and some the new one, and after a kill the next run goes on from there. What a runtime logged
 * stays.
 */
export function createRepricing(index: Store['$client'], pricing: Pricing, name: string) {
  const meta = createMeta(index)
  const rowsBehind = index.prepare<StoredUsage, [key: string, host: string, limit: number]>(
    `SELECT ${rowColumns}, provider, logged_usd AS loggedUsd, rates, placeholder, priority FROM usage
     WHERE (key, host) > (?, ?) ORDER BY key, host LIMIT ?`,
  )
  const update = index.prepare(
    'UPDATE usage SET cost_usd = $costUsd, cost_source = $costSource, price_id = $priceId, times = $times, saved_usd = $savedUsd WHERE key = $key AND host = $host',
  )
  const prices = writePrices(index, pricing.edition ?? '')
  const sums = writeSums(index, prices)

  const isCurrent = () => meta.get('prices') === name
  const count = () => index.query<{ n: number }, []>('SELECT count(*) AS n FROM usage').get()!.n
  const countUntil = index.query<{ n: number }, [key: string, host: string]>(
    'SELECT count(*) AS n FROM usage WHERE (key, host) <= (?, ?)',
  )

  /** The row that a run towards these prices has reached; a run towards others begins anew. */
  function reached(): [key: string, host: string] {
    const [towards, host = '', ...key] = (meta.get('pricing') ?? '').split('\n')
    return towards === name ? [key.join('\n'), host] : ['', '']
  }

  const repriceStep = index.transaction((): { rows: number; isDone: boolean } => {
    const rows = rowsBehind.all(...reached(), rowsPerStep)
    for (const row of rows) {
      const { rates, placeholder, priority, counted, key, host } = row
      const price = priceOf(
        {
          ...row,
          tokens: row,
          rates: rates === null ? null : (JSON.parse(rates) as ConfiguredRates),
          placeholder: placeholder === 1,
          priority: priority === 1,
        },
        pricing.book,
        pricing.overrides,
      )
      const columns = prices.columnsOf(price)
      if (isSame(row, columns)) continue
      if (counted) sums.add(row, -1)
      update.run({ ...columns, key, host })
      if (counted) sums.add({ ...row, ...columns }, 1)
    }
    sums.flush()
    const isDone = rows.length < rowsPerStep
    if (isDone) {
      meta.set('prices', name)
      meta.remove('pricing')
    } else {
      const { host, key } = rows.at(-1)!
      meta.set('pricing', `${name}\n${host}\n${key}`)
    }
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
      let rowsDone = countUntil.get(...reached())!.n
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

type Columns = Pick<UsageRow, 'costUsd' | 'costSource' | 'priceId' | 'times' | 'savedUsd'>

const isSame = (row: Columns, now: Columns) =>
  row.costUsd === now.costUsd &&
  row.costSource === now.costSource &&
  row.priceId === now.priceId &&
  row.times === now.times &&
  row.savedUsd === now.savedUsd
