import type { SessionFact, Tokens } from '../../live/fact.ts'
import { countIfAny, countOf, dollarsIfAny, Implausible, plausibleTime } from '../files/plausible.ts'

/** One message as opencode writes it, in a row or in a file of its own. Everything may be missing. */
type Raw = {
  role?: unknown
  sessionID?: unknown
  modelID?: unknown
  providerID?: unknown
  model?: { modelID?: unknown; providerID?: unknown } | null
  cost?: unknown
  finish?: unknown
  error?: { name?: unknown } | null
  path?: { cwd?: unknown; root?: unknown } | null
  time?: { created?: unknown; completed?: unknown } | null
  tokens?: {
    total?: unknown
    input?: unknown
    output?: unknown
    reasoning?: unknown
    cache?: { read?: unknown; write?: unknown } | null
  } | null
}

/** What a message tells. */
export type Message = {
  role: 'user' | 'assistant' | 'other'
  /** The session it says it belongs to; where it is a row, the row knows better. */
  sessionId: string | null
  cwd: string | null
  createdAt: number | null
  completedAt: number | null
  model: string
  provider: string
  stopReason: string | null
  /** What it cost; null for what is no answer, or none yet. */
  usage: { at: number; tokens: Tokens; loggedUsd: number | null; rank: number } | null
}

/** Reads one message. Whatever stands in it, the answer is a value: the message, or why it cannot be read. */
export function readMessage(text: unknown, now: number): Message | { reason: string } {
  try {
    const raw: unknown = JSON.parse(typeof text === 'string' ? text : asText(text))
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { reason: 'not a JSON object' }
    return messageFrom(raw as Raw, now)
  } catch (error) {
    return { reason: (error as Error).message.slice(0, 160) }
  }
}

function messageFrom(raw: Raw, now: number): Message {
  const role = raw.role === 'user' || raw.role === 'assistant' ? raw.role : 'other'
  const createdAt = number(raw.time?.created)
  const completedAt = number(raw.time?.completed)
  return {
    role,
    sessionId: word(raw.sessionID),
    cwd: word(raw.path?.cwd) ?? word(raw.path?.root),
    createdAt,
    completedAt,
    model: word(raw.modelID) ?? word(raw.model?.modelID) ?? '',
    provider: word(raw.providerID) ?? word(raw.model?.providerID) ?? '',
    stopReason: role === 'assistant' ? stopReasonOf(raw) : null,
    usage: role === 'assistant' && raw.tokens ? usageFrom(raw, createdAt, completedAt, now) : null,
  }
}

function usageFrom(raw: Raw, createdAt: number | null, completedAt: number | null, now: number): Message['usage'] {
  const tokens = tokensFrom(raw.tokens!)
  const total = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m
  const loggedUsd = dollarsIfAny(raw.cost)
  // Begun, broken off or refused: nothing was counted, so it is no answer (yet).
  if (total === 0 && (loggedUsd ?? 0) === 0) return null
  if (createdAt === null) throw new Implausible('no time')
  return {
    at: plausibleTime(createdAt, now),
    tokens,
    loggedUsd,
    rank: total + (completedAt === null ? 0 : whole),
  }
}

/** An answer that is whole outranks every number of tokens that it may have shown while it grew. */
const whole = 2 ** 40

/**
 * opencode takes reasoning out of the output (seen in 1.18); before that it left it in. The total, where it is
 * written, tells which; where none is, reasoning that is more than the output cannot lie in it.
 */
function tokensFrom({ input, output, reasoning, cache, total }: NonNullable<Raw['tokens']>): Tokens {
  const counts = {
    input: countOf(input, 'input'),
    output: countOf(output, 'output'),
    cacheRead: countIfAny(cache?.read, 'cache read'),
    cacheWrite5m: countIfAny(cache?.write, 'cache write'),
    reasoning: countIfAny(reasoning, 'reasoning'),
  }
  const apart = counts.input + counts.output + counts.cacheRead + counts.cacheWrite5m + counts.reasoning
  const isApart = typeof total === 'number' && total > 0 ? total >= apart : counts.reasoning > counts.output
  return { ...counts, output: counts.output + (isApart ? counts.reasoning : 0), cacheWrite1h: 0, unsplit: 0 }
}

/** How the model stopped, in the words that all sources use; null while it has not. */
function stopReasonOf({ finish, error, time }: Raw): string | null {
  if (error) return word(error.name) === 'MessageAbortedError' ? 'aborted' : 'error'
  if (number(time?.completed) === null) return null
  const said = word(finish)
  return said === 'tool-calls' ? 'toolUse' : (said ?? 'stop')
}

/** How a session stands at its end: what the newest message and the one before it show. */
export function endOf(newest: Message, openTool: string | null): Partial<SessionFact> {
  // What the model is still writing has not been said yet; a tool that runs is what it waits for.
  if (newest.role === 'assistant' && newest.stopReason === null)
    return { lastRole: 'user', stopReason: '', openTool: openTool ?? '' }
  return { lastRole: newest.role, stopReason: newest.stopReason ?? '', openTool: '' }
}

const asText = (value: unknown) =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : fail('neither text nor bytes')

function fail(reason: string): never {
  throw new Implausible(reason)
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const number = (value: unknown) => (typeof value === 'number' ? value : null)
