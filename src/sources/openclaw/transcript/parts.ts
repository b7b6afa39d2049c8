import { record } from '../../common/parse-values.ts'
import type { StoredEntry } from '../../common/transcript/entries.ts'
import { note, recordItem } from '../../common/transcript/items.ts'
import {
  maxPassedOver,
  notKnownWhence,
  type Part,
  type PartsOf,
  partsOfJson,
  tooFarBack,
} from '../../common/transcript/part.ts'
import { timeOf } from '../stores/entry.ts'
import { type OwnPart, ownPartsOf } from './own-parts.ts'
import type { SessionOfKey } from './tool-actions.ts'

type Fields = Record<string, unknown>

/** The parts of an entry, seen with those before it: what was shown already is not shown again. */
export const partsFor =
  (sessionOfKey: SessionOfKey): PartsOf =>
  (entry, earlier) => {
    const parts = ownPartsOf(entry, sessionOfKey)
    if (isStopped(parts) && !isCopy(parts) && repeatsCopy(parts, earlier())) return partsOfJson(entry, asCopy)
    return parts.flatMap((part): Part[] => {
      if (part.kind === 'item' && part.follows !== undefined) {
        const whence = whenceOf(part.follows, earlier(maxPassedOver), part.item.at)
        return whence ? [{ kind: 'item', item: whence }, part] : [part]
      }
      if (part.kind !== 'nested') return [part]
      return isInsideOfCall(part, earlier()) ? [] : [{ kind: 'item', item: part.item }]
    })
  }

/** Says that words follow an entry behind which others stand that were said: the conversation went back to it. */
function whenceOf(parentId: string, earlier: Iterable<StoredEntry>, at: number | null) {
  for (const entry of earlier) {
    if (entry === tooFarBack) return note(at, 'other', notKnownWhence)
    const { id, type } = idIn(entry)
    if (id === parentId) return undefined
    if (type === 'message') return note(at, 'branch', 'The conversation went back, and took another way from there.')
  }
  return undefined
}

function idIn(entry: StoredEntry): Fields {
  try {
    return 'text' in entry ? (record(JSON.parse(entry.text)) ?? {}) : {}
  } catch {
    // A damaged entry is named where it stands.
    return {}
  }
}

/** An answer that was already shown is counted. */
const asCopy = (fields: Fields): Part[] => [
  { kind: 'item', item: recordItem(timeOf(fields.timestamp), 'copy of a stopped answer', true, fields) },
]

/** Whether the call that reached this tool by search has its name: then that call shows it. */
function isInsideOfCall(
  { item, parentCallId }: Extract<OwnPart, { kind: 'nested' }>,
  earlier: Iterable<StoredEntry>,
): boolean {
  for (const part of partsBefore(earlier))
    if (part.kind === 'call' && part.item.callId === parentCallId)
      return part.bySearch === true && part.item.tool === item.tool
  return false
}

/**
 * Whether the gateway wrote this stopped answer down before its own record was written: a letter more or less, and in a
 * new file even before the question.
 */
function repeatsCopy(own: OwnPart[], earlier: Iterable<StoredEntry>): boolean {
  const words = own.map(({ item }) => (item.kind === 'message' ? item.text : '')).join('')
  let questions = 0
  for (const part of partsBefore(earlier)) {
    if (part.kind !== 'item' || part.item.kind !== 'message') continue
    if (part.copied) return words.startsWith(part.item.text) || part.item.text.startsWith(words)
    if (part.item.role === 'user' && ++questions > 1) return false
  }
  return false
}

const isStopped = (parts: OwnPart[]) =>
  parts.some(({ item }) => item.kind === 'message' && item.role === 'assistant' && item.stopReason === 'aborted')
const isCopy = (parts: OwnPart[]) => parts.some((part) => part.kind === 'item' && part.copied)

function* partsBefore(earlier: Iterable<StoredEntry>): Generator<OwnPart> {
  for (const entry of earlier) yield* ownPartsOf(entry).reverse()
}
