import { record, text } from '../../common/parse-values.ts'
import { partsOf as blocksOf, isContext } from '../entry.ts'

type Fields = Record<string, unknown>

/** What a line says that the lines before it have not said. */
export type Said =
  /** A message, or with `isCopy` one that was written before, under another id or as it was. */
  | { says: 'message'; message: Fields; isCopy: boolean }
  /** Calls of tools that were added to a message, and results of those that stand in it already. */
  | { says: 'tools'; message: Fields; calls: Fields[]; results: Fields[] }
  /** Where the conversation went back to. */
  | { says: 'rewind' }
  /** The chat goes on in another process. */
  | { says: 'resumed'; at: unknown; fields: Fields }
  | { says: 'record'; record: string; fields: Fields }

/**
 * Follows the lines of a chat. Gemini writes a message again when its tools have run, and the whole conversation again
 * when it goes on after a stop, under new ids; the results of tools also come back as messages of the user. Each is told
 * once. A transcript of messages that were taken back is told with them, because they were said.
 */
export function createFold() {
  /** The messages so far, by their ids, each with its calls that have results. */
  const messages = new Map<string, Set<string>>()
  /** What was said so far, in order, to tell copies; and how far the copies have come, where some are being written. */
  const order: string[] = []
  let copied: number | null = null
  const answered = new Set<string>()
  /** The calls that were told, with or without their results. */
  const called = new Set<string>()
  let isBegun = false

  function take(line: Fields): Said[] {
    if (typeof line.$rewindTo === 'string') return [{ says: 'rewind' }]
    const set = record(line.$set)
    const listed = set?.messages ?? line.messages
    if (Array.isArray(listed)) {
      const unseen = objectsIn(listed).flatMap((message) =>
        messages.has(String(message.id)) ? [] : takeMessage(message),
      )
      return [...unseen, { says: 'record', record: set ? '$set messages' : 'chat', fields: withoutMessages(line) }]
    }
    if (set) return [{ says: 'record', record: '$set', fields: set }]
    if (typeof line.type === 'string') return takeMessage(line)
    if ('sessionId' in line && 'startTime' in line) {
      if (isBegun) return [{ says: 'resumed', at: line.startTime, fields: line }]
      isBegun = true
    }
    const kind = 'sessionId' in line ? 'session' : 'stats' in line ? 'stats' : 'line without a type'
    return [{ says: 'record', record: kind, fields: line }]
  }

  function takeMessage(message: Fields): Said[] {
    const id = text(message.id)
    const calls = callsIn(message)
    const known = id === null ? undefined : messages.get(id)
    if (known) {
      const changed = calls.filter((call) => !known.has(String(call.id)))
      note(known, calls)
      if (changed.length > 0) {
        const [calls, results] = [false, true].map((isThere) =>
          changed.filter((call) => called.has(String(call.id)) === isThere),
        )
        noteCalls(changed)
        return [{ says: 'tools', message, calls: calls ?? [], results: (results ?? []).filter(isEnded) }]
      }
      return [{ says: 'message', message, isCopy: true }]
    }
    const ended = new Set<string>()
    note(ended, calls)
    noteCalls(calls)
    if (id !== null) messages.set(id, ended)
    if (isAnswered(message)) return [{ says: 'message', message, isCopy: true }]
    const name = nameOf(message)
    if (isContextOf(message) && order.includes(name)) copied = 0
    else if (copied !== null) {
      const found = order.indexOf(name, copied)
      copied = found === -1 ? null : found + 1
    }
    if (copied !== null) return [{ says: 'message', message, isCopy: true }]
    order.push(name)
    return [{ says: 'message', message, isCopy: false }]
  }

  function noteCalls(calls: Fields[]) {
    for (const call of calls) called.add(String(call.id))
  }

  function note(ended: Set<string>, calls: Fields[]) {
    for (const call of calls)
      if (isEnded(call)) {
        ended.add(String(call.id))
        answered.add(String(call.id))
      }
  }

  /** Whether a message is nothing but results, and what came with them, that stand with their calls. */
  function isAnswered(message: Fields): boolean {
    const blocks = blocksOf(message).map((block) => record(block) ?? {})
    const results = blocks.map(({ functionResponse }) => record(functionResponse))
    return (
      results.some(Boolean) &&
      blocks.every((block, number) => {
        const result = results[number]
        return result ? answered.has(String(result.id)) : 'inlineData' in block || 'fileData' in block
      })
    )
  }

  return { take }
}

/** The objects in a list; anything else has none. */
export const objectsIn = (list: unknown): Fields[] =>
  Array.isArray(list) ? list.map(record).filter((one) => one !== undefined) : []

export const callsIn = ({ toolCalls }: Fields): Fields[] => objectsIn(toolCalls)

export const isEnded = ({ status }: Fields) => status === 'success' || status === 'error' || status === 'cancelled'

/** What a message says, in so few words that a copy of it has the same. */
function nameOf(message: Fields): string {
  const words = blocksOf(message).map((block) => {
    const { text: said, functionCall, functionResponse } = record(block) ?? {}
    const call = record(functionCall) ?? record(functionResponse)
    return call ? '' : typeof said === 'string' ? said.trim() : '?'
  })
  const whole = isContextOf(message) ? 'context' : words.filter(Boolean).join('\n')
  return `${message.type}:${Bun.hash(whole).toString(36)}`
}

const isContextOf = (message: Fields) =>
  message.type === 'user' && isContext(text(record(blocksOf(message)[0])?.text) ?? '')

function withoutMessages(line: Fields): Fields {
  const { messages: _, $set, ...rest } = line
  const { messages: __, ...set } = record($set) ?? {}
  return { ...rest, ...set }
}
