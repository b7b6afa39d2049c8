import { itemIdOf } from '../../../facts/item-id.ts'
import { withOutcome } from '../../../facts/join-tool.ts'
import type { TranscriptItem } from '../../../facts/transcript.ts'
import type { Entries, StoredEntry } from './entries.ts'
import { type Part, type PartsOf, tooFarBack } from './part.ts'
import { shownItem } from './shown-item.ts'

/** A position between two parts: before part number `part` of the entry that stands from `start` to `end`. */
export type Position = { start: number; end: number; part: number }

/** The items between two positions, in written order. `from` is null where they begin with the beginning. */
type Slice = { items: TranscriptItem[]; from: Position | null; to: Position; reachesEnd: boolean }

/** An opened transcript, and how its entries are taken apart. */
type Transcript = { entries: Entries; partsOf: PartsOf }

/** Limits of what one page reads and sends, whatever the transcript contains. */
const maxReadBytes = 32 << 20
const maxReadEntries = 20_000
const maxSentLength = 4 << 20

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

/** A parser may look at so many entries before the one that it takes apart, and at so many bytes of them. */
const usuallyLookedBack = 100
const maxLookedBackBytes = 32 << 20

/** The position before a whole entry. */
export const at = (position: number): Position => ({ start: position, end: position, part: 0 })

/** The last `limit` items before a position, or of all where it is undefined. */
export function sliceBefore(transcript: Transcript, before: Position | undefined, limit: number): Slice {
  const { entries } = transcript
  const to = before ?? at(entries.end)
  const items: TranscriptItem[] = []
  const waiting = new Map<string, Tool>()
  let from: Position | null = null
  const budget = createBudget()

  /** Puts the result that was met behind its call into it, and answers the result. */
  function joinResult({ item }: Extract<Part, { kind: 'call' }>): Tool[] {
    const result = waiting.get(item.callId)
    if (!result) return []
    Object.assign(item, withOutcome(item, result))
    return [result]
  }

  walk: for (const entry of entries.backwards(to.part > 0 ? to.end : to.start)) {
    const allParts = partsAt(transcript, entry)
    const parts = to.part > 0 && entry.start === to.start ? allParts.slice(0, to.part) : allParts
    for (const [number, part] of [...parts.entries()].reverse()) {
      const isFull = items.length >= limit || (items.length > 0 && budget.isSendSpent())
      const joined = part.kind === 'call' ? joinResult(part) : []
      if (isFull && joined.length === 0) {
        from = { start: entry.start, end: entry.end, part: number + 1 }
        break walk
      }
      for (const result of joined) items.splice(items.indexOf(result), 1)
      if (part.kind === 'call') waiting.delete(part.item.callId)
      else if (part.kind === 'result' && part.item.callId !== '') waiting.set(part.item.callId, part.item)
      items.push(part.item)
      budget.send(part.item)
    }
    budget.read(entry)
    if (budget.isReadSpent()) {
      from = at(entry.start)
      break
    }
  }
  // Nothing stands before the first position.
  if (from !== null && from.start === 0 && from.part === 0) from = null
  return { items: items.reverse(), from, to, reachesEnd: before === undefined }
}

/** The first `limit` items from a position on. */
export function sliceFrom(transcript: Transcript, from: Position, limit: number): Slice {
  const { entries } = transcript
  const items: TranscriptItem[] = []
  const calls = new Map<string, Tool>()
  const budget = createBudget()
  let to = from
  let reachesEnd = true

  walk: for (const entry of entries.forwards(from.start)) {
    for (const [number, part] of partsAt(transcript, entry).entries()) {
      if (entry.start === from.start && number < from.part) continue
      const call = part.kind === 'result' ? calls.get(part.item.callId) : undefined
      if (call && call.result === null) {
        Object.assign(call, withOutcome(call, part.item as Tool))
        budget.send(part.item)
        continue
      }
      if (items.length >= limit || (items.length > 0 && budget.isSendSpent())) {
        to = { start: entry.start, end: entry.end, part: number }
        reachesEnd = false
        break walk
      }
      if (part.kind === 'call') calls.set(part.item.callId, part.item)
      items.push(part.item)
      budget.send(part.item)
    }
    to = at(entry.end)
    budget.read(entry)
    if (budget.isReadSpent()) {
      reachesEnd = entry.end >= entries.end
      break
    }
  }
  return { items, from: from.start === 0 && from.part === 0 ? null : from, to, reachesEnd }
}

/** The parts of an entry, each with an id that is the same however the transcript is paged. */
function partsAt({ entries, partsOf }: Transcript, entry: StoredEntry): Part[] {
  const parts = partsOf(entry, (max) => entriesBefore(entries, entry.start, max))
  return parts.map((part, number) => ({
    ...part,
    item: { ...shownItem(part.item), id: itemIdOf(entry.start, number) },
  })) as Part[]
}

/** Some entries before a position, the newest first, for a parser that has to look back. */
export function* entriesBefore(
  entries: Entries,
  before: number,
  max: number = usuallyLookedBack,
): Generator<StoredEntry> {
  let count = 0
  let bytes = 0
  for (const entry of entries.backwards(before)) {
    if (++count > max || bytes > maxLookedBackBytes) return yield tooFarBack
    bytes += 'text' in entry ? entry.text.length : 0
    yield entry
  }
}

const lengthOf = ({ input, result, action }: Tool) =>
  (input?.text.length ?? 0) +
  (result?.text.length ?? 0) +
  (action?.kind === 'edit' ? action.changes.reduce((sum, { hunks }) => sum + lettersIn(hunks), 0) : 0)

const lettersIn = (hunks: { lines: string[] }[]) =>
  hunks.reduce((sum, { lines }) => lines.reduce((length, line) => length + line.length, sum), 0)

function createBudget() {
  let bytes = 0
  let entries = 0
  let length = 0
  return {
    read(entry: StoredEntry) {
      bytes += 'text' in entry ? entry.text.length : 0
      entries++
    },
    send(item: TranscriptItem) {
      length += 'text' in item ? item.text.length : lengthOf(item)
    },
    isReadSpent: () => bytes >= maxReadBytes || entries >= maxReadEntries,
    isSendSpent: () => length >= maxSentLength,
  }
}
