/**
 * One stored entry of a transcript: from where to where it stands, and its text, or why it has none. Positions grow in
 * written order; their unit (bytes, rows) is the store's own.
 */
export type StoredEntry = { start: number; end: number; text: string } | { start: number; end: number; reason: string }

/** A transcript that can be read from any position, both ways. */
export type Entries = {
  /** The position behind the last whole entry. */
  end: number
  /** Entries that end at or before `before`, the newest first. */
  backwards(before: number): Generator<StoredEntry>
  /** Entries that begin at or after `from`, the oldest first. */
  forwards(from: number): Generator<StoredEntry>
  /** Where the entry around a position begins; the end for what lies behind it. */
  startOf(position: number): number
  close(): void
}
