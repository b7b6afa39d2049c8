import { itemIdOf } from '../../../facts/item-id.ts'
import type { ScanMark, ScanStep, TranscriptPart } from '../../../facts/transcript-access.ts'
import type { Entries, StoredEntry } from './entries.ts'
import type { PartsOf } from './part.ts'
import { entriesBefore } from './slice.ts'
import type { TranscriptStore } from './store.ts'

/** A step reads about so many bytes, or so many entries: some ten milliseconds. */
const stepBytes = 4 << 20
const stepEntries = 4_000

/** Reads a transcript from a mark to its end, in steps. A mark that does not hold any more begins at the beginning. */
export function* scan(store: TranscriptStore, from: ScanMark | null): Generator<ScanStep> {
  const entries = store.open()
  const holds = from !== null && isMarkOf(store, entries, from)
  yield* inSteps(store, entries, {
    walk: entries.forwards(holds ? from.position : 0),
    isAnew: from !== null && !holds,
    at: holds ? from.position : 0,
    behind: ({ end }) => end,
  })
}

/** Reads a transcript from a position back to its beginning; entries whose text is not wanted are passed over. */
export function* scanBack(
  store: TranscriptStore,
  before: number | null,
  wants?: (text: string) => boolean,
): Generator<ScanStep> {
  const entries = store.open()
  const at = before === null ? entries.end : Math.min(before, entries.end)
  yield* inSteps(store, entries, {
    walk: entries.backwards(at),
    isAnew: false,
    at,
    behind: ({ start }) => start,
    wants,
    reversed: true,
  })
}

/** The parts of the entries that begin at these positions. */
export function partsAt(store: TranscriptStore, positions: readonly number[]): TranscriptPart[] {
  const entries = store.open()
  return positions.flatMap((position) => {
    for (const entry of entries.forwards(position))
      return entry.start === position ? partsIn(entries, store.partsOf, entry, []) : []
    return []
  })
}

function* inSteps(
  store: TranscriptStore,
  entries: Entries,
  {
    walk,
    isAnew,
    at: first,
    behind,
    wants,
    reversed = false,
  }: {
    walk: Generator<StoredEntry>
    isAnew: boolean
    at: number
    behind: (entry: StoredEntry) => number
    wants?: ((text: string) => boolean) | undefined
    reversed?: boolean
  },
): Generator<ScanStep> {
  let parts: TranscriptPart[] = []
  let at = first
  let bytes = 0
  let count = 0
  const step = (): ScanStep => ({
    kind: 'step',
    parts,
    mark: { key: store.key, position: at, check: store.checkAt?.(at) ?? '' },
    size: entries.end,
    isAnew,
  })
  const recent: StoredEntry[] = []
  for (const entry of walk) {
    at = behind(entry)
    bytes += 'text' in entry ? entry.text.length : 0
    count++
    if (!wants || ('text' in entry && wants(entry.text))) {
      const own = partsIn(entries, store.partsOf, entry, recent)
      parts.push(...(reversed ? own.reverse() : own))
    }
    if (!reversed) {
      recent.unshift(entry)
      if (recent.length > maxRecent) recent.pop()
    }
    if (bytes < stepBytes && count < stepEntries) continue
    yield step()
    parts = []
    bytes = 0
    count = 0
    isAnew = false
  }
  yield step()
}

/** So many entries are at hand for parsers that look back, most of which look at the one before. */
const maxRecent = 4

/** The parts of an entry with their ids and whole texts; `recent` are those just before it, the newest first. */
function partsIn(
  entries: Entries,
  partsOf: PartsOf,
  entry: StoredEntry,
  recent: readonly StoredEntry[],
): TranscriptPart[] {
  const parts = partsOf(entry, (max) => earlierThan(entries, entry, recent, max))
  for (const [number, { item }] of parts.entries()) item.id = itemIdOf(entry.start, number)
  return parts
}

function* earlierThan(
  entries: Entries,
  entry: StoredEntry,
  recent: readonly StoredEntry[],
  max: number | undefined,
): Generator<StoredEntry> {
  yield* recent
  yield* entriesBefore(entries, recent.at(-1)?.start ?? entry.start, max)
}

const isMarkOf = (store: TranscriptStore, entries: Entries, { key, position, check }: ScanMark) =>
  key === store.key && position <= entries.end && check === (store.checkAt?.(position) ?? '')
