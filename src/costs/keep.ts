import type { Database } from 'bun:sqlite'
import { quarterMs } from '../lib/zone.ts'
import type { LimitFact, Tokens, UsageFact } from '../live/fact.ts'
import { type PriceBook, priceOf } from './price.ts'

/** A row of the one fact table, as far as it has to be known to be added to a sum or taken out of it. */
type Row = Tokens & {
  key: string
  runtime: string
  agentId: string
  sessionId: string
  at: number
  model: string
  costUsd: number | null
  costSource: string
  rank: number
  echo: number
  counted: number
}

const asRow = `SELECT key, runtime, agent_id AS agentId, session_id AS sessionId, at, model, input, output,
  cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, reasoning, unsplit,
  cost_usd AS costUsd, cost_source AS costSource, rank, echo, counted FROM usage`

/**
 * Writes usage into the one fact table, priced, and adds what counts to the sums of its quarter of an hour. The key
 * decides what is the same answer: of two readings the one of higher rank stands. Of answers that share an `answerId`
 * echoes count only where nothing else does, and then the best of them. In whatever order they are read, the sums end
 * the same. True says that a sum has changed.
 */
export function keepUsage(index: Database, book: PriceBook) {
  const insert = index.prepare(
    `INSERT INTO usage (key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
       cache_write_5m, cache_write_1h, reasoning, unsplit, cost_usd, cost_source, answer_id, rank, echo, counted,
       placeholder, fast, logged_usd, rates)
     VALUES ($key, $runtime, $agentId, $sessionId, $entryId, $at, $model, $provider, $input, $output, $cacheRead,
       $cacheWrite5m, $cacheWrite1h, $reasoning, $unsplit, $costUsd, $costSource, $answerId, $rank, $echo, $counted,
       $placeholder, $fast, $loggedUsd, $rates) ON CONFLICT (key) DO NOTHING`,
  )
  const find = index.prepare<Row, [string]>(`${asRow} WHERE key = ?`)
  const remove = index.prepare('DELETE FROM usage WHERE key = ?')
  const ofAnswer = index.prepare<Row, [string]>(`${asRow} WHERE answer_id = ? ORDER BY rank DESC, key`)
  const setCounted = index.prepare('UPDATE usage SET counted = ? WHERE key = ?')
  const sums = keepSums(index)

  return (fact: UsageFact): boolean => {
    const { key, answerId = null, rank = 0 } = fact
    const { usd, source } = priceOf(fact, book)
    const row = {
      key,
      runtime: fact.runtime,
      agentId: fact.agentId,
      sessionId: fact.sessionId,
      at: fact.at,
      model: fact.model,
      costUsd: usd,
      costSource: source,
      rank,
      echo: Number(fact.echo ?? false),
      // One of several under an answer is weighed against the others once it stands beside them.
      counted: Number(answerId === null),
      ...fact.tokens,
    }
    const more = {
      entryId: fact.entryId,
      provider: fact.provider,
      answerId,
      placeholder: Number(fact.placeholder ?? false),
      fast: Number(fact.fast ?? false),
      loggedUsd: fact.loggedUsd,
      rates: fact.rates && JSON.stringify(fact.rates),
    }
    let changed = false
    if (insert.run({ ...row, ...more }).changes === 0) {
      const before = find.get(key)!
      if (!isBetter(row, before)) return false
      if (before.counted) sums.add(before, -1)
      remove.run(key)
      insert.run({ ...row, ...more })
      changed = true
    }
    if (answerId === null) {
      sums.add(row, 1)
      return true
    }
    const same = ofAnswer.all(answerId)
    const counting = countingOf(same)
    for (const one of same) {
      const counts = counting.has(one.key)
      if (counts === Boolean(one.counted)) continue
      setCounted.run(Number(counts), one.key)
      sums.add(one, counts ? 1 : -1)
      changed = true
    }
    return changed
  }
}

/** Equal readings are told apart by their session, so that the order of reading decides nothing. */
const isBetter = (row: Row, before: Row) =>
  row.rank > before.rank || (row.rank === before.rank && row.sessionId < before.sessionId)

/** The keys that count among the readings of one answer, the best first. */
function countingOf(readings: Row[]): Set<string> {
  const own = readings.filter(({ echo }) => !echo)
  return new Set((own.length > 0 ? own : readings.slice(0, 1)).map(({ key }) => key))
}

/** The sums by quarter of an hour that every report is made of. */
function keepSums(index: Database) {
  const change = index.prepare(
    `INSERT INTO usage_quarters (quarter, session_id, model, agent_id, runtime, calls, input, output, cache_read, cache_write, total,
       cost_usd, priced_calls, computed_calls, bound_tokens, unpriced_tokens)
     VALUES ($quarter, $sessionId, $model, $agentId, $runtime, $calls, $input, $output, $cacheRead, $cacheWrite, $total,
       $costUsd, $priced, $computed, $bound, $unpriced)
     ON CONFLICT DO UPDATE SET calls = calls + $calls, input = input + $input, output = output + $output,
       cache_read = cache_read + $cacheRead, cache_write = cache_write + $cacheWrite, total = total + $total,
       cost_usd = CASE WHEN priced_calls + $priced = 0 THEN NULL ELSE coalesce(cost_usd, 0) + coalesce($costUsd, 0) END,
       priced_calls = priced_calls + $priced, computed_calls = computed_calls + $computed,
       bound_tokens = bound_tokens + $bound, unpriced_tokens = unpriced_tokens + $unpriced`,
  )
  const clear = index.prepare(
    `DELETE FROM usage_quarters WHERE quarter = ? AND session_id = ? AND model = ? AND agent_id = ? AND runtime = ? AND calls = 0`,
  )
  return {
    add(row: Row, sign: 1 | -1) {
      const { runtime, agentId, sessionId, model, costUsd, costSource } = row
      const quarter = Math.floor(row.at / quarterMs)
      const cacheWrite = row.cacheWrite5m + row.cacheWrite1h
      const total = row.input + row.output + row.cacheRead + cacheWrite + row.unsplit
      change.run({
        quarter,
        sessionId,
        model,
        agentId,
        runtime,
        calls: sign,
        input: sign * row.input,
        output: sign * row.output,
        cacheRead: sign * row.cacheRead,
        cacheWrite: sign * cacheWrite,
        total: sign * total,
        costUsd: costUsd === null ? null : sign * costUsd,
        priced: costUsd === null ? 0 : sign,
        computed: costSource === 'computed' ? sign : 0,
        bound: costSource === 'bound' ? sign * total : 0,
        unpriced: costSource === 'unpriced' ? sign * total : 0,
      })
      if (sign === -1) clear.run(quarter, sessionId, model, agentId, runtime)
    },
  }
}

/** Keeps how much of a subscription is used; an older word than the one that is known changes nothing. */
export function keepLimits(index: Database) {
  const save = index.prepare(
    `INSERT INTO limits (id, runtime, name, used_percent, window_minutes, resets_at, plan, at)
     VALUES ($id, $runtime, $name, $usedPercent, $windowMinutes, $resetsAt, $plan, $at)
     ON CONFLICT (id) DO UPDATE SET name = $name, used_percent = $usedPercent, window_minutes = $windowMinutes,
       resets_at = $resetsAt, plan = $plan, at = $at WHERE at <= $at`,
  )
  return ({ id, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at }: LimitFact) => {
    save.run({ id, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at })
  }
}
