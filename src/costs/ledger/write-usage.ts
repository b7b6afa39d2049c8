import type { Database } from 'bun:sqlite'
import type { UsageFact } from '../../facts/fact.ts'
import { numberOfTier } from '../../facts/tier.ts'
import { skipTopCompiler } from '../../lib/skip-top-compiler.ts'
import { type PriceBook, priceOf } from '../pricing/price.ts'
import { writePrices } from '../pricing/write-prices.ts'
import { completeRows } from './complete-rows.ts'
import type { UsageRow } from './usage-row.ts'
import { writeNames } from './write-names.ts'
import { type NewRow, writeRows } from './write-rows.ts'
import { writeSums } from './write-sums.ts'

/** What calls are priced with: our book, the user's own prices, and the edition of the book. */
export type Pricing = { book: PriceBook; overrides?: PriceBook; edition?: string }

/** Makes pricing of a book alone. */
export const pricingOf = (pricing: PriceBook | Pricing): Pricing =>
  typeof pricing === 'function' ? { book: pricing } : pricing

/**
 * Writes calls into `usage_rows`, priced, and adds those that count to the sums of their quarter of an hour. The key
 * decides which readings are of the same call: the one of higher rank is stored. Of calls that share an `answerId`,
 * replayed readings count only where no other does, and then the best of them alone. The order of reading changes no sum.
 * Facts are gathered in memory and written by `flush` in one transaction. Hosts share nothing.
 */
export function writeUsage(index: Database, pricing: Pricing) {
  const prices = writePrices(index, pricing.edition ?? '')
  const sums = writeSums(index, prices)
  completeRows(index, sums)
  const names = writeNames(index)
  const rows = writeRows(index)

  /** The best reading of each key since the last flush, by host. */
  const gathered = new Map<string, Map<string, UsageFact>>()

  function write(fact: UsageFact, host: string): boolean {
    const { key, answerId = null, rank = 0 } = fact
    const before = rows.ofKey(key, host)
    if (before && !isBetter(fact, { ...before, rates: before.hasRates })) return false
    const price = priceOf(fact, pricing.book, pricing.overrides)
    const replayed = Number(fact.replayed ?? false)
    const others = answerId === null ? [] : rows.ofAnswer(answerId, host)
    const row: NewRow = {
      ...fact.tokens,
      key,
      host,
      name: names.numberOf(host, fact),
      sessionId: fact.sessionId,
      at: fact.at,
      ...prices.columnsOf(price),
      rank,
      replayed,
      // Whether a replayed reading counts is decided once all readings of the call are stored.
      counted: Number(!replayed || others.length === 0),
      answerId,
      placeholder: Number(fact.placeholder ?? false),
      tier: numberOfTier(fact.tier),
      usOnly: Number(fact.usOnly ?? false),
      searches: fact.searches ?? 0,
      loggedUsd: fact.loggedUsd,
      rates: fact.rates,
    }
    if (before) {
      if (before.counted) sums.add(before, -1)
      rows.remove(before)
    }
    rows.add(row)
    // What was logged is taken out of the sums as its row says it, so it is added as its row says it.
    if (row.counted) sums.add(row, 1, price.source === 'logged' ? null : price.shares)
    if (answerId === null) return true
    const isSettled =
      !before &&
      (replayed
        ? row.counted === 1 || others.some((other) => !other.replayed)
        : !others.some((other) => other.replayed && other.counted))
    return isSettled ? row.counted === 1 : correctCounted(answerId, host) || before !== undefined
  }

  /** Corrects which readings of one answer count. The result says whether a sum changed. */
  function correctCounted(answerId: string, host: string): boolean {
    const readings = rows.ofAnswer(answerId, host)
    const keys = countedKeys(readings)
    let changed = false
    for (const reading of readings) {
      const counts = keys.has(reading.key)
      if (counts === Boolean(reading.counted)) continue
      rows.setCounted(reading, counts)
      sums.add(reading, counts ? 1 : -1)
      changed = true
    }
    return changed
  }

  skipTopCompiler(write)
  return {
    gather(fact: UsageFact, host: string) {
      let ofHost = gathered.get(host)
      if (!ofHost) {
        ofHost = new Map()
        gathered.set(host, ofHost)
      }
      const known = ofHost.get(fact.key)
      if (!known || isBetter(fact, known)) ofHost.set(fact.key, fact)
    },

    /** Writes what was gathered. The result holds the facts that changed a sum. */
    flush(): UsageFact[] {
      const changed: UsageFact[] = []
      rows.beginFlush([...gathered.values()].flatMap((facts) => [...facts.values()]))
      for (const [host, facts] of gathered) for (const fact of facts.values()) if (write(fact, host)) changed.push(fact)
      sums.flush()
      gathered.clear()
      rows.endFlush()
      return changed
    },

    /** Drops what was gathered, after a transaction that was rolled back. */
    drop() {
      gathered.clear()
      sums.drop()
      prices.forget()
      names.forget()
      rows.forget()
    },

    beginHistory: rows.beginHistory,
    /** Ends a history; its indexes are made now, or left to whoever looks for a row next. */
    endHistory: (indexes: 'make' | 'leave') => (indexes === 'make' ? rows.makeIndexes() : rows.leaveIndexes()),
  }
}

/**
 * Of readings of equal rank the one that knows more is better (searches, rates that its runtime is configured with), and
 * then the session decides, so that the order of reading does not.
 */
function isBetter(row: Reading, before: Reading) {
  for (const of of [rankOf, searchesOf, ratesOf]) if (of(row) !== of(before)) return of(row) > of(before)
  return row.sessionId < before.sessionId
}

type Reading = { rank?: number; searches?: number; rates: unknown; sessionId: string }

const rankOf = ({ rank = 0 }: Reading) => rank
const searchesOf = ({ searches = 0 }: Reading) => searches
const ratesOf = ({ rates }: Reading) => Number(Boolean(rates))

/** The keys that count among the readings of one answer, which come best first. */
function countedKeys(readings: UsageRow[]): Set<string> {
  const own = readings.filter(({ replayed }) => !replayed)
  return new Set((own.length > 0 ? own : readings.slice(0, 1)).map(({ key }) => key))
}
