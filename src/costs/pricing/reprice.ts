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

type Kept = UsageRow & {
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
  const remark = (key: string) =>
    index.query<{ value: string }, [string]>('SELECT value FROM meta WHERE name = ?').get(key)?.value
  const note = index.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
  const forget = index.prepare('DELETE FROM meta WHERE name = ?')
  const next = index.prepare<Kept, [string, number]>(
    `SELECT ${rowColumns}, provider, logged_usd AS loggedUsd, rates, placeholder, priority FROM usage
     WHERE key > ? ORDER BY key LIMIT ?`,
  )
  const update = index.prepare(
    'UPDATE usage SET cost_usd = $costUsd, cost_source = $costSource, price_id = $priceId, times = $times, saved_usd = $savedUsd WHERE key = $key',
  )
  const prices = writePrices(index, pricing.edition ?? '')
  const sums = writeSums(index, prices)

  const isCurrent = () => remark('prices') === name
  const count = () => index.query<{ n: number }, []>('SELECT count(*) AS n FROM usage').get()!.n

  /** How far a run towards these prices has come; one towards others begins anew. */
  function behind(): string {
    const [towards, ...key] = (remark('pricing') ?? '').split('\n')
    return towards === name ? key.join('\n') : ''
  }

  const step = index.transaction((): { rows: number; isDone: boolean } => {
    const after = behind()
    const rows = next.all(after, atOnce)
    for (const row of rows) {
      const { rates, placeholder, priority, counted, key } = row
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
      update.run({ ...columns, key })
      if (counted) sums.add({ ...row, ...columns }, 1)
    }
    sums.flush()
    const isDone = rows.length < atOnce
    if (isDone) {
      note.run('prices', name)
      forget.run('pricing')
    } else note.run('pricing', `${name}\n${rows.at(-1)!.key}`)
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
      let rowsDone =
        behind() === ''
          ? 0
          : index.query<{ n: number }, [string]>('SELECT count(*) AS n FROM usage WHERE key <= ?').get(behind())!.n
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
