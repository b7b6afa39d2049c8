import type { Database } from 'bun:sqlite'
import { quarterMs } from '../../lib/timezone.ts'
import { costByClassOf, ratesFor } from '../pricing/rates.ts'
import type { writePrices } from '../pricing/write-prices.ts'
import type { UsageRow } from './usage-row.ts'

/**
 * Writes the sums by quarter of an hour that every report is made of. Changes are gathered in memory and written by
 * `flush`, which has to run before the transaction ends.
 */
export function writeSums(index: Database, prices: ReturnType<typeof writePrices>) {
  const write = index.prepare(
    `INSERT INTO usage_15m (quarter, session_id, model, agent_id, runtime, price_id, host, calls, input, output, cache_read, cache_write, total,
       cost_usd, priced_calls, computed_calls, bound_tokens, unpriced_tokens, input_usd, output_usd, cache_read_usd,
       cache_write_usd, saved_usd, bound_calls, bound_usd, logged_calls, logged_usd, logged_tokens)
     VALUES ($quarter, $sessionId, $model, $agentId, $runtime, $priceId, $host, $calls, $input, $output, $cacheRead, $cacheWrite, $total,
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
  const removeEmpty = index.prepare(
    `DELETE FROM usage_15m WHERE quarter = ? AND session_id = ? AND model = ? AND agent_id = ? AND runtime = ? AND price_id = ?
       AND host = ? AND calls = 0`,
  )
  /** The changes since the last flush, by the key of their row. */
  const gathered = new Map<string, Change>()

  return {
    add(row: UsageRow, sign: 1 | -1) {
      const { costUsd, costSource, priceId } = row
      const change = changeOf(row)
      const cacheWrite = row.cacheWrite5m + row.cacheWrite1h
      const total = row.input + row.output + row.cacheRead + cacheWrite + row.unclassified
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
        const shares = costByClassOf(ratesFor(rates, row, row.times), row)
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
        const { quarter, sessionId, model, agentId, runtime, priceId, host } = change
        if (change.calls <= 0) removeEmpty.run(quarter, sessionId, model, agentId, runtime, priceId, host)
      }
      gathered.clear()
    },

    drop: () => gathered.clear(),
  }

  function changeOf({ at, host, sessionId, model, agentId, runtime, priceId: price }: UsageRow): Change {
    const quarter = Math.floor(at / quarterMs)
    const priceId = price ?? ''
    const name = `${quarter}\n${sessionId}\n${model}\n${agentId}\n${runtime}\n${priceId}\n${host}`
    let change = gathered.get(name)
    if (!change) {
      change = { quarter, sessionId, model, agentId, runtime, priceId, host, ...noChange }
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

type Change = Pick<UsageRow, 'host' | 'sessionId' | 'model' | 'agentId' | 'runtime'> & {
  quarter: number
  priceId: string
} & typeof noChange
