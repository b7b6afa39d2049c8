import type { SessionFact, Tokens } from '../../facts/fact.ts'
import { waitWords } from '../../facts/waits.ts'
import { errorTextOf } from '../common/error-text.ts'
import { counts, dollars, number, path, problemWithTime, record, word } from '../common/parse-values.ts'

/** One message as opencode writes it, in a row or in a file of its own. Everything may be missing. */
type Raw = {
  role?: unknown
  sessionID?: unknown
  modelID?: unknown
  providerID?: unknown
  model?: { modelID?: unknown; providerID?: unknown } | null
  cost?: unknown
  finish?: unknown
  error?: unknown
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

/** The content of a message. */
export type Message = {
  role: 'user' | 'assistant' | 'other'
  /** The session that the message names; a row names it more reliably. */
  sessionId: string | null
  cwd: string | null
  createdAt: number | null
  completedAt: number | null
  model: string
  provider: string
  stopReason: string | null
  /** The text of the error that ended the answer; '' where none did. */
  error: string
  /** The usage of an answer; null for other messages, and for an answer without counts. */
  usage: { at: number; tokens: Tokens; loggedUsd: number | null; rank: number } | null
}

/** Reads one message. Whatever stands in it, the answer is a value: the message, or why it cannot be read. */
export function readMessage(text: unknown, now: number): Message | { reason: string } {
  try {
    if (typeof text !== 'string' && !(text instanceof Uint8Array)) return { reason: 'neither text nor bytes' }
    const raw = record(JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text)))
    return raw ? messageFrom(raw, now) : { reason: 'not a JSON object' }
  } catch (error) {
    return { reason: (error as Error).message.slice(0, 160) }
  }
}

function messageFrom(raw: Raw, now: number): Message | { reason: string } {
  const role = raw.role === 'user' || raw.role === 'assistant' ? raw.role : 'other'
  const createdAt = number(raw.time?.created)
  const completedAt = number(raw.time?.completed)
  const hasTokens = raw.tokens !== undefined && raw.tokens !== null
  const usage = role === 'assistant' && hasTokens ? usageFrom(raw, createdAt, completedAt, now) : null
  if (typeof usage === 'string') return { reason: usage }
  return {
    role,
    sessionId: word(raw.sessionID),
    cwd: path(raw.path?.cwd) ?? path(raw.path?.root),
    createdAt,
    completedAt,
    model: word(raw.modelID) ?? word(raw.model?.modelID) ?? '',
    provider: word(raw.providerID) ?? word(raw.model?.providerID) ?? '',
    stopReason: role === 'assistant' ? stopReasonOf(raw) : null,
    error: role === 'assistant' ? errorTextOf(raw.error) : '',
    usage,
  }
}

function usageFrom(
  raw: Raw,
  createdAt: number | null,
  completedAt: number | null,
  now: number,
): Message['usage'] | string {
  const tokens = tokensFrom(raw.tokens!)
  if (typeof tokens === 'string') return tokens
  const loggedUsd = dollars(raw.cost)
  if (typeof loggedUsd === 'string') return loggedUsd
  const total = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m
  // An answer that was begun, broken off or refused has no counts: it is none (yet).
  if (total === 0 && (loggedUsd ?? 0) === 0) return null
  const whyNot = problemWithTime(createdAt, now)
  if (whyNot !== undefined) return whyNot
  return { at: Math.round(createdAt!), tokens, loggedUsd, rank: total + (completedAt === null ? 0 : whole) }
}

/** The rank of a whole answer, above every number of tokens that a growing one may have. */
const whole = 2 ** 40

/**
 * opencode counts reasoning apart from the output since 1.18, and within it before. The total, where it is written,
 * decides; without one, reasoning that exceeds the output cannot be a part of it.
 */
function tokensFrom({ input, output, reasoning, cache, total }: NonNullable<Raw['tokens']>): Tokens | string {
  const written = { input, output, 'cache read': cache?.read, 'cache write': cache?.write, reasoning }
  const found = counts(written, ['input', 'output'], ['cache read', 'cache write', 'reasoning'])
  if (typeof found === 'string') return found
  const { 'cache read': cacheRead, 'cache write': cacheWrite5m, ...rest } = found
  const apart = rest.input + rest.output + cacheRead + cacheWrite5m + rest.reasoning
  const isApart = typeof total === 'number' && total > 0 ? total >= apart : rest.reasoning > rest.output
  return {
    ...rest,
    output: rest.output + (isApart ? rest.reasoning : 0),
    cacheRead,
    cacheWrite5m,
    cacheWrite1h: 0,
    unclassified: 0,
  }
}

/** How the model stopped, in the words that all sources use; null while it has not. */
function stopReasonOf({ finish, error, time }: Raw): string | null {
  if (error) return record(error)?.name === 'MessageAbortedError' ? 'aborted' : 'error'
  const reason = word(finish)
  // The model has ended; what is left until the answer counts as completed is a look at the files, a third of a second.
  const hasEnded = reason !== null && !goesOn.has(reason)
  if (number(time?.completed) === null && !hasEnded) return null
  return reason === 'tool-calls' ? 'toolUse' : (reason ?? 'stop')
}

/** How a model stops that does not end the turn. */
const goesOn = new Set(['tool-calls', 'unknown'])

/** A tool without a result, and what it asks a person for; '' for nothing. */
export type OpenTool = { name: string; waitsFor: string }

/** Tools that write something down as soon as they run: until then they ask whether they may. */
const askingTools = new Set(['bash', 'edit', 'write', 'patch', 'apply_patch', 'multiedit'])
const questionTools = new Set(['question', 'plan_exit'])

/** What a running tool asks a person for, by whether it has written something down yet. */
export function waitsFor(tool: string, hasMetadata: boolean): string {
  if (questionTools.has(tool)) return waitWords.question
  return askingTools.has(tool) && !hasMetadata ? waitWords.permission : ''
}

/** The end of a session, from its newest message and its open tool. */
export function endOf(newest: Message, openTool: OpenTool | null): Partial<SessionFact> {
  // An answer that is still being written counts as the turn of the user, or of the tool that runs.
  if (newest.role === 'assistant' && newest.stopReason === null)
    return {
      lastRole: 'user',
      stopReason: '',
      openTool: openTool?.name ?? '',
      waitsFor: openTool?.waitsFor ?? '',
      reason: '',
    }
  const reason = newest.stopReason === 'error' ? newest.error : ''
  return { lastRole: newest.role, stopReason: newest.stopReason ?? '', openTool: '', waitsFor: '', reason }
}
