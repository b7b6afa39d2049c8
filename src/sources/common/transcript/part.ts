import type { TranscriptItem } from '../../../facts/transcript.ts'
import type { TranscriptPart } from '../../../facts/transcript-access.ts'
import type { StoredEntry } from './entries.ts'
import { note } from './items.ts'

/** What an entry adds to a transcript, in the word of its parsers. */
export type Part = TranscriptPart

/**
 * Takes one entry apart, in written order. Whatever the entry contains, the answer is a value: what cannot be read is a
 * note. `earlier` lists entries before this one, the newest first, as many as `max` at most (100 where nothing is said),
 * for runtimes in which an entry means something only beside others. Ids of items are given to them afterwards.
 */
export type PartsOf = (entry: StoredEntry, earlier: Earlier) => Part[]
export type Earlier = (max?: number) => Iterable<StoredEntry>

/** Stands for the entries that `earlier` does not list, because there are more than may be looked at. */
export const tooFarBack: StoredEntry = { start: 0, end: 0, reason: 'it is too far back to be looked at' }

/** Of entries that say nothing of what was said so many are passed over, to find the words before. */
export const maxPassedOver = 20_000
export const notKnownWhence =
  'Whether the conversation went back here is not known: too many other records stand before these words.'

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
