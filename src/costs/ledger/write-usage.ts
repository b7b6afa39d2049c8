import type { Database } from 'bun:sqlite'
import type { UsageFact } from '../../facts/fact.ts'
import { type PriceBook, priceOf } from '../pricing/price.ts'
import { writePrices } from '../pricing/write-prices.ts'
import { rowColumns, type UsageRow } from './usage-row.ts'
import { writeSums } from './write-sums.ts'

/** A fact with the host that it comes from; '' for this machine. */
type HostedFact = UsageFact & { host: string }

const asRow = `SELECT ${rowColumns} FROM usage`

/** What calls are priced with: our book, the user's own prices, and the edition of the book. */
export type Pricing = { book: PriceBook; overrides?: PriceBook; edition?: string }

/** Makes pricing of a book alone. */
export const pricingOf = (pricing: PriceBook | Pricing): Pricing =>
  typeof pricing === 'function' ? { book: pricing } : pricing

/**
 * Writes calls into `usage`, priced, and adds those that count to the sums of their quarter of an hour. The key decides
 * which readings are of the same call: the one of higher rank is stored. Of calls that share an `answerId`, replayed
 * readings count only where no other does, and then the best of them alone. The order of reading changes no sum. Facts
 * are gathered in memory and written by `flush` in one transaction. Hosts share nothing.
 */
export function writeUsage(index: Database, pricing: Pricing) {
  const insert = index.prepare(
    `INSERT INTO usage (key, host, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
       cache_write_5m, cache_write_1h, reasoning, unclassified, cost_usd, cost_source, answer_id, rank, replayed, counted,
       placeholder, priority, logged_usd, rates, price_id, times, saved_usd)
     VALUES ($key, $host, $runtime, $agentId, $sessionId, $entryId, $at, $model, $provider, $input, $output, $cacheRead,
       $cacheWrite5m, $cacheWrite1h, $reasoning, $unclassified, $costUsd, $costSource, $answerId, $rank, $replayed, $counted,
       $placeholder, $priority, $loggedUsd, $rates, $priceId, $times, $savedUsd) ON CONFLICT (key, host) DO NOTHING`,
  )
  const find = index.prepare<UsageRow, [key: string, host: string]>(`${asRow} WHERE key = ? AND host = ?`)
  const remove = index.prepare('DELETE FROM usage WHERE key = ? AND host = ?')
  const ofAnswer = index.prepare<UsageRow, [answerId: string, host: string]>(
    `${asRow} WHERE answer_id = ? AND host = ? ORDER BY rank DESC, key`,
  )
  const hasAny = index.prepare<unknown, [answerId: string, host: string]>(
    'SELECT 1 FROM usage WHERE answer_id = ? AND host = ? LIMIT 1',
  )
  const hasCountedReplay = index.prepare<unknown, [answerId: string, host: string]>(
    'SELECT 1 FROM usage WHERE answer_id = ? AND host = ? AND replayed = 1 AND counted = 1 LIMIT 1',
  )
  const hasOwn = index.prepare<unknown, [answerId: string, host: string]>(
    'SELECT 1 FROM usage WHERE answer_id = ? AND host = ? AND replayed = 0 LIMIT 1',
  )
  const setCounted = index.prepare('UPDATE usage SET counted = ? WHERE key = ? AND host = ?')
  const prices = writePrices(index, pricing.edition ?? '')
  const sums = writeSums(index, prices)

  /** The best reading of each key on each host since the last flush. */
  const gathered = new Map<string, HostedFact>()

  function write(fact: HostedFact): boolean {
    const { key, host, answerId = null, rank = 0 } = fact
    const price = priceOf(fact, pricing.book, pricing.overrides)
    const replayed = Number(fact.replayed ?? false)
    const row = {
      key,
      host,
      runtime: fact.runtime,
      agentId: fact.agentId,
      sessionId: fact.sessionId,
      at: fact.at,
      model: fact.model,
      ...prices.columnsOf(price),
      rank,
      replayed,
      // Whether a replayed reading counts is decided once all readings of the call are stored.
      counted: Number(!replayed || answerId === null || !hasAny.get(answerId, host)),
      ...fact.tokens,
      entryId: fact.entryId,
      provider: fact.provider,
      answerId,
      placeholder: Number(fact.placeholder ?? false),
      priority: Number(fact.priority ?? false),
      loggedUsd: fact.loggedUsd,
      rates: fact.rates && JSON.stringify(fact.rates),
    }
    if (insert.run(row).changes === 0) {
      const before = find.get(key, host)!
      if (!isBetter(row, before)) return false
      if (before.counted) sums.add(before, -1)
      remove.run(key, host)
      insert.run(row)
      if (row.counted) sums.add(row, 1)
      if (answerId !== null) correctCounted(answerId, host)
      return true
    }
    if (row.counted) sums.add(row, 1)
    if (answerId === null) return true
    const isSettled = replayed ? row.counted || hasOwn.get(answerId, host) : !hasCountedReplay.get(answerId, host)
    return isSettled ? row.counted === 1 : correctCounted(answerId, host)
  }

  /** Corrects which readings of one answer count. The result says whether a sum changed. */
  function correctCounted(answerId: string, host: string): boolean {
    const readings = ofAnswer.all(answerId, host)
    const keys = countedKeys(readings)
    let changed = false
    for (const reading of readings) {
      const counts = keys.has(reading.key)
      if (counts === Boolean(reading.counted)) continue
      setCounted.run(Number(counts), reading.key, host)
      sums.add(reading, counts ? 1 : -1)
      changed = true
    }
    return changed
  }

  return {
    gather(fact: UsageFact, host: string) {
      const name = `${host} ${fact.key}`
      const known = gathered.get(name)
      if (!known || isBetter(fact, known)) gathered.set(name, { ...fact, host })
    },

    /** Writes what was gathered. The result holds the facts that changed a sum. */
    flush(): UsageFact[] {
      const changed = [...gathered.values()].filter(write)
      sums.flush()
      gathered.clear()
      return changed
    },

    /** Drops what was gathered, after a transaction that was rolled back. */
    drop() {
      gathered.clear()
      sums.drop()
      prices.forget()
    },
  }
}

/** Of readings of equal rank the session decides, so that the order of reading does not. */
function isBetter(row: Reading, before: Reading) {
  const [rank, rankBefore] = [row.rank ?? 0, before.rank ?? 0]
  return rank > rankBefore || (rank === rankBefore && row.sessionId < before.sessionId)
}

type Reading = { rank?: number; sessionId: string }

/** The keys that count among the readings of one answer, which come best first. */
function countedKeys(readings: UsageRow[]): Set<string> {
  const own = readings.filter(({ replayed }) => !replayed)
  return new Set((own.length > 0 ? own : readings.slice(0, 1)).map(({ key }) => key))
}
