import { createHash } from 'node:crypto'
import type { Rates as ConfiguredRates } from '../../facts/fact.ts'
import type { Store } from '../../store/store.ts'
import { rowColumns, type UsageRow } from '../ledger/usage-row.ts'
import { writeSums } from '../ledger/write-sums.ts'
import type { Pricing } from '../ledger/write-usage.ts'
import { priceOf, rulesVersion } from './price.ts'
import { bookEdition } from './price-book.ts'
import { writePrices } from './write-prices.ts'

/** So many answers are priced again in one transaction: some milliseconds, then others may write. */
const atOnce = 1_000

/** Which prices the index was last priced with: the book's edition, our rules, and the user's own prices. */
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
 * Prices everything that is kept again where the prices are others than those it was priced with. Each step is one
 * transaction in which answers, sums and how far it has come stand together: between steps sums are of both prices
 * and agree with their answers, and after a kill it goes on where it was. What a runtime logged stays.
 */
export function createRepricing(index: Store['$client'], pricing: Pricing, name: string) {
  const metaOf = (key: string) =>
    index.query<{ value: string }, [string]>('SELECT value FROM meta WHERE name = ?').get(key)?.value
  const setMeta = index.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
  const removeMeta = index.prepare('DELETE FROM meta WHERE name = ?')
  const next = index.prepare<StoredUsage, [key: string, host: string, limit: number]>(
    `SELECT ${rowColumns}, provider, logged_usd AS loggedUsd, rates, placeholder, priority FROM usage
     WHERE (key, host) > (?, ?) ORDER BY key, host LIMIT ?`,
  )
  const update = index.prepare(
    'UPDATE usage SET cost_usd = $costUsd, cost_source = $costSource, price_id = $priceId, times = $times, saved_usd = $savedUsd WHERE key = $key AND host = $host',
  )
  const prices = writePrices(index, pricing.edition ?? '')
  const sums = writeSums(index, prices)

  const isCurrent = () => metaOf('prices') === name
  const count = () => index.query<{ n: number }, []>('SELECT count(*) AS n FROM usage').get()!.n
  const countUntil = index.query<{ n: number }, [key: string, host: string]>(
    'SELECT count(*) AS n FROM usage WHERE (key, host) <= (?, ?)',
  )

  /** The row that a run towards these prices has reached; a run towards others begins anew. */
  function reached(): [key: string, host: string] {
    const [towards, host = '', ...key] = (metaOf('pricing') ?? '').split('\n')
    return towards === name ? [key.join('\n'), host] : ['', '']
  }

  const step = index.transaction((): { rows: number; isDone: boolean } => {
    const rows = next.all(...reached(), atOnce)
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
    const isDone = rows.length < atOnce
    if (isDone) {
      setMeta.run('prices', name)
      removeMeta.run('pricing')
    } else {
      const { host, key } = rows.at(-1)!
      setMeta.run('pricing', `${name}\n${host}\n${key}`)
    }
    return { rows: rows.length, isDone }
  })

  function stepOrNothing() {
    try {
      return step.immediate()
    } catch (error) {
      sums.drop()
      prices.forget()
      throw error
    }
  }

  return {
    isCurrent,
    /** Runs to its end, giving way between steps; `told` hears how far it is. Throws what SQLite throws. */
    async run(signal: AbortSignal, told: (rowsDone: number, rows: number) => void) {
      if (isCurrent()) return
      const rows = count()
      let rowsDone = countUntil.get(...reached())!.n
      while (!signal.aborted) {
        const done = stepOrNothing()
        rowsDone += done.rows
        told(Math.min(rowsDone, rows), rows)
        if (done.isDone) return
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
