/** A frame above this is not parsed whole: what is needed of it stands at its ends. */
export const largeFrame = 256 << 10
const endLength = 4_096

export type EventFrame = { event: string; payload: Record<string, unknown> }
export type AnswerFrame = {
  id: string
  ok: boolean
  payload: Record<string, unknown>
  error: Record<string, unknown> | undefined
}
export type Frame =
  | ({ kind: 'event' } & EventFrame)
  | ({ kind: 'answer' } & AnswerFrame)
  /** Nothing we want to know of. */
  | { kind: 'other' }
  /** No frame at all. */
  | { kind: 'broken' }

/** Events that say something to us; everything else is let go after a look at its first characters. */
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
])

const eventHead = /^\{\s*"type"\s*:\s*"event"\s*,\s*"event"\s*:\s*"([\w.-]{1,60})"/
/** The same text comes as an `agent` frame too. */
const repeatedText = /^.{0,400}?"state"\s*:\s*"(delta|status)"/s

/**
 * What a frame says, with as little work as that takes: hundreds of them come each second, and one may have 25 MB.
 * Never throws.
 */
export function readFrame(text: string): Frame {
  const event = eventHead.exec(text.slice(0, 200))?.[1]
  if (event !== undefined && !wanted.has(event)) return { kind: 'other' }
  if (event === 'chat' && repeatedText.test(text.slice(0, 500))) return { kind: 'other' }
  // A row of a transcript is read from its store: whose it is is all that counts.
  if (event === 'session.message' || (event !== undefined && text.length > largeFrame)) {
    const key = keyIn(text)
    if (event === 'session.message' && key) return { kind: 'event', event, payload: { sessionKey: key } }
    if (text.length > largeFrame) return { kind: 'event', event, payload: payloadOfEnds(text, key) }
  }
  let frame: Record<string, unknown>
  try {
    frame = record(JSON.parse(text))
  } catch {
    // Torn, or not of this protocol.
    return { kind: 'broken' }
  }
  if (frame.type === 'event' && typeof frame.event === 'string')
    return wanted.has(frame.event)
      ? { kind: 'event', event: frame.event, payload: record(frame.payload) }
      : { kind: 'other' }
  if (frame.type === 'res' && typeof frame.id === 'string')
    return {
      kind: 'answer',
      id: frame.id,
      ok: frame.ok === true,
      payload: record(frame.payload),
      error: frame.error === undefined ? undefined : record(frame.error),
    }
  return frame.type === undefined ? { kind: 'broken' } : { kind: 'other' }
}

/** The fields that a large event carries in front of and behind its load. */
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

/** The session key of an event without parsing it: it stands first, or behind the load. */
function keyIn(text: string): string | undefined {
  return stringIn(text.slice(0, endLength), 'sessionKey') ?? stringIn(text.slice(-endLength), 'sessionKey')
}

function stringIn(text: string, name: string): string | undefined {
  const found = new RegExp(`"${name}"\\s*:\\s*("(?:[^"\\\\]|\\\\.){0,400}")`).exec(text)?.[1]
  try {
    return found === undefined ? undefined : JSON.parse(found)
  } catch {
    // Cut in the middle of an escape: not to be known.
    return undefined
  }
}

const clean = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

export const record = (value: unknown) =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Record<string, unknown>
