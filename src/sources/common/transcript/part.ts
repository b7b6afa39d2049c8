import type { TranscriptItem } from '../../../facts/transcript.ts'
import type { TranscriptPart } from '../../../facts/transcript-access.ts'
import type { StoredEntry } from './entries.ts'
import { note } from './items.ts'

/** What an entry adds to a transcript, in the word of its parsers. */
export type Part = TranscriptPart

/**
 * Takes one entry apart, in written order. Whatever the entry contains, the answer is a value: what cannot be read is a
 * note. `earlier` lists some entries before this one, the newest first, for runtimes that write the same thing twice.
 * Ids of items are given to them afterwards.
 */
export type PartsOf = (entry: StoredEntry, earlier: () => Iterable<StoredEntry>) => Part[]

type Fields = Record<string, unknown>

/** The parts of an entry of JSON; `parse` is given the object in it. */
export function partsOfJson<Own extends { item: TranscriptItem }>(
  entry: StoredEntry,
  parse: (fields: Fields) => Own[],
): (Own | Part)[] {
  if ('reason' in entry) return [unreadable(entry.reason)]
  if (entry.text === '') return []
  try {
    const fields: unknown = JSON.parse(entry.text)
    return isFields(fields) ? parse(fields) : [unreadable('not an entry')]
  } catch (error) {
    return [unreadable((error as Error).message.slice(0, 160))]
  }
}

const unreadable = (reason: string): Part => ({
  kind: 'item',
  item: note(null, 'unreadable', `Cannot be read: ${reason}`),
})

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
