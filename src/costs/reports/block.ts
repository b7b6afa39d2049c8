import { quarterMs } from '../../lib/timezone.ts'
import type { ActiveBlock, Block } from './summary.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
export const blockMs = 5 * hourMs

/** What a five-hour block of Claude may hold; null where nobody said. */
export type BlockLimit = { usd: number | null; tokens: number | null }

/**
 * When five-hour blocks begin, as subscriptions count them: at the full UTC hour of the first call, and the next one
 * with the first call after five hours have passed since then. `quarters` are the quarters of an hour in which
 * something was asked, ascending: blocks begin and end on full hours, so that a quarter lies in one block. Starts in ms.
 */
export function blockStarts(quarters: Iterable<number>): number[] {
  const starts: number[] = []
  let end = Number.NEGATIVE_INFINITY
  for (const quarter of quarters) {
    const at = quarter * quarterMs
    if (at < end) continue
    const start = Math.floor(at / hourMs) * hourMs
    starts.push(start)
    end = start + blockMs
  }
  return starts
}

/** Finds the start of the block (ms) of quarters that come in ascending order. */
export function createBlockFinder(starts: readonly number[]) {
  let n = 0
  return (quarter: number): number => {
    while (n + 1 < starts.length && starts[n + 1]! <= quarter * quarterMs) n++
    return starts[n] ?? Math.floor((quarter * quarterMs) / hourMs) * hourMs
  }
}

/** A block that has asked for less long has no pace yet: two calls in four seconds would be a fortune an hour. */
const minPaceMinutes = 10

/** The pace of a block that is running, what it comes to at its end, and how much of what it may hold that is. */
export function activeBlockOf(
  block: Block,
  now: number,
  highest: { highestUsd: number | null; highestTokens: number },
  own: BlockLimit,
): ActiveBlock {
  const { firstAt, endAt, usd, tokens } = block
  const remainingMs = Math.max(0, endAt - now)
  const minutes = (Math.min(now, endAt) - firstAt) / minuteMs
  const burn =
    minutes >= minPaceMinutes
      ? { tokensPerMinute: tokens / minutes, usdPerHour: usd === null ? null : (usd / minutes) * 60 }
      : null
  const forecast = burn && {
    usd: usd === null || burn.usdPerHour === null ? null : usd + (burn.usdPerHour * remainingMs) / 3_600_000,
    tokens: tokens + (burn.tokensPerMinute * remainingMs) / minuteMs,
  }
  const against = (
    of: 'your limit' | 'your highest block',
    measure: 'usd' | 'tokens',
    limit: number | null,
  ): NonNullable<ActiveBlock['limit']>[] => {
    const used = measure === 'usd' ? usd : tokens
    if (limit === null || limit <= 0 || used === null) return []
    const perMs = measure === 'usd' ? (burn?.usdPerHour ?? 0) / 3_600_000 : (burn?.tokensPerMinute ?? 0) / minuteMs
    const final = forecast && (measure === 'usd' ? forecast.usd : forecast.tokens)
    const fullAt = used >= limit ? now : perMs > 0 ? Math.round(now + (limit - used) / perMs) : null
    return [
      {
        of,
        measure,
        limit,
        usedPercent: (used / limit) * 100,
        forecastPercent: final === null ? null : (final / limit) * 100,
        fullAt: fullAt !== null && fullAt < endAt ? fullAt : null,
      },
    ]
  }
  const [limit = null] = [
    // Of two limits of the user's own the fuller one counts.
    ...[...against('your limit', 'usd', own.usd), ...against('your limit', 'tokens', own.tokens)].sort(
      (a, b) => b.usedPercent - a.usedPercent,
    ),
    ...against('your highest block', 'usd', highest.highestUsd),
    ...against('your highest block', 'tokens', highest.highestTokens || null),
  ]
  return { ...block, remainingMs, burn, forecast, limit }
}
