import type { TranscriptItem } from '../../../facts/transcript.ts'
import { record, text, word } from '../../common/parse-values.ts'
import type { StoredEntry } from '../../common/transcript/entries.ts'
import {
  blocksIn,
  isPicture,
  message,
  note,
  thinking,
  tool,
  withResult,
  wordsIn,
} from '../../common/transcript/items.ts'
import { type Part, type PartsOf, partsOfJson } from '../../common/transcript/part.ts'
import { timeOf, withoutWrapping } from '../stores/entry.ts'

type Tool = Extract<TranscriptItem, { kind: 'tool' }>
type Fields = Record<string, unknown>

/**
 * The parts of an entry as OpenClaw writes it. A nested call is the inside of the call that reached its tool by search,
 * and is shown only where that call is not. A `copied` message is an answer that was stopped, as the gateway wrote it
 * down: older gateways let the model's own record of the same answer follow.
 */
type OwnPart =
  | (Extract<Part, { kind: 'item' }> & { copied?: boolean })
  | (Extract<Part, { kind: 'call' }> & { bySearch?: boolean })
  | Extract<Part, { kind: 'result' }>
  | { kind: 'nested'; item: Tool; parentCallId: string }

export const partsOf: PartsOf = (entry, earlier) => {
  const parts = ownPartsOf(entry)
  if (isStopped(parts) && !isCopy(parts) && repeatsCopy(parts, earlier())) return []
  return parts.flatMap((part): Part[] => {
    if (part.kind !== 'nested') return [part]
    return isInsideOfCall(part, earlier()) ? [] : [{ kind: 'item', item: part.item }]
  })
}

const ownPartsOf = (entry: StoredEntry): OwnPart[] => partsOfJson(entry, partsOfEntry)

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

function partsOfEntry(entry: Fields): OwnPart[] {
  const content = record(entry.message) ?? {}
  const at = timeOf(entry.timestamp) ?? timeOf(content.timestamp)
  switch (entry.type) {
    case 'message':
      return partsOfMessage(content, at)
    case 'compaction':
      return [one(note(at, 'compaction', text(entry.summary) ?? 'What was said so far was summed up.'))]
    case 'reset':
      return [one(note(at, 'reset', text(entry.reason) ?? 'reset'))]
    case 'model_change':
      return text(entry.modelId) ? [one(note(at, 'model-change', String(entry.modelId)))] : []
    case 'branch_summary':
      return text(entry.summary) ? [one(note(at, 'other', String(entry.summary)))] : []
    case 'custom': {
      const error = text(record(entry.data)?.error)
      return entry.customType === 'openclaw:prompt-error' && error ? [one(note(at, 'error', error))] : []
    }
    case 'custom_message': {
      const words = wordsIn(entry.content)
      if (words === '' || entry.display === false) return []
      return [one(note(at, /fail|error/.test(String(entry.customType)) ? 'error' : 'other', words))]
    }
    default:
      return []
  }
}

function partsOfMessage(content: Fields, at: number | null): OwnPart[] {
  switch (content.role) {
    case 'user': {
      const words = wordsIn(content.content)
      if (words === '') return []
      if (words.includes('<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>')) return [one(note(at, 'other', words))]
      const spoken = withoutWrapping(words).trim()
      return spoken === '' ? [] : [one({ ...message(at, 'user', spoken), sender: senderOf(content) })]
    }
    case 'assistant':
      return partsOfAnswer(content, at)
    case 'toolResult': {
      const item = tool(at, text(content.toolCallId) ?? '', text(content.toolName) ?? 'tool')
      return [{ kind: 'result', item: withResult(item, content.content, content.isError === true, at) }]
    }
    case 'bashExecution': {
      const item = tool(at, '', 'bash', { command: content.command })
      const isError = typeof content.exitCode === 'number' && content.exitCode !== 0
      return [one(withResult(item, content.output, isError, at))]
    }
    case 'custom':
      return partsOfCustom(content, at)
    case 'compactionSummary':
      return [one(note(at, 'compaction', text(content.summary) ?? ''))]
    case 'branchSummary':
      return [one(note(at, 'other', text(content.summary) ?? ''))]
    default: {
      const words = wordsIn(content.content)
      return words === '' ? [] : [one(note(at, 'other', words))]
    }
  }
}

/** The name of a guest who wrote a message, as its channel gave it; null for the owner. */
function senderOf(content: Fields): string | null {
  const about = record(content.__openclaw)
  return about?.senderIsOwner === true ? null : word(about?.senderName, 80)
}

function partsOfAnswer(content: Fields, at: number | null): OwnPart[] {
  const parts: OwnPart[] = []
  let words = ''
  const endMessage = () => {
    if (words.trim() !== '') parts.push(one(message(at, 'assistant', words)))
    words = ''
  }
  for (const block of blocksIn(content.content)) {
    if (block.type === 'text' || isPicture(block)) {
      const more = wordsIn([block])
      if (more !== '') words += words === '' ? more : `\n\n${more}`
      continue
    }
    endMessage()
    if (block.type === 'thinking') {
      const thought = text(block.thinking)
      if (thought) parts.push(one(thinking(at, thought)))
    } else if (block.type === 'toolCall') parts.push(partOfCall(block, at))
  }
  endMessage()
  const stopReason = content.openclawAbort ? 'aborted' : text(content.stopReason)
  const last = parts.findLast(({ item }) => item.kind === 'message')?.item
  if (last?.kind === 'message') {
    last.model = text(content.model) ?? text(content.modelId)
    last.costUsd = loggedUsd(content.usage)
    last.stopReason = stopReason
  }
  if (stopReason === 'error')
    parts.push(one(note(at, 'error', text(content.errorMessage) ?? 'The model gave an error.')))
  else if (stopReason === 'aborted')
    parts.push(one(note(at, 'error', text(content.errorMessage) ?? 'Stopped before it was done.')))
  return content.openclawAbort ? parts.map((part) => (part.kind === 'item' ? { ...part, copied: true } : part)) : parts
}

/** A tool that is reached through tool search is named in the arguments. */
function partOfCall({ id, name, arguments: args }: Fields, at: number | null): OwnPart {
  const searched = name === 'tool_call' ? text(record(args)?.id)?.split(':').at(-1) : undefined
  const callId = text(id) ?? ''
  return searched === undefined
    ? { kind: 'call', item: tool(at, callId, text(name) ?? 'tool', args) }
    : { kind: 'call', item: tool(at, callId, searched, record(args)?.args), bySearch: true }
}

function partsOfCustom(content: Fields, at: number | null): OwnPart[] {
  const details = record(content.details) ?? {}
  const toolName = text(details.toolName)
  if (content.customType === 'openclaw.nested-tool.v1' && toolName) {
    const call = tool(timeOf(details.startedAt) ?? at, text(details.toolCallId) ?? '', toolName, details.input)
    const result = record(details.result)
    const item = result
      ? withResult(call, result.content, details.isError === true, timeOf(details.timestamp) ?? at)
      : call
    return [{ kind: 'nested', item, parentCallId: text(details.parentToolCallId) ?? '' }]
  }
  const words = wordsIn(content.content)
  return words === '' || content.display === false ? [] : [one(note(at, 'other', words))]
}

const one = (item: TranscriptItem): OwnPart => ({ kind: 'item', item })

/** What the runtime logged for an answer, in US dollars. A logged 0 with tokens says that no price was known. */
function loggedUsd(usage: unknown): number | null {
  const cost = record(record(usage)?.cost)?.total
  return typeof cost === 'number' && cost > 0 && cost <= 1e5 ? cost : null
}
