import { Refusal } from '../../lib/refusal.ts'
import type { Totals } from './report.ts'

/** A row of a report before it has a label; `models` are its parts, where they were asked for. */
export type Row = { key: string; totals: Totals; models?: ReadonlyMap<string, Totals> | undefined }

/** As much of a row as its place depends on. */
type Place = { key: string; totals: Pick<Totals, 'costUsd' | 'subscriptionUsd' | 'totalTokens'> }

export const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** The dearest first, then those with most tokens; those whose cost is unknown come last. */
export function byCost({ key: a, totals: one }: Place, { key: b, totals: other }: Place): number {
  return (
    Number(one.costUsd === null) - Number(other.costUsd === null) ||
    (other.costUsd ?? 0) + (other.subscriptionUsd ?? 0) - (one.costUsd ?? 0) - (one.subscriptionUsd ?? 0) ||
    other.totalTokens - one.totalTokens ||
    (a < b ? -1 : a > b ? 1 : 0)
  )
}

export const sortByCost = <R extends Place>(rows: R[]): R[] => rows.sort(byCost)

/** The rows that are billed anything, the dearest first. */
export const bySpending = (rows: readonly Row[]): Row[] =>
  rows
    .filter(({ totals }) => (totals.costUsd ?? 0) > 0)
    .sort((a, b) => (b.totals.costUsd ?? 0) - (a.totals.costUsd ?? 0) || byKey(a, b))

/** The number of the first of sorted rows that comes behind a place; `compare` is less than 0 for one before it. */
export function firstBehind<R>(rows: readonly R[], compare: (row: R) => number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(rows[middle]!) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The place behind which the next page begins. */
export const writeCursor = ({ key, totals: { costUsd, subscriptionUsd, totalTokens } }: Place): string =>
  Buffer.from(JSON.stringify([key, costUsd, subscriptionUsd, totalTokens])).toString('base64url')

/** Throws a Refusal for anything but a cursor. */
export function readCursor(cursor: string): Place {
  try {
    const [key, costUsd, subscriptionUsd, totalTokens] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    ) as unknown[]
    if (typeof key === 'string' && isMoney(costUsd) && isMoney(subscriptionUsd) && typeof totalTokens === 'number')
      return { key, totals: { costUsd, subscriptionUsd, totalTokens } }
  } catch {
    // What is no JSON is refused below, like everything else that is no cursor.
  }
  throw new Refusal('bad-input', 'cursor must be the nextCursor of the page before.')
}

const isMoney = (value: unknown): value is number | null => value === null || typeof value === 'number'
