import { withOutcome } from '../../../facts/join-tool.ts'
import type { Picture, TranscriptItem } from '../../../facts/transcript.ts'
import { record, text, word } from '../../common/parse-values.ts'
import type { StoredEntry } from '../../common/transcript/entries.ts'
import {
  blocksIn,
  isPicture,
  message,
  note,
  picturesIn,
  recordItem,
  thinking,
  tool,
  withResult,
  wordsIn,
} from '../../common/transcript/items.ts'
import { type Part, partsOfJson } from '../../common/transcript/part.ts'
import { timeOf, withoutWrapping } from '../stores/entry.ts'
import { actionOf, outcomeOf, type SessionOfKey } from './tool-actions.ts'

type Tool = Extract<TranscriptItem, { kind: 'tool' }>
type Fields = Record<string, unknown>

/**
 * The parts of an entry as OpenClaw writes it. A nested call is the inside of the call that reached its tool by search,
 * and is shown only where that call is not. A `copied` message is an answer that was stopped, as the gateway wrote it
 * down: older gateways let the model's own record of the same answer follow. `follows` is the entry before the words of
 * a person, as they name it.
 */
export type OwnPart =
  | (Extract<Part, { kind: 'item' }> & { copied?: boolean; follows?: string })
  | (Extract<Part, { kind: 'call' }> & { bySearch?: boolean })
  | Extract<Part, { kind: 'result' }>
  | { kind: 'nested'; item: Tool; parentCallId: string }

/** What an entry says by itself. */
export const ownPartsOf = (entry: StoredEntry, sessionOfKey: SessionOfKey = () => null): OwnPart[] =>
  partsOfJson(entry, (fields) => partsOfEntry(fields, sessionOfKey))

function partsOfEntry(entry: Fields, sessionOfKey: SessionOfKey): OwnPart[] {
  const content = record(entry.message) ?? {}
  const at = timeOf(entry.timestamp) ?? timeOf(content.timestamp)
  const parts = entry.type === 'message' ? partsOfMessage(content, at, sessionOfKey) : partsOfEvent(entry, at)
  const follows = text(entry.parentId)
  if (content.role === 'user' && follows !== null) {
    const said = parts.find((part) => part.kind === 'item' && part.item.kind === 'message')
    if (said) Object.assign(said, { follows })
  }
  return parts.length > 0 ? parts : [one(recordItem(at, kindOf(entry, content), isKnown(entry, content), entry))]
}

/** What happened to the conversation; nothing where the entry says nothing to a reader. */
function partsOfEvent(entry: Fields, at: number | null): OwnPart[] {
  switch (entry.type) {
    case 'compaction':
      return [one(note(at, 'compaction', text(entry.summary) ?? 'What was said so far was summed up.'))]
    case 'reset':
      return [one(note(at, 'reset', text(entry.reason) ?? 'reset'))]
    case 'model_change':
      return text(entry.modelId) ? [one(note(at, 'model-change', String(entry.modelId)))] : []
    case 'branch_summary':
      return [one(note(at, 'branch', text(entry.summary) ?? 'The conversation took another way from here.'))]
    case 'session': {
      const parent = text(entry.parentSession)
      return parent === null
        ? []
        : [one(note(at, 'branch', 'Goes on from another session.')), one(recordItem(at, 'session', true, entry))]
    }
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

/** Entries that are no part of the conversation, by OpenClaw's own names. */
const knownEntries = new Set(
  'session thinking_level_change model_change label session_info metadata leaf custom_message'.split(' '),
)
/** What extensions of OpenClaw itself note; those of others may note anything. */
const knownCustom = /^(model-snapshot|openclaw[.:])/
const knownRoles = new Set(['user', 'assistant', 'toolResult', 'custom', 'system'])

function isKnown({ type, customType }: Fields, content: Fields): boolean {
  if (type === 'message') return knownRoles.has(String(content.role))
  return type === 'custom' ? knownCustom.test(String(customType)) : knownEntries.has(String(type))
}

/** Such as `custom model-snapshot` or `message assistant`. */
const kindOf = ({ type, customType }: Fields, content: Fields) =>
  [word(type, 60) ?? 'entry without a type', word(customType ?? content.customType ?? content.role, 60)]
    .filter(Boolean)
    .join(' ')

function partsOfMessage(content: Fields, at: number | null, sessionOfKey: SessionOfKey): OwnPart[] {
  switch (content.role) {
    case 'user':
      return partsOfUser(content, at)
    case 'assistant':
      return partsOfAnswer(content, at)
    case 'toolResult': {
      const name = text(content.toolName) ?? 'tool'
      const item = tool(at, text(content.toolCallId) ?? '', name)
      const action = outcomeOf(name, record(content.details) ?? {}, wordsIn(content.content), sessionOfKey)
      return [{ kind: 'result', item: withResult(item, content.content, content.isError === true, at, action) }]
    }
    case 'bashExecution': {
      const called = { command: content.command }
      const { exitCode } = content
      const does = actionOf('bash', called)
      const action = does?.kind === 'command' && typeof exitCode === 'number' ? { ...does, exitCode } : does
      const isError = typeof exitCode === 'number' && exitCode !== 0
      return [one(withResult(tool(at, '', 'bash', called, action), content.output, isError, at))]
    }
    case 'custom':
      return partsOfCustom(content, at, sessionOfKey)
    case 'compactionSummary':
      return [one(note(at, 'compaction', text(content.summary) ?? ''))]
    case 'branchSummary':
      return [one(note(at, 'branch', text(content.summary) ?? ''))]
    default: {
      const words = wordsIn(content.content)
      return words === '' ? [] : [one(note(at, content.role === 'system' ? 'context' : 'other', words))]
    }
  }
}

/** The words of a person, and as a note what the gateway put before them. */
function partsOfUser(content: Fields, at: number | null): OwnPart[] {
  const words = blocksIn(content.content)
    .flatMap((block) => (isPicture(block) ? [] : (text(block.text) ?? [])))
    .join('\n')
  const pictures = picturesIn(content.content)
  // A heartbeat and the like: nobody said it.
  const isInternal = record(content.provenance)?.kind === 'internal_system'
  if (isInternal || words.includes('<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>')) return [one(note(at, 'context', words))]
  const spoken = withoutWrapping(words).trim()
  const around = words
    .trim()
    .slice(0, -spoken.length || undefined)
    .trim()
  return [
    ...(around.includes('\n') ? [one(note(at, 'context', around))] : []),
    ...(spoken === '' && pictures.length === 0
      ? []
      : [one({ ...message(at, 'user', spoken, pictures), sender: senderOf(content) })]),
  ]
}

/** The name of a guest who wrote a message, as its channel gave it; null for the owner. */
function senderOf(content: Fields): string | null {
  const about = record(content.__openclaw)
  return about?.senderIsOwner === true ? null : word(about?.senderName, 80)
}

function partsOfAnswer(content: Fields, at: number | null): OwnPart[] {
  const parts: OwnPart[] = []
  let words = ''
  let pictures: Picture[] = []
  const endMessage = () => {
    if (words.trim() !== '' || pictures.length > 0) parts.push(one(message(at, 'assistant', words, pictures)))
    words = ''
    pictures = []
  }
  for (const block of blocksIn(content.content)) {
    if (isPicture(block)) {
      pictures.push(...picturesIn([block]))
      continue
    }
    if (block.type === 'text') {
      const more = wordsIn([block])
      if (more !== '') words += words === '' ? more : `\n\n${more}`
      continue
    }
    endMessage()
    if (block.type === 'thinking') {
      const thought = text(block.thinking)
      parts.push(one(thought ? thinking(at, thought) : recordItem(at, 'thinking', true, block)))
    } else if (block.type === 'toolCall') parts.push(partOfCall(block, at))
    else {
      const kind = word(block.type, 60) ?? 'without a type'
      parts.push(one(recordItem(at, `block ${kind}`, kind === 'redacted_thinking', block)))
    }
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
    parts.push(one(note(at, 'interrupted', text(content.errorMessage) ?? 'Stopped before it was done.')))
  return content.openclawAbort ? parts.map((part) => (part.kind === 'item' ? { ...part, copied: true } : part)) : parts
}

/** A tool that is reached through tool search is named in the arguments. */
function partOfCall({ id, name, arguments: args }: Fields, at: number | null): OwnPart {
  const searched = name === 'tool_call' ? text(record(args)?.id)?.split(':').at(-1) : undefined
  const callId = text(id) ?? ''
  const [toolName, called] = searched === undefined ? [text(name) ?? 'tool', args] : [searched, record(args)?.args]
  const item = tool(at, callId, toolName, called, actionOf(toolName, called))
  return { kind: 'call', item, ...(searched !== undefined && { bySearch: true }) }
}

function partsOfCustom(content: Fields, at: number | null, sessionOfKey: SessionOfKey): OwnPart[] {
  const details = record(content.details) ?? {}
  const toolName = text(details.toolName)
  if (content.customType === 'openclaw.nested-tool.v1' && toolName) {
    const action = actionOf(toolName, details.input)
    const called = details.input ?? {}
    const call = tool(timeOf(details.startedAt) ?? at, text(details.toolCallId) ?? '', toolName, called, action)
    const result = record(details.result)
    const outcome = result && outcomeOf(toolName, record(result.details) ?? {}, wordsIn(result.content), sessionOfKey)
    const endedAt = timeOf(details.timestamp) ?? at
    const item = result
      ? withOutcome(call, withResult(call, result.content, details.isError === true, endedAt, outcome ?? null))
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
