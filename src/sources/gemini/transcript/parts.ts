import type { TranscriptItem } from '../../../facts/transcript.ts'
import { record, text, timeOf, word } from '../../common/parse-values.ts'
import { message, note, picturesIn, recordItem, thinking, tool, withResult } from '../../common/transcript/items.ts'
import type { Part } from '../../common/transcript/part.ts'
import { partsOf as blocksOf, isContext } from '../entry.ts'
import { ansiText } from './ansi-text.ts'
import { callsIn, isEnded, objectsIn, type Said } from './fold.ts'
import { actionOf, exitCodeIn, outcomeOf } from './tool-actions.ts'

type Fields = Record<string, unknown>

/** The parts of what a line says. `sessionId` is ours of the session. */
export function partsOfSaid(said: Said, sessionId: string): Part[] {
  switch (said.says) {
    case 'rewind':
      return [one(note(null, 'branch', 'The conversation went back, and took another way from there.'))]
    case 'resumed':
      return [
        one(note(timeOf(said.at), 'resumed', 'The session goes on in another run of Gemini CLI.')),
        one(recordItem(timeOf(said.at), 'session', true, said.fields)),
      ]
    case 'record':
      return [one(recordItem(timeOf(said.fields.lastUpdated), said.record, knownRecords.has(said.record), said.fields))]
    case 'tools':
      return [
        ...said.calls.map((call) => partOfCall(call, sessionId, timeOf(said.message.timestamp))),
        ...said.results.map((call) => partOfResult(call, sessionId)),
      ]
    case 'message':
      return said.isCopy
        ? [one(recordItem(timeOf(said.message.timestamp), `copy of ${kindOf(said.message)}`, true, said.message))]
        : partsOfMessage(said.message, sessionId)
  }
}

const knownRecords = new Set(['$set', '$set messages', 'chat', 'session', 'stats'])

const kindOf = ({ type }: Fields) => word(type, 60) ?? 'message without a type'

function partsOfMessage(line: Fields, sessionId: string): Part[] {
  const at = timeOf(line.timestamp)
  const words = blocksOf(line)
    .flatMap((block) => text(record(block)?.text) ?? [])
    .join('\n')
  switch (line.type) {
    case 'user':
    case 'gemini': {
      const parts = [
        ...thoughtsIn(line, at),
        ...partsOfBlocks(line, at),
        ...callsIn(line).map((call) => partOfCall(call, sessionId, at)),
      ]
      return parts.length > 0 ? parts : [one(recordItem(at, kindOf(line), true, line))]
    }
    case 'error':
      return [one(note(at, 'error', words || 'The model gave an error.'))]
    case 'info':
      return [
        one(
          note(
            at,
            words === 'Request cancelled.' ? 'interrupted' : isCompression(words) ? 'compaction' : 'other',
            words,
          ),
        ),
      ]
    case 'warning':
      return [one(note(at, 'other', words))]
    default:
      return [one(recordItem(at, kindOf(line), false, line))]
  }
}

const isCompression = (words: string) => /^(Chat history compressed|Context compressed)/i.test(words)

function thoughtsIn({ thoughts }: Fields, at: number | null): Part[] {
  return (Array.isArray(thoughts) ? thoughts : []).flatMap((thought) => {
    const { subject, description, timestamp } = record(thought) ?? {}
    const words = [text(subject), text(description)].filter((said) => said !== null).join('\n\n')
    return words === '' ? [] : [one(thinking(timeOf(timestamp) ?? at, words))]
  })
}

/** The words, pictures, calls and results among the blocks of a message. */
function partsOfBlocks(line: Fields, at: number | null): Part[] {
  const role = line.type === 'user' ? 'user' : 'assistant'
  return blocksOf(line).flatMap((block): Part[] => {
    const fields = record(block) ?? { text: block }
    const words = text(fields.text)
    if (words !== null) {
      if (fields.thought === true) return [one(thinking(at, words))]
      if (role === 'user' && isContext(words)) return [one(note(at, 'context', words))]
      if (role === 'user' && words.startsWith('<state_snapshot>')) return [one(note(at, 'compaction', words))]
      return [one({ ...message(at, role, words), model: role === 'user' ? null : word(line.model) })]
    }
    const call = record(fields.functionCall)
    if (call) {
      const name = text(call.name) ?? 'tool'
      return [{ kind: 'call', item: tool(at, text(call.id) ?? '', name, call.args ?? {}, actionOf(name, call.args)) }]
    }
    const result = record(fields.functionResponse)
    if (result) {
      const { words, isError } = wordsOfResponse(result)
      const item = withResult(tool(at, text(result.id) ?? '', text(result.name) ?? 'tool'), words, isError, at)
      return [{ kind: 'result', item }]
    }
    const data = record(fields.inlineData) ?? record(fields.fileData)
    if (data) {
      const type = word(data.mimeType, 60)
      if (type?.startsWith('image/'))
        return [one(message(at, role, '', picturesIn([{ type: 'image', mimeType: type, data: data.data }])))]
      return [
        one(note(at, 'context', `File: ${text(data.displayName) ?? text(data.fileUri) ?? type ?? 'without a name'}`)),
      ]
    }
    if (fields.text === '') return []
    const kind = Object.keys(fields)[0] ?? 'nothing'
    return [one(recordItem(at, `block ${kind.slice(0, 60)}`, knownBlocks.has(kind), fields))]
  })
}

const knownBlocks = new Set([
  'executableCode',
  'codeExecutionResult',
  'videoMetadata',
  'thoughtSignature',
  'thought',
  'nothing',
])

/** A call with its result, as they stand together in a message; one that still runs has no time of its own. */
function partOfCall(call: Fields, sessionId: string, messageAt: number | null = null): Part {
  const name = text(call.name) ?? 'tool'
  const at = timeOf(call.timestamp) ?? messageAt
  const made = tool(at, text(call.id) ?? '', name, call.args ?? {}, actionOf(name, call.args))
  if (!isEnded(call)) return { kind: 'call', item: made }
  const responses = objectsIn(objectsIn(call.result).map(({ functionResponse }) => functionResponse))
  const said = responses.map(wordsOfResponse)
  const words = said.map((one) => one.words).join('\n')
  const display = text(call.resultDisplay)
  const isCommand = made.action?.kind === 'command'
  const shown = ansiText(call.resultDisplay) ?? ((isCommand && display) || words || display || '')
  const action = outcomeOf(name, made.action, call, exitCodeIn(words), sessionId)
  const pictures = objectsIn(objectsIn(call.result).map(({ inlineData }) => inlineData))
    .filter(({ mimeType }) => text(mimeType)?.startsWith('image/'))
    .map(({ mimeType, data }) => ({ type: 'image', mimeType, data }))
  const content = pictures.length === 0 ? shown : [{ type: 'text', text: shown }, ...pictures]
  return one(withResult(made, content, call.status !== 'success', at, action))
}

/** The result of a call that stands in an earlier line. */
function partOfResult(call: Fields, sessionId: string): Part {
  const { item } = partOfCall(call, sessionId)
  return item.kind === 'tool'
    ? { kind: 'result', item: { ...item, input: null, argument: null } }
    : { kind: 'item', item }
}

/** What a tool answered the model, and whether that was an error. */
function wordsOfResponse({ response }: Fields): { words: string; isError: boolean } {
  const fields = record(response) ?? {}
  const error = text(fields.error)
  if (error !== null) return { words: error, isError: true }
  const output = fields.output ?? fields.content ?? fields.result
  return { words: typeof output === 'string' ? output : JSON.stringify(output ?? fields), isError: false }
}

const one = (item: TranscriptItem): Part => ({ kind: 'item', item })
