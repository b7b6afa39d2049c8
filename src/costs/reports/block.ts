import { quarterMs } from '../../lib/timezone.ts'
import { type Outlook, reachedAt } from './forecast.ts'
import type { ActiveBlock, Block } from './summary.ts'
import type { DayPoint } from './wall-clock.ts'

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

/** What is still to come in a block: the middle and the range, and what usually has come by each moment. */
export type Coming = { outlook: Outlook | null; path: DayPoint[] }

/** The pace of a block that is running, what it comes to at its end, and how much of what it may hold that is. */
export function activeBlockOf(
  block: Block,
  now: number,
  highest: { highestUsd: number | null; highestTokens: number },
  own: BlockLimit,
  coming: { usd: Coming; tokens: Coming },
): ActiveBlock {
  const { firstAt, endAt, usd, tokens } = block
  const remainingMs = Math.max(0, endAt - now)
  const minutes = (Math.min(now, endAt) - firstAt) / minuteMs
  const burn =
    minutes >= minPaceMinutes
      ? { tokensPerMinute: tokens / minutes, usdPerHour: usd === null ? null : (usd / minutes) * 60 }
      : null
  const forecast = coming.tokens.outlook && {
    usd: usd === null ? null : above(usd, coming.usd.outlook),
    tokens: above(tokens, coming.tokens.outlook)!,
  }
  const against = (
    of: 'your limit' | 'your highest block',
    measure: 'usd' | 'tokens',
    limit: number | null,
  ): NonNullable<ActiveBlock['limit']>[] => {
    const used = measure === 'usd' ? usd : tokens
    if (limit === null || limit <= 0 || used === null) return []
    const final = forecast?.[measure]
    const fullAt = used >= limit ? now : reachedAt(coming[measure].path, limit - used)
    return [
      {
        of,
        measure,
        limit,
        usedPercent: (used / limit) * 100,
        forecastPercent: final ? (final.mid / limit) * 100 : null,
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

const above = (spent: number, outlook: Outlook | null): Outlook | null =>
  outlook && { mid: spent + outlook.mid, low: spent + outlook.low, high: spent + outlook.high }
