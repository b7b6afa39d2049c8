import { z } from 'zod'
import { Refusal } from '../lib/refusal.ts'
import { type Direction, type Position, type Sort, sorts } from './listing.ts'

/**
 * Where a walk through a list stands: behind which position, in which order, and as of when. States are judged at the
 * moment the walk began (`at`), and what was active after `mark` has moved since and is left to the news: so nothing
 * comes twice, and only what moved may be missed.
 */
type ListCursor = { sort: Sort; dir: Direction; at: number; mark: number; behind: Position }

const shape = z.tuple([
  z.enum(sorts),
  z.enum(['asc', 'desc']),
  z.number(),
  z.number(),
  z.number(),
  z.union([z.number(), z.string(), z.null()]),
  z.string(),
])

export const writeCursor = ({ sort, dir, at, mark, behind }: ListCursor) =>
  Buffer.from(JSON.stringify([sort, dir, at, mark, behind.rank, behind.value, behind.id])).toString('base64url')

/** Throws a sentence for what is not a cursor of this very order. */
export function readCursor(text: string, sort: Sort, dir: Direction): ListCursor {
  const parsed = shape.safeParse(parse(text))
  if (!parsed.success) throw new Refusal('bad-input', 'cursor must be the nextCursor of the page before.')
  const [itsSort, itsDir, at, mark, rank, value, id] = parsed.data
  if (itsSort !== sort || itsDir !== dir)
    throw new Refusal(
      'bad-input',
      'cursor is of another order: it must be the nextCursor of a page sorted the same way.',
    )
  return { sort, dir, at, mark, behind: { rank, value, id } }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    // Not what we wrote: the shape says so.
    return undefined
  }
}
