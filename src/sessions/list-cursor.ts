import { Refusal } from '../lib/refusal.ts'
import { type Direction, type Position, type Sort, sorts } from './session-order.ts'

/**
 * The place of a walk through a list: behind which position, in which order, and as of when (ms). States are judged as
 * of the beginning of the walk (`at`). Sessions that were active after `mark` have moved since and are left to events, so
 * that nothing comes twice and only what moved may be missed.
 */
type ListCursor = { sort: Sort; dir: Direction; at: number; mark: number; behind: Position }

type Written = [
  sort: Sort,
  dir: Direction,
  at: number,
  mark: number,
  rank: number,
  value: Position['value'],
  id: string,
]

export const writeCursor = ({ sort, dir, at, mark, behind }: ListCursor) =>
  Buffer.from(JSON.stringify([sort, dir, at, mark, behind.rank, behind.value, behind.id] satisfies Written)).toString(
    'base64url',
  )

/** Throws a Refusal for anything but a cursor of this very order. */
export function readCursor(text: string, sort: Sort, dir: Direction): ListCursor {
  const found = parse(text)
  if (!isWritten(found)) throw new Refusal('bad-input', 'cursor must be the nextCursor of the page before.')
  const [itsSort, itsDir, at, mark, rank, value, id] = found
  if (itsSort !== sort || itsDir !== dir)
    throw new Refusal(
      'bad-input',
      'cursor is of another order: it must be the nextCursor of a page sorted the same way.',
    )
  return { sort, dir, at, mark, behind: { rank, value, id } }
}

/** Checked by hand, so that the threads that read the index need no library of schemas. */
function isWritten(found: unknown): found is Written {
  if (!Array.isArray(found) || found.length !== 7) return false
  const [sort, dir, at, mark, rank, value, id] = found as unknown[]
  return (
    sorts.some((known) => known === sort) &&
    (dir === 'asc' || dir === 'desc') &&
    [at, mark, rank].every(Number.isFinite) &&
    (value === null || typeof value === 'string' || Number.isFinite(value)) &&
    typeof id === 'string'
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    // Text that is no JSON fails the check of its shape.
    return undefined
  }
}
