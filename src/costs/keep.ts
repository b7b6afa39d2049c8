import type { Database } from 'bun:sqlite'
import { quarterMs } from '../lib/zone.ts'
import type { UsageFact } from '../live/fact.ts'
import { type PriceBook, priceOf } from './price.ts'

/**
 * Writes usage into the one fact table, priced, and adds it to the sums of its quarter of an hour. The key decides: an
 * answer that was read before, from wherever, is not counted again; true says that it was new.
 */
export function keepUsage(index: Database, book: PriceBook) {
  const insert = index.prepare(
    `INSERT INTO usage (key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
       cache_write_5m, cache_write_1h, reasoning, unsplit, cost_usd, cost_source)
     VALUES ($key, $runtime, $agentId, $sessionId, $entryId, $at, $model, $provider, $input, $output, $cacheRead,
       $cacheWrite5m, $cacheWrite1h, $reasoning, $unsplit, $costUsd, $costSource) ON CONFLICT (key) DO NOTHING`,
  )
  const addUp = index.prepare(
    `INSERT INTO usage_quarters (quarter, session_id, model, agent_id, runtime, calls, input, output, cache_read, cache_write, total,
       cost_usd, computed_calls, bound_tokens, unpriced_tokens)
     VALUES ($quarter, $sessionId, $model, $agentId, $runtime, 1, $input, $output, $cacheRead, $cacheWrite, $total,
       $costUsd, $computed, $bound, $unpriced)
     ON CONFLICT DO UPDATE SET calls = calls + 1, input = input + $input, output = output + $output,
       cache_read = cache_read + $cacheRead, cache_write = cache_write + $cacheWrite, total = total + $total,
       cost_usd = CASE WHEN $costUsd IS NULL THEN cost_usd ELSE coalesce(cost_usd, 0) + $costUsd END,
       computed_calls = computed_calls + $computed, bound_tokens = bound_tokens + $bound,
       unpriced_tokens = unpriced_tokens + $unpriced`,
  )
  return ({ key, runtime, agentId, sessionId, entryId, at, model, provider, tokens, loggedUsd, rates }: UsageFact) => {
    const { usd, source } = priceOf({ at, model, provider, tokens, loggedUsd, rates }, book)
    const row = { runtime, agentId, sessionId, model, costUsd: usd }
    const isNew = insert.run({ ...row, key, entryId, at, provider, ...tokens, costSource: source }).changes > 0
    if (!isNew) return false
    const cacheWrite = tokens.cacheWrite5m + tokens.cacheWrite1h
    const total = tokens.input + tokens.output + tokens.cacheRead + cacheWrite + tokens.unsplit
    addUp.run({
      ...row,
      quarter: Math.floor(at / quarterMs),
      input: tokens.input,
      output: tokens.output,
      cacheRead: tokens.cacheRead,
      cacheWrite,
      total,
      computed: Number(source === 'computed'),
      bound: source === 'bound' ? total : 0,
      unpriced: source === 'unpriced' ? total : 0,
    })
    return true
  }
}
