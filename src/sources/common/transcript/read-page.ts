import type { TranscriptAnswer, TranscriptQuery } from '../../../facts/transcript.ts'
import { checkItem } from '../../../facts/transcript-bounds.ts'
import { at, type Position, sliceBefore, sliceFrom } from './slice.ts'
import type { TranscriptStore } from './store.ts'

/** A page of a transcript in its store, with the cursors of its neighbours. */
export function readPage(store: TranscriptStore, { cursor, before, from, limit }: TranscriptQuery): TranscriptAnswer {
  const asked = cursor ?? before
  const position = asked === undefined ? undefined : readCursor(asked, store)
  if (position === null) return { kind: 'bad-cursor' }
  const entries = store.open()
  if (position && (position.start > entries.end || position.end > entries.end)) return { kind: 'bad-cursor' }
  const transcript = { entries, partsOf: store.partsOf }
  const first = cursor !== undefined ? position : from === undefined ? undefined : at(entries.startOf(from))
  const slice = first ? sliceFrom(transcript, first, limit) : sliceBefore(transcript, position, limit)
  return {
    kind: 'page',
    page: {
      items: slice.items.flatMap((item) => checkItem(item) ?? []),
      nextCursor: writeCursor(slice.to, store),
      previousCursor: slice.from && writeCursor(slice.from, store),
      complete: slice.reachesEnd,
      missing: null,
      start: slice.from?.start ?? 0,
      end: slice.to.part > 0 ? slice.to.end : slice.to.start,
      size: entries.end,
    },
  }
}

const writeCursor = ({ start, end, part }: Position, store: TranscriptStore) =>
  Buffer.from(JSON.stringify([store.key, start, end, part, store.checkAt?.(start) ?? ''])).toString('base64url')

/** Null for what is no cursor of this store as it is now. */
function readCursor(text: string, store: TranscriptStore): Position | null {
  try {
    const [key, start, end, part, check] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (key !== store.key || !isCount(start) || !isCount(end) || !isCount(part) || end < start) return null
    return check === (store.checkAt?.(start) ?? '') ? { start, end, part } : null
  } catch {
    // The text is none of our cursors.
    return null
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
