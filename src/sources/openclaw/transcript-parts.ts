import type { TranscriptItem } from '../../facts/source.ts'
import { isSecretName, redact } from '../../lib/redact.ts'
import { timeOf, withoutWrapping } from './stores/entry.ts'
import type { Written } from './transcript-lines.ts'

type Tool = Extract<TranscriptItem, { kind: 'tool' }>
type Note = Extract<TranscriptItem, { kind: 'note' }>

/**
 * What one entry adds to a transcript. A result waits for its call, wherever that stands; a nested call is the inside
 * of the call that reached its tool by search, and is shown only where that is not. What was `copied` is an answer
 * that was stopped, as the gateway wrote it down: older ones leave the model's own record of the same behind it.
 */
export type Part =
  | { kind: 'item'; item: TranscriptItem; copied?: boolean }
  | { kind: 'call'; item: Tool; bySearch: boolean }
  | { kind: 'result'; item: Tool }
  | { kind: 'nested'; item: Tool; parentCallId: string }

/** Longer texts are cut, at the end of a character. */
const maxTextBytes = 64 << 10
const maxArgumentLength = 160

type Fields = Record<string, unknown>

/** The parts of one entry, in order. Whatever stands in it, the answer is a value: what cannot be read is a note. */
export function partsOf(written: Written): Part[] {
  const name = (part: number) => `${written.start.toString(36)}.${part}`
  if ('reason' in written) return [unreadable(name(0), written.reason)]
  if (written.text === '') return []
  try {
    const entry: unknown = JSON.parse(written.text)
    if (!isRecord(entry)) return [unreadable(name(0), 'not an entry')]
    return partsOfEntry(entry).map((part, number) => {
      part.item.id = name(number)
      return part
    })
  } catch (error) {
    return [unreadable(name(0), (error as Error).message.slice(0, 160))]
  }
}

const unreadable = (id: string, reason: string): Part => ({
  kind: 'item',
  item: { id, at: null, kind: 'note', note: 'unreadable', text: redact(`Cannot be read: ${reason}`) },
})

function partsOfEntry(entry: Fields): Part[] {
  const message = isRecord(entry.message) ? entry.message : {}
  const at = timeOf(entry.timestamp) ?? timeOf(message.timestamp)
  switch (entry.type) {
    case 'message':
      return partsOfMessage(message, at)
    case 'compaction':
      return [note(at, 'compaction', text(entry.summary) ?? 'What was said so far was summed up.')]
    case 'reset':
      return [note(at, 'reset', text(entry.reason) ?? 'reset')]
    case 'model_change':
      return text(entry.modelId) ? [note(at, 'model-change', String(entry.modelId))] : []
    case 'branch_summary':
      return text(entry.summary) ? [note(at, 'other', String(entry.summary))] : []
    case 'custom': {
      const data = isRecord(entry.data) ? entry.data : {}
      return entry.customType === 'openclaw:prompt-error' && text(data.error)
        ? [note(at, 'error', String(data.error))]
        : []
    }
    case 'custom_message': {
      const words = wordsIn(entry.content)
      if (words === '' || entry.display === false) return []
      return [note(at, /fail|error/.test(String(entry.customType)) ? 'error' : 'other', words)]
    }
    default:
      return []
  }
}

function partsOfMessage(message: Fields, at: number | null): Part[] {
  switch (message.role) {
    case 'user': {
      const words = wordsIn(message.content)
      if (words === '') return []
      if (words.includes('<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>')) return [note(at, 'other', words)]
      const said = withoutWrapping(words).trim()
      return said === '' ? [] : [spoken(at, 'user', said)]
    }
    case 'assistant':
      return partsOfAnswer(message, at)
    case 'toolResult': {
      const item = tool(at, text(message.toolCallId) ?? '', text(message.toolName) ?? 'tool')
      item.result = resultOf(message.content, message.isError === true)
      item.endedAt = at
      return [{ kind: 'result', item }]
    }
    case 'bashExecution': {
      const item = tool(at, '', 'bash', { command: message.command })
      item.result = resultOf(message.output, typeof message.exitCode === 'number' && message.exitCode !== 0)
      item.endedAt = at
      return [{ kind: 'item', item }]
    }
    case 'custom':
      return partsOfCustom(message, at)
    case 'compactionSummary':
      return [note(at, 'compaction', text(message.summary) ?? '')]
    case 'branchSummary':
      return [note(at, 'other', text(message.summary) ?? '')]
    default: {
      const words = wordsIn(message.content)
      return words === '' ? [] : [note(at, 'other', words)]
    }
  }
}

function partsOfAnswer(message: Fields, at: number | null): Part[] {
  const parts: Part[] = []
  let words = ''
  const speak = () => {
    if (words.trim() !== '') parts.push(spoken(at, 'assistant', words))
    words = ''
  }
  for (const block of blocksIn(message.content)) {
    if (block.type === 'text' || isPicture(block)) {
      const more = wordsIn([block])
      if (more !== '') words += words === '' ? more : `\n\n${more}`
      continue
    }
    speak()
    if (block.type === 'thinking') {
      const thought = text(block.thinking)
      const cut = thought === undefined ? undefined : shorten(thought)
      if (cut) parts.push({ kind: 'item', item: { id: '', at, kind: 'thinking', ...cut } })
    } else if (block.type === 'toolCall') {
      // A tool reached through tool search is named in the arguments.
      const args = isRecord(block.arguments) ? block.arguments : {}
      const inner = block.name === 'tool_call' ? text(args.id)?.split(':').at(-1) : undefined
      const called = inner === undefined ? block.arguments : args.args
      const name = inner ?? text(block.name) ?? 'tool'
      parts.push({ kind: 'call', item: tool(at, text(block.id) ?? '', name, called), bySearch: inner !== undefined })
    }
  }
  speak()
  const stopReason = message.openclawAbort ? 'aborted' : (text(message.stopReason) ?? null)
  const last = parts.findLast(({ item }) => item.kind === 'message')?.item
  if (last?.kind === 'message') {
    last.model = text(message.model) ?? text(message.modelId) ?? null
    last.costUsd = loggedUsd(message.usage)
    last.stopReason = stopReason
  }
  if (stopReason === 'error') parts.push(note(at, 'error', text(message.errorMessage) ?? 'The model gave an error.'))
  else if (stopReason === 'aborted')
    parts.push(note(at, 'error', text(message.errorMessage) ?? 'Stopped before it was done.'))
  return message.openclawAbort ? parts.map((part) => (part.kind === 'item' ? { ...part, copied: true } : part)) : parts
}

function partsOfCustom(message: Fields, at: number | null): Part[] {
  const details = isRecord(message.details) ? message.details : {}
  if (message.customType === 'openclaw.nested-tool.v1' && text(details.toolName)) {
    const item = tool(
      timeOf(details.startedAt) ?? at,
      text(details.toolCallId) ?? '',
      String(details.toolName),
      details.input,
    )
    if (isRecord(details.result)) item.result = resultOf(details.result.content, details.isError === true)
    item.endedAt = item.result === null ? null : (timeOf(details.timestamp) ?? at)
    return [{ kind: 'nested', item, parentCallId: text(details.parentToolCallId) ?? '' }]
  }
  const words = wordsIn(message.content)
  return words === '' || message.display === false ? [] : [note(at, 'other', words)]
}

const note = (at: number | null, kind: Note['note'], words: string): Part => ({
  kind: 'item',
  item: { id: '', at, kind: 'note', note: kind, text: shorten(words).text },
})

const spoken = (at: number | null, role: 'user' | 'assistant', words: string): Part => ({
  kind: 'item',
  item: { id: '', at, kind: 'message', role, ...shorten(words), model: null, costUsd: null, stopReason: null },
})

function tool(at: number | null, callId: string, name: string, called?: unknown): Tool {
  const input = called === undefined ? undefined : shorten(JSON.stringify(called, withoutSecrets, 2))
  return {
    id: '',
    at,
    kind: 'tool',
    callId,
    tool: name.slice(0, 120),
    argument: argumentOf(called),
    input: input?.text ?? null,
    inputTruncated: input?.truncated ?? false,
    result: null,
    endedAt: null,
  }
}

/** For JSON.stringify: texts are cleaned before they are quoted, and what a name calls a secret is none of ours. */
const withoutSecrets = (name: string, value: unknown) =>
  typeof value !== 'string' ? value : isSecretName(name) && value !== '' ? '[hidden]' : redact(value)

function resultOf(content: unknown, isError: boolean): NonNullable<Tool['result']> {
  const words = wordsIn(content)
  return { ...shorten(words), isError, bytes: Buffer.byteLength(words) }
}

/** What says most about a call, the first that is there. */
const telling = [
  'command',
  'cmd',
  'path',
  'file_path',
  'filePath',
  'file',
  'url',
  'query',
  'q',
  'pattern',
  'task',
  'message',
  'prompt',
  'text',
  'name',
  'id',
  'action',
]

function argumentOf(called: unknown): string | null {
  if (typeof called === 'string') return oneLine(called)
  if (!isRecord(called)) return null
  const names = [...telling.filter((name) => name in called), ...Object.keys(called)]
  for (const name of names.filter((name) => !isSecretName(name))) {
    const value = called[name]
    const words = Array.isArray(value) && value.every((word) => typeof word === 'string') ? value.join(' ') : value
    if (typeof words === 'string' && words.trim() !== '') return oneLine(words)
  }
  return null
}

function oneLine(words: string) {
  const line = redact(words.slice(0, 2_000)).replace(/\s+/g, ' ').trim()
  const letters = [...line]
  return letters.length > maxArgumentLength ? `${letters.slice(0, maxArgumentLength - 1).join('')}…` : line
}

/** A text as it may be shown: without what looks like a secret, and not longer than one reads. */
function shorten(words: string): { text: string; truncated: boolean } {
  // Cut twice, so that a secret on the edge is hidden before half of it would be left.
  const near = words.length > maxTextBytes + 4_096 ? words.slice(0, maxTextBytes + 4_096) : words
  const clean = redact(near)
  const bytes = Buffer.from(clean)
  if (near === words && bytes.length <= maxTextBytes) return { text: clean, truncated: false }
  let end = Math.min(bytes.length, maxTextBytes)
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  return { text: bytes.toString('utf8', 0, end), truncated: true }
}

/** The words of a content, written as text or as blocks; a picture is named with its size. */
function wordsIn(content: unknown): string {
  if (typeof content === 'string') return content
  return blocksIn(content)
    .flatMap((block) => (isPicture(block) ? pictureWords(block) : (text(block.text) ?? [])))
    .join('\n')
}

const blocksIn = (content: unknown): Fields[] =>
  typeof content === 'string'
    ? [{ type: 'text', text: content }]
    : Array.isArray(content)
      ? content.filter(isRecord)
      : []

const isPicture = ({ type }: Fields) => type === 'image' || type === 'image_url' || type === 'input_image'

/** `[picture, image/png, 34 KB]`: base64 needs four letters for three bytes. */
function pictureWords(block: Fields) {
  const source = isRecord(block.source) ? block.source : block
  const data = text(source.data) ?? text(block.data)
  const type = text(block.mimeType) ?? text(source.media_type) ?? text(source.mimeType)
  const bytes = typeof block.bytes === 'number' ? block.bytes : data === undefined ? undefined : data.length * 0.75
  const size =
    bytes === undefined ? undefined : bytes < 1_000 ? `${Math.round(bytes)} bytes` : `${Math.round(bytes / 1_000)} KB`
  return `[${['picture', type?.slice(0, 40), size].filter(Boolean).join(', ')}]`
}

/** What the runtime logged for an answer. A logged 0 with tokens says that no price was known. */
function loggedUsd(usage: unknown): number | null {
  const cost = isRecord(usage) && isRecord(usage.cost) ? usage.cost.total : undefined
  return typeof cost === 'number' && cost > 0 && cost <= 1e5 ? cost : null
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
