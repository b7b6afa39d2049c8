import type { TranscriptItem } from '../../live/source.ts'
import { type Part, partsOf } from './transcript-items.ts'
import type { Entries, Written } from './transcript-lines.ts'

/** Between two parts of a transcript: before part number `part` of the entry that stands from `start` to `end`. */
export type Spot = { start: number; end: number; part: number }

/** Items between two spots, in written order; `from` is null where they begin with the beginning. */
export type Stretch = { items: TranscriptItem[]; from: Spot | null; to: Spot; reachesEnd: boolean }

/** A page takes no longer to read and to send than these allow, whatever stands in the transcript. */
const mostReadBytes = 32 << 20
const mostReadEntries = 20_000
const mostSentLength = 4 << 20

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

const at = (position: number): Spot => ({ start: position, end: position, part: 0 })

/** The last `limit` items before a spot, or of all where it is undefined. A result met before its call is put into it. */
export function stretchBefore(entries: Entries, before: Spot | undefined, limit: number): Stretch {
  const to = before ?? at(entries.end)
  const kept: TranscriptItem[] = []
  const waiting = new Map<string, Tool>()
  const nested = new Map<string, Tool>()
  let from: Spot | null = null
  const budget = createBudget()

  /** What was met before its call: the result, and the inside of a call that reached its tool by search. */
  function awaited({ item, bySearch }: Extract<Part, { kind: 'call' }>): Tool[] {
    const inside = bySearch ? nested.get(item.callId) : undefined
    const result = waiting.get(item.callId)
    if (result) {
      item.result = result.result
      item.endedAt = result.endedAt
    }
    return [result, inside?.tool === item.tool ? inside : undefined].filter((one) => one !== undefined)
  }

  walk: for (const entry of entries.backwards(to.part > 0 ? to.end : to.start)) {
    const all = partsOf(entry)
    const parts = to.part > 0 && entry.start === to.start ? all.slice(0, to.part) : all
    for (const [number, part] of [...parts.entries()].reverse()) {
      const isFull = kept.length >= limit || (kept.length > 0 && budget.isSpent())
      const joined = part.kind === 'call' ? awaited(part) : []
      if (isFull && joined.length === 0) {
        from = { start: entry.start, end: entry.end, part: number + 1 }
        break walk
      }
      for (const one of joined) kept.splice(kept.indexOf(one), 1)
      if (part.kind === 'call') {
        waiting.delete(part.item.callId)
        nested.delete(part.item.callId)
      } else if (part.kind === 'result' && part.item.callId !== '') waiting.set(part.item.callId, part.item)
      else if (part.kind === 'nested') nested.set(part.parentCallId, part.item)
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
  const calls = new Map<string, { item: Tool; bySearch: boolean }>()
  const budget = createBudget()
  let to = from
  let isWhole = true

  walk: for (const entry of entries.forwards(from.start)) {
    for (const [number, part] of partsOf(entry).entries()) {
      if (entry.start === from.start && number < from.part) continue
      const call =
        part.kind === 'result'
          ? calls.get(part.item.callId)
          : part.kind === 'nested'
            ? calls.get(part.parentCallId)
            : undefined
      if (part.kind === 'result' && call && call.item.result === null) {
        call.item.result = part.item.result
        call.item.endedAt = part.item.endedAt
        budget.send(part.item)
        continue
      }
      if (part.kind === 'nested' && call?.bySearch && call.item.tool === part.item.tool) continue
      if (items.length >= limit || (items.length > 0 && budget.isSpent())) {
        to = { start: entry.start, end: entry.end, part: number }
        isWhole = false
        break walk
      }
      if (part.kind === 'call') calls.set(part.item.callId, part)
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
    isReadUp: () => bytes >= mostReadBytes || entries >= mostReadEntries,
    isSpent: () => length >= mostSentLength,
  }
}
