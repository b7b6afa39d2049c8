import { record } from '../../common/parse-values.ts'

/** Frames longer than this are not parsed whole: the fields we need stand at both ends. */
const largeFrame = 256 << 10
const endLength = 4_096

export type EventFrame = { event: string; payload: Record<string, unknown> }
export type AnswerFrame = {
  id: string
  ok: boolean
  payload: Record<string, unknown>
  /** The payload where it is a list. */
  items: unknown[] | undefined
  error: Record<string, unknown> | undefined
}
export type Frame =
  | ({ kind: 'event' } & EventFrame)
  | ({ kind: 'answer' } & AnswerFrame)
  /** A frame of the protocol that we do not use. */
  | { kind: 'other' }
  /** A text that is no frame. */
  | { kind: 'broken' }

/** The events we use; every other event is dropped after a look at its first characters. */
const wanted = new Set([
  'connect.challenge',
  'agent',
  'chat',
  'session.message',
  'session.tool',
  'session.operation',
  'sessions.changed',
  'task',
  'cron',
  'health',
  'shutdown',
  'config.changed',
  'exec.approval.requested',
  'exec.approval.resolved',
  'plugin.approval.requested',
  'plugin.approval.resolved',
  'openclaw.approval.requested',
  'openclaw.approval.resolved',
  'question.requested',
  'question.resolved',
  'device.pair.requested',
  'device.pair.resolved',
])

const eventHead = /^\{\s*"type"\s*:\s*"event"\s*,\s*"event"\s*:\s*"([\w.-]{1,60})"/
/** `chat` deltas repeat the text of an `agent` frame. */
const repeatedText = /^.{0,400}?"state"\s*:\s*"(delta|status)"/s

/**
 * Parses a frame with as little work as possible: hundreds arrive each second, and one may have 25 MB. Never throws.
 */
export function readFrame(text: string): Frame {
  const event = eventHead.exec(text.slice(0, 200))?.[1]
  if (event !== undefined && !wanted.has(event)) return { kind: 'other' }
  if (event === 'chat' && repeatedText.test(text.slice(0, 500))) return { kind: 'other' }
  // Transcript rows are read from the store: only the session key is needed here.
  // What waits for a person is read whole: nobody allows what they have seen the ends of.
  if (event === 'session.message' || (event !== undefined && text.length > largeFrame)) {
    const key = keyIn(text)
    if (event === 'session.message' && key) return { kind: 'event', event, payload: { sessionKey: key } }
    if (text.length > largeFrame && !event?.endsWith('.requested'))
      return { kind: 'event', event, payload: payloadOfEnds(text, key) }
  }
  let frame: Record<string, unknown>
  try {
    frame = recordOrEmpty(JSON.parse(text))
  } catch {
    // The text is torn, or not of this protocol.
    return { kind: 'broken' }
  }
  if (frame.type === 'event' && typeof frame.event === 'string')
    return wanted.has(frame.event)
      ? { kind: 'event', event: frame.event, payload: recordOrEmpty(frame.payload) }
      : { kind: 'other' }
  if (frame.type === 'res' && typeof frame.id === 'string')
    return {
      kind: 'answer',
      id: frame.id,
      ok: frame.ok === true,
      payload: recordOrEmpty(frame.payload),
      items: Array.isArray(frame.payload) ? frame.payload : undefined,
      error: frame.error === undefined ? undefined : recordOrEmpty(frame.error),
    }
  return frame.type === undefined ? { kind: 'broken' } : { kind: 'other' }
}

/** The fields that a large event carries before and after its bulk. */
function payloadOfEnds(text: string, sessionKey: string | undefined): Record<string, unknown> {
  const head = text.slice(0, endLength)
  const tail = text.slice(-endLength)
  const find = (name: string) => stringIn(head, name) ?? stringIn(tail.slice(tail.lastIndexOf('"sessionKey"')), name)
  const data = { phase: find('phase'), name: find('name'), toolCallId: find('toolCallId'), itemId: find('itemId') }
  return clean({
    sessionKey,
    runId: find('runId'),
    stream: find('stream'),
    state: find('state'),
    reason: find('reason'),
    phase: find('phase'),
    agentId: find('agentId'),
    data: clean(data),
  })
}

/** The session key of an unparsed event: it stands near the start, or near the end. */
function keyIn(text: string): string | undefined {
  return stringIn(text.slice(0, endLength), 'sessionKey') ?? stringIn(text.slice(-endLength), 'sessionKey')
}

function stringIn(text: string, name: string): string | undefined {
  const found = new RegExp(`"${name}"\\s*:\\s*("(?:[^"\\\\]|\\\\.){0,400}")`).exec(text)?.[1]
  try {
    return found === undefined ? undefined : JSON.parse(found)
  } catch {
    // The excerpt ends within an escape: the value stays unknown.
    return undefined
  }
}

const clean = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** The fields of a foreign record; none where it is no record. */
export const recordOrEmpty = (value: unknown): Record<string, unknown> => record(value) ?? {}
