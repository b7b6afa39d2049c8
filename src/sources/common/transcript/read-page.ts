import { statSync } from 'node:fs'
import type { TranscriptAnswer, TranscriptQuery } from '../../../facts/transcript.ts'
import { checkItem } from '../../../facts/transcript-bounds.ts'
import type { Entries } from './entries.ts'
import { entriesOfFile, entriesOfText } from './line-entries.ts'
import type { PartsOf } from './part.ts'
import { at, type Position, sliceBefore, sliceFrom } from './slice.ts'

/** A place that holds a transcript: a file, rows of a database, an archive. */
export type TranscriptStore = {
  /** Tells this store from the others, and from itself after it was rewritten. */
  key: string
  /** How much of the transcript it holds; asked only where there are several stores. */
  bytes(): number
  open(): Entries
  partsOf: PartsOf
  /** A hash of what stands before a position, for stores that can be rewritten under the same key. */
  checkAt?(position: number): string
}

/** Gives something to be closed once the page is read. */
export type CloseLater = (opened: { close(): void }) => void

/**
 * A page of a transcript. `find` names all stores that hold it and hands over what it opens; the fullest store is read.
 * Never throws.
 */
export function readPage(
  find: (closeLater: CloseLater) => TranscriptStore[],
  query: TranscriptQuery,
): TranscriptAnswer {
  const opened: { close(): void }[] = []
  try {
    const store = fullestOf(find((one) => opened.push(one)))
    return store ? pageOf(store, query) : goneTranscript()
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') return goneTranscript()
    const isDenied = code === 'EACCES' || code === 'EPERM'
    return {
      kind: 'failed',
      reason: isDenied ? 'This user may not read its transcript.' : `It cannot be read: ${message}`,
    }
  } finally {
    for (const one of opened.reverse()) one.close()
  }
}

const goneTranscript = (): TranscriptAnswer => ({
  kind: 'missing',
  reason: 'Its transcript is gone, or was never written; what it cost is kept.',
})

/** The answer for a runtime whose transcripts have no parser yet. */
export const withoutParser = (name: string): TranscriptAnswer => ({
  kind: 'missing',
  reason: `Transcripts of ${name} cannot be shown yet, only their costs.`,
})

/** A file of lines that may grow. */
export function fileStore(path: string, partsOf: PartsOf, closeLater: CloseLater): TranscriptStore {
  let lines: ReturnType<typeof entriesOfFile> | undefined
  const open = () => {
    if (!lines) {
      lines = entriesOfFile(path)
      closeLater(lines)
    }
    return lines
  }
  return {
    // A file that is renamed, such as after a reset, keeps its inode.
    key: `file:${statSync(path).ino}`,
    bytes: () => statSync(path).size,
    open,
    partsOf,
    checkAt: (position) => open().checkAt(position),
  }
}

/** A whole text of lines that never grows, such as an archive; `read` is called once. */
export function textStore(key: string, partsOf: PartsOf, read: () => Uint8Array): TranscriptStore {
  let text: Uint8Array | undefined
  const whole = () => {
    text ??= read()
    return text
  }
  /** One that cannot be read is not the fullest: another may hold the same. */
  const bytes = () => {
    try {
      return whole().length
    } catch {
      return 0
    }
  }
  return { key, bytes, open: () => entriesOfText(whole()), partsOf }
}

function fullestOf(stores: TranscriptStore[]): TranscriptStore | undefined {
  if (stores.length < 2) return stores[0]
  const weighed = stores.map((store) => ({ store, bytes: store.bytes() }))
  return weighed.reduce((best, one) => (one.bytes > best.bytes ? one : best)).store
}

function pageOf(store: TranscriptStore, { cursor, before, from, limit }: TranscriptQuery): TranscriptAnswer {
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
