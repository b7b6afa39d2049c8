import type { TranscriptItem } from '../../facts/source.ts'
import type { Entries, Written } from './transcript-lines.ts'
import { type Part, partsOf } from './transcript-parts.ts'

/** Between two parts of a transcript: before part number `part` of the entry that stands from `start` to `end`. */
export type Spot = { start: number; end: number; part: number }

/** Items between two spots, in written order; `from` is null where they begin with the beginning. */
export type Stretch = { items: TranscriptItem[]; from: Spot | null; to: Spot; reachesEnd: boolean }

/** A page takes no longer to read and to send than these allow, whatever stands in the transcript. */
const maxReadBytes = 32 << 20
const maxReadEntries = 20_000
const maxSentLength = 4 << 20

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

/** So many entries in front of a thing are looked at for what it only repeats. */
const maxLookedBack = 100

const at = (position: number): Spot => ({ start: position, end: position, part: 0 })

/** The last `limit` items before a spot, or of all where it is undefined. A result met before its call is put into it. */
export function stretchBefore(entries: Entries, before: Spot | undefined, limit: number): Stretch {
  const to = before ?? at(entries.end)
  const kept: TranscriptItem[] = []
  const waiting = new Map<string, Tool>()
  let from: Spot | null = null
  const budget = createBudget()

  /** The result that was met before its call. */
  function awaited({ item }: Extract<Part, { kind: 'call' }>): Tool[] {
    const result = waiting.get(item.callId)
    if (!result) return []
    item.result = result.result
    item.endedAt = result.endedAt
    return [result]
  }

  walk: for (const entry of entries.backwards(to.part > 0 ? to.end : to.start)) {
    const all = partsAt(entries, entry)
    const parts = to.part > 0 && entry.start === to.start ? all.slice(0, to.part) : all
    for (const [number, part] of [...parts.entries()].reverse()) {
      const isFull = kept.length >= limit || (kept.length > 0 && budget.isSpent())
      const joined = part.kind === 'call' ? awaited(part) : []
      if (isFull && joined.length === 0) {
        from = { start: entry.start, end: entry.end, part: number + 1 }
        break walk
      }
      for (const one of joined) kept.splice(kept.indexOf(one), 1)
      if (part.kind === 'call') waiting.delete(part.item.callId)
      else if (part.kind === 'result' && part.item.callId !== '') waiting.set(part.item.callId, part.item)
      kept.push(part.item)
      budget.send(part.item)
    }
    budget.read(entry)
    if (budget.isReadUp()) {
      from = at(entry.start)
      break
    }
  }
  // Nothing stands before the first position.
  if (from !== null && from.start === 0 && from.part === 0) from = null
  return { items: kept.reverse(), from, to, reachesEnd: before === undefined }
}

/** The first `limit` items from a spot on. */
export function stretchFrom(entries: Entries, from: Spot, limit: number): Stretch {
  const items: TranscriptItem[] = []
  const calls = new Map<string, Tool>()
  const budget = createBudget()
  let to = from
  let isWhole = true

  walk: for (const entry of entries.forwards(from.start)) {
    for (const [number, part] of partsAt(entries, entry).entries()) {
      if (entry.start === from.start && number < from.part) continue
      const call = part.kind === 'result' ? calls.get(part.item.callId) : undefined
      if (call && call.result === null) {
        call.result = (part.item as Tool).result
        call.endedAt = (part.item as Tool).endedAt
        budget.send(part.item)
        continue
      }
      if (items.length >= limit || (items.length > 0 && budget.isSpent())) {
        to = { start: entry.start, end: entry.end, part: number }
        isWhole = false
        break walk
      }
      if (part.kind === 'call') calls.set(part.item.callId, part.item)
      items.push(part.item)
      budget.send(part.item)
    }
    to = at(entry.end)
    budget.read(entry)
    if (budget.isReadUp()) {
      isWhole = entry.end >= entries.end
      break
    }
  }
  return { items, from: from.start === 0 && from.part === 0 ? null : from, to, reachesEnd: isWhole }
}

/** The parts of an entry, without what stands in front of it already: wherever a page begins, the same is left out. */
function partsAt(entries: Entries, entry: Written): Part[] {
  const parts = partsOf(entry)
  if (isStopped(parts) && !isCopy(parts) && repeatsCopy(entries, entry.start, parts)) return []
  return parts.filter((part) => part.kind !== 'nested' || !isInsideOfCall(entries, entry.start, part))
}

/** Whether the call that reached this tool by search has its name: then it is shown there. */
function isInsideOfCall(entries: Entries, before: number, { item, parentCallId }: Extract<Part, { kind: 'nested' }>) {
  for (const part of partsBefore(entries, before))
    if (part.kind === 'call' && part.item.callId === parentCallId) return part.bySearch && part.item.tool === item.tool
  return false
}

/**
 * Whether the gateway wrote this stopped answer down before its own record was: a letter more or less, and in a new
 * file even before the question.
 */
function repeatsCopy(entries: Entries, before: number, own: Part[]) {
  const words = wordsOf(own)
  let questions = 0
  for (const part of partsBefore(entries, before)) {
    if (part.kind !== 'item' || part.item.kind !== 'message') continue
    if (part.copied) return words.startsWith(part.item.text) || part.item.text.startsWith(words)
    if (part.item.role === 'user' && ++questions > 1) return false
  }
  return false
}

const isStopped = (parts: Part[]) =>
  parts.some(({ item }) => item.kind === 'message' && item.role === 'assistant' && item.stopReason === 'aborted')
const isCopy = (parts: Part[]) => parts.some((part) => part.kind === 'item' && part.copied)
const wordsOf = (parts: Part[]) => parts.map(({ item }) => (item.kind === 'message' ? item.text : '')).join('')

function* partsBefore(entries: Entries, before: number): Generator<Part> {
  let looked = 0
  for (const entry of entries.backwards(before)) {
    if (++looked > maxLookedBack) return
    yield* partsOf(entry).reverse()
  }
}

function createBudget() {
  let bytes = 0
  let entries = 0
  let length = 0
  return {
    read(entry: Written) {
      bytes += 'text' in entry ? entry.text.length : 0
      entries++
    },
    send(item: TranscriptItem) {
      length += 'text' in item ? item.text.length : (item.input?.length ?? 0) + (item.result?.text.length ?? 0)
    },
    isReadUp: () => bytes >= maxReadBytes || entries >= maxReadEntries,
    isSpent: () => length >= maxSentLength,
  }
}
