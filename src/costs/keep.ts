import type { Database } from 'bun:sqlite'
import type { UsageFact } from '../live/fact.ts'
import { type PriceBook, priceOf } from './price.ts'

/**
 * Writes usage into the one fact table, priced. The key decides: an answer that was read before, from wherever, is
 * not counted again; true says that it was new.
 */
export function keepUsage(index: Database, book: PriceBook) {
  const insert = index.prepare(
    `INSERT OR IGNORE INTO usage (key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
       cache_write_5m, cache_write_1h, reasoning, unsplit, cost_usd, cost_source)
     VALUES ($key, $runtime, $agentId, $sessionId, $entryId, $at, $model, $provider, $input, $output, $cacheRead,
       $cacheWrite5m, $cacheWrite1h, $reasoning, $unsplit, $costUsd, $costSource)`,
  )
  return ({ key, runtime, agentId, sessionId, entryId, at, model, provider, tokens, loggedUsd, rates }: UsageFact) => {
    const price = priceOf({ at, model, provider, tokens, loggedUsd, rates }, book)
    const done = insert.run({
      key,
      runtime,
      agentId,
      sessionId,
      entryId,
      at,
      model,
      provider,
      ...tokens,
      costUsd: price.usd,
      costSource: price.source,
    })
    return done.changes > 0
  }
}
