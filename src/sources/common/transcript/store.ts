import { statSync } from 'node:fs'
import type { Entries } from './entries.ts'
import { entriesOfFile, entriesOfText } from './line-entries.ts'
import type { PartsOf } from './part.ts'

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

/** The store that holds most, where several hold the same transcript. */
export function fullestOf(stores: TranscriptStore[]): TranscriptStore | undefined {
  if (stores.length < 2) return stores[0]
  const weighed = stores.map((store) => ({ store, bytes: store.bytes() }))
  return weighed.reduce((best, one) => (one.bytes > best.bytes ? one : best)).store
}
