import type { Database } from 'bun:sqlite'
import { createHash } from 'node:crypto'
import { quarterMs } from '../lib/zone.ts'
import type { LimitFact, Tokens, UsageFact } from '../live/fact.ts'
import { type Price, type PriceBook, type PriceEntry, priceOf } from './price.ts'
import { type Rates, ratesFor, sharesOf } from './rates.ts'

/** A row of the one fact table, as far as it has to be known to be added to a sum or taken out of it. */
export type Row = Tokens & {
  key: string
  runtime: string
  agentId: string
  sessionId: string
  at: number
  model: string
  costUsd: number | null
  costSource: string
  priceId: string | null
  times: number
  savedUsd: number | null
  rank: number
  echo: number
  counted: number
}

export const rowColumns = `key, runtime, agent_id AS agentId, session_id AS sessionId, at, model, input, output,
  cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, reasoning, unsplit,
  cost_usd AS costUsd, cost_source AS costSource, price_id AS priceId, times, saved_usd AS savedUsd, rank, echo, counted`

const asRow = `SELECT ${rowColumns} FROM usage`

/** What answers are priced with: our book and the user's own prices, which edition they are. */
export type Pricing = { book: PriceBook; overrides?: PriceBook; edition?: string }

/** A book alone is pricing as well. */
export const pricingOf = (pricing: PriceBook | Pricing): Pricing =>
  typeof pricing === 'function' ? { book: pricing } : pricing

/**
 * Writes usage into the one fact table, priced, and adds what counts to the sums of its quarter of an hour. The key
 * decides what is the same answer: of two readings the one of higher rank stands. Of answers that share an `answerId`
 * echoes count only where nothing else does, and then the best of them. In whatever order they are read, the sums end
 * the same. Facts are gathered and written by `flush` in one transaction.
 */
export function keepUsage(index: Database, pricing: Pricing) {
  const insert = index.prepare(
    `INSERT INTO usage (key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
       cache_write_5m, cache_write_1h, reasoning, unsplit, cost_usd, cost_source, answer_id, rank, echo, counted,
       placeholder, fast, logged_usd, rates, price_id, times, saved_usd)
     VALUES ($key, $runtime, $agentId, $sessionId, $entryId, $at, $model, $provider, $input, $output, $cacheRead,
       $cacheWrite5m, $cacheWrite1h, $reasoning, $unsplit, $costUsd, $costSource, $answerId, $rank, $echo, $counted,
       $placeholder, $fast, $loggedUsd, $rates, $priceId, $times, $savedUsd) ON CONFLICT (key) DO NOTHING`,
  )
  const find = index.prepare<Row, [string]>(`${asRow} WHERE key = ?`)
  const remove = index.prepare('DELETE FROM usage WHERE key = ?')
  const ofAnswer = index.prepare<Row, [string]>(`${asRow} WHERE answer_id = ? ORDER BY rank DESC, key`)
  const hasAny = index.prepare<unknown, [string]>('SELECT 1 FROM usage WHERE answer_id = ? LIMIT 1')
  const hasCountedEcho = index.prepare<unknown, [string]>(
    'SELECT 1 FROM usage WHERE answer_id = ? AND echo = 1 AND counted = 1 LIMIT 1',
  )
  const hasOwn = index.prepare<unknown, [string]>('SELECT 1 FROM usage WHERE answer_id = ? AND echo = 0 LIMIT 1')
  const setCounted = index.prepare('UPDATE usage SET counted = ? WHERE key = ?')
  const prices = keepPrices(index, pricing.edition ?? '')
  const sums = keepSums(index, prices)

  /** The best reading of each key since the last flush. */
  const gathered = new Map<string, UsageFact>()

  function keep(fact: UsageFact): boolean {
    const { key, answerId = null, rank = 0 } = fact
    const price = priceOf(fact, pricing.book, pricing.overrides)
    const echo = Number(fact.echo ?? false)
    const row = {
      key,
      runtime: fact.runtime,
      agentId: fact.agentId,
      sessionId: fact.sessionId,
      at: fact.at,
      model: fact.model,
      ...prices.columnsOf(price),
      rank,
      echo,
      // An echo is weighed against the others once it stands beside them.
      counted: Number(!echo || answerId === null || !hasAny.get(answerId)),
      ...fact.tokens,
      entryId: fact.entryId,
      provider: fact.provider,
      answerId,
      placeholder: Number(fact.placeholder ?? false),
      fast: Number(fact.fast ?? false),
      loggedUsd: fact.loggedUsd,
      rates: fact.rates && JSON.stringify(fact.rates),
    }
    if (insert.run(row).changes === 0) {
      const before = find.get(key)!
      if (!isBetter(row, before)) return false
      if (before.counted) sums.add(before, -1)
      remove.run(key)
      insert.run(row)
      if (row.counted) sums.add(row, 1)
      if (answerId !== null) weigh(answerId)
      return true
    }
    if (row.counted) sums.add(row, 1)
    if (answerId === null) return true
    const isSettled = echo ? row.counted || hasOwn.get(answerId) : !hasCountedEcho.get(answerId)
    return isSettled ? row.counted === 1 : weigh(answerId)
  }

  /** Sets straight which readings of one answer count. */
  function weigh(answerId: string): boolean {
    const same = ofAnswer.all(answerId)
    const counting = countingOf(same)
    let changed = false
    for (const one of same) {
      const counts = counting.has(one.key)
      if (counts === Boolean(one.counted)) continue
      setCounted.run(Number(counts), one.key)
      sums.add(one, counts ? 1 : -1)
      changed = true
    }
    return changed
  }

  return {
    gather(fact: UsageFact) {
      const known = gathered.get(fact.key)
      if (!known || isBetter(fact, known)) gathered.set(fact.key, fact)
    },

    /** Writes what was gathered; the answer names what changed a sum. */
    flush(): UsageFact[] {
      const changed = [...gathered.values()].filter(keep)
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
function countingOf(readings: Row[]): Set<string> {
  const own = readings.filter(({ echo }) => !echo)
  return new Set((own.length > 0 ? own : readings.slice(0, 1)).map(({ key }) => key))
}

/** The prices that were used, each written once; an answer names one by its id, which is made of what it says. */
export function keepPrices(index: Database, edition: string) {
  const save = index.prepare(
    'INSERT OR IGNORE INTO prices (id, source, entry, valid_from, edition, rates) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const find = index.prepare<{ rates: string }, [string]>('SELECT rates FROM prices WHERE id = ?')
  const known = new Map<string, Rates>()
  let ids = new WeakMap<PriceEntry, string>()

  function idOf(entry: PriceEntry): string {
    let id = ids.get(entry)
    if (id === undefined) {
      const { source, entry: name, from, rates } = entry
      const text = JSON.stringify(rates)
      const made = source === 'book' ? edition : ''
      id = createHash('sha256')
        .update(JSON.stringify([source, name, from, made, text]))
        .digest('hex')
        .slice(0, 12)
      save.run(id, source, name, from, made, text)
      ids.set(entry, id)
    }
    return id
  }

  return {
    columnsOf: ({ usd, source, used, times, savedUsd }: Price) => ({
      costUsd: usd,
      costSource: source as string,
      priceId: used && idOf(used),
      times,
      savedUsd,
    }),

    /** What this connection wrote last was rolled back: a price is written again when it is used next. */
    forget() {
      ids = new WeakMap()
      known.clear()
    },

    /** The rates that an answer was priced with. */
    ratesOf(id: string): Rates | null {
      let rates = known.get(id)
      if (rates === undefined) {
        const row = find.get(id)
        if (!row) return null
        rates = JSON.parse(row.rates) as Rates
        if (known.size >= mostKnown) known.clear()
        known.set(id, rates)
      }
      return rates
    },
  }
}

const mostKnown = 2_000

/**
 * The sums by quarter of an hour that every report is made of: gathered in memory, written by `flush` before the
 * transaction ends.
 */
export function keepSums(index: Database, prices: ReturnType<typeof keepPrices>) {
  const write = index.prepare(
    `INSERT INTO usage_quarters (quarter, session_id, model, agent_id, runtime, price_id, calls, input, output, cache_read, cache_write, total,
       cost_usd, priced_calls, computed_calls, bound_tokens, unpriced_tokens, input_usd, output_usd, cache_read_usd,
       cache_write_usd, saved_usd, bound_calls, bound_usd, logged_calls, logged_usd, logged_tokens)
     VALUES ($quarter, $sessionId, $model, $agentId, $runtime, $priceId, $calls, $input, $output, $cacheRead, $cacheWrite, $total,
       CASE WHEN $priced = 0 THEN NULL ELSE $costUsd END, $priced, $computed, $bound, $unpriced, $inputUsd, $outputUsd, $cacheReadUsd, $cacheWriteUsd, $savedUsd,
       $boundCalls, $boundUsd, $loggedCalls, $loggedUsd, $loggedTokens)
     ON CONFLICT DO UPDATE SET calls = calls + $calls, input = input + $input, output = output + $output,
       cache_read = cache_read + $cacheRead, cache_write = cache_write + $cacheWrite, total = total + $total,
       cost_usd = CASE WHEN priced_calls + $priced = 0 THEN NULL ELSE coalesce(cost_usd, 0) + $costUsd END,
       priced_calls = priced_calls + $priced, computed_calls = computed_calls + $computed,
       bound_tokens = bound_tokens + $bound, unpriced_tokens = unpriced_tokens + $unpriced,
       input_usd = input_usd + $inputUsd, output_usd = output_usd + $outputUsd,
       cache_read_usd = cache_read_usd + $cacheReadUsd, cache_write_usd = cache_write_usd + $cacheWriteUsd,
       saved_usd = saved_usd + $savedUsd, bound_calls = bound_calls + $boundCalls, bound_usd = bound_usd + $boundUsd,
       logged_calls = logged_calls + $loggedCalls, logged_usd = logged_usd + $loggedUsd,
       logged_tokens = logged_tokens + $loggedTokens`,
  )
  const clear = index.prepare(
    `DELETE FROM usage_quarters WHERE quarter = ? AND session_id = ? AND model = ? AND agent_id = ? AND runtime = ? AND price_id = ? AND calls = 0`,
  )
  /** What changes by quarter, session and model since the last flush. */
  const gathered = new Map<string, Change>()

  return {
    add(row: Row, sign: 1 | -1) {
      const { costUsd, costSource, priceId } = row
      const change = changeOf(row)
      const cacheWrite = row.cacheWrite5m + row.cacheWrite1h
      const total = row.input + row.output + row.cacheRead + cacheWrite + row.unsplit
      change.calls += sign
      change.input += sign * row.input
      change.output += sign * row.output
      change.cacheRead += sign * row.cacheRead
      change.cacheWrite += sign * cacheWrite
      change.total += sign * total
      if (costUsd !== null) {
        change.costUsd += sign * costUsd
        change.priced += sign
      }
      const rates = priceId === null ? null : prices.ratesOf(priceId)
      if (rates) {
        const shares = sharesOf(ratesFor(rates, row, row.times), row)
        change.inputUsd += sign * shares.input
        change.outputUsd += sign * shares.output
        change.cacheReadUsd += sign * shares.cacheRead
        change.cacheWriteUsd += sign * shares.cacheWrite
      }
      change.savedUsd += sign * (row.savedUsd ?? 0)
      switch (costSource) {
        case 'computed':
          change.computed += sign
          break
        case 'bound':
          change.bound += sign * total
          change.boundCalls += sign
          change.boundUsd += sign * (costUsd ?? 0)
          break
        case 'logged':
          change.loggedCalls += sign
          change.loggedUsd += sign * (costUsd ?? 0)
          change.loggedTokens += sign * total
          break
        default:
          change.unpriced += sign * total
      }
    },

    flush() {
      for (const change of gathered.values()) {
        write.run(change)
        const { quarter, sessionId, model, agentId, runtime, priceId } = change
        if (change.calls <= 0) clear.run(quarter, sessionId, model, agentId, runtime, priceId)
      }
      gathered.clear()
    },

    drop: () => gathered.clear(),
  }

  function changeOf({ at, sessionId, model, agentId, runtime, priceId: price }: Row): Change {
    const quarter = Math.floor(at / quarterMs)
    const priceId = price ?? ''
    const name = `${quarter}\n${sessionId}\n${model}\n${agentId}\n${runtime}\n${priceId}`
    let change = gathered.get(name)
    if (!change) {
      change = { quarter, sessionId, model, agentId, runtime, priceId, ...noChange }
      gathered.set(name, change)
    }
    return change
  }
}

const noChange = {
  calls: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  total: 0,
  costUsd: 0,
  priced: 0,
  computed: 0,
  bound: 0,
  unpriced: 0,
  inputUsd: 0,
  outputUsd: 0,
  cacheReadUsd: 0,
  cacheWriteUsd: 0,
  savedUsd: 0,
  boundCalls: 0,
  boundUsd: 0,
  loggedCalls: 0,
  loggedUsd: 0,
  loggedTokens: 0,
}

type Change = Pick<Row, 'sessionId' | 'model' | 'agentId' | 'runtime'> & {
  quarter: number
  priceId: string
} & typeof noChange

/**
 * Keeps how much of a subscription is used; an older word than the one that is known changes nothing. The last word of
 * each window is gathered and written by `flush`.
 */
export function keepLimits(index: Database) {
  const save = index.prepare(
    `INSERT INTO limits (id, runtime, name, used_percent, window_minutes, resets_at, plan, at)
     VALUES ($id, $runtime, $name, $usedPercent, $windowMinutes, $resetsAt, $plan, $at)
     ON CONFLICT (id) DO UPDATE SET name = $name, used_percent = $usedPercent, window_minutes = $windowMinutes,
       resets_at = $resetsAt, plan = $plan, at = $at WHERE at <= $at`,
  )
  const gathered = new Map<string, LimitFact>()
  return {
    gather(fact: LimitFact) {
      const known = gathered.get(fact.id)
      if (!known || known.at <= fact.at) gathered.set(fact.id, fact)
    },
    flush() {
      for (const { id, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at } of gathered.values())
        save.run({ id, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at })
      gathered.clear()
    },
    drop: () => gathered.clear(),
  }
}
