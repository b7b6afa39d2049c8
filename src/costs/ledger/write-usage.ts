import type { Database } from 'bun:sqlite'
import type { UsageFact } from '../../facts/fact.ts'
import { type PriceBook, priceOf } from '../pricing/price.ts'
import { writePrices } from '../pricing/write-prices.ts'
import { rowColumns, type UsageRow } from './usage-row.ts'
import { writeSums } from './write-sums.ts'

/** A fact with the host that it comes from; '' for this machine. */
type HostedFact = UsageFact & { host: string }

const asRow = `SELECT ${rowColumns} FROM usage`

/** What answers are priced with: our book and the user's own prices, which edition they are. */
export type Pricing = { book: PriceBook; overrides?: PriceBook; edition?: string }

/** A book alone is pricing as well. */
export const pricingOf = (pricing: PriceBook | Pricing): Pricing =>
  typeof pricing === 'function' ? { book: pricing } : pricing

/**
 * Writes usage into the one fact table, priced, and adds what counts to the sums of its quarter of an hour. The key
 * decides what is the same answer: of two readings the one of higher rank stands. Of answers that share an `answerId`
 * replayed readings count only where nothing else does, and then the best of them. In whatever order they are read, the sums end
 * the same. Facts are gathered and written by `flush` in one transaction.
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
      // A replayed reading is weighed against the others once it stands beside them.
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
      if (answerId !== null) weigh(answerId, host)
      return true
    }
    if (row.counted) sums.add(row, 1)
    if (answerId === null) return true
    const isSettled = replayed ? row.counted || hasOwn.get(answerId, host) : !hasCountedReplay.get(answerId, host)
    return isSettled ? row.counted === 1 : weigh(answerId, host)
  }

  /** Sets straight which readings of one answer count. */
  function weigh(answerId: string, host: string): boolean {
    const same = ofAnswer.all(answerId, host)
    const counting = countingOf(same)
    let changed = false
    for (const one of same) {
      const counts = counting.has(one.key)
      if (counts === Boolean(one.counted)) continue
      setCounted.run(Number(counts), one.key, host)
      sums.add(one, counts ? 1 : -1)
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

    /** Writes what was gathered; the answer names what changed a sum. */
    flush(): UsageFact[] {
      const changed = [...gathered.values()].filter(write)
      sums.flush()
      gathered.clear()
      return changed
    },

    /** The transaction came to nothing. */
    drop() {
      gathered.clear()
      sums.drop()
      prices.forget()
    },
  }
}

/** Equal readings are told apart by their session, so that the order of reading decides nothing. */
function isBetter(row: Reading, before: Reading) {
  const [rank, rankBefore] = [row.rank ?? 0, before.rank ?? 0]
  return rank > rankBefore || (rank === rankBefore && row.sessionId < before.sessionId)
}

type Reading = { rank?: number; sessionId: string }

/** The keys that count among the readings of one answer, the best first. */
function countingOf(readings: UsageRow[]): Set<string> {
  const own = readings.filter(({ replayed }) => !replayed)
  return new Set((own.length > 0 ? own : readings.slice(0, 1)).map(({ key }) => key))
}
