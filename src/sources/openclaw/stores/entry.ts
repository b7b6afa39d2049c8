import type { Rates, SessionFact, Tokens, UsageFact } from '../../../facts/fact.ts'
import { maxTokens } from '../../../facts/kinds.ts'
import { id, number, path, problemWithTime, shortened, text, word } from '../../common/parse-values.ts'

/** What is remembered of a transcript between two readings: small plain data, stored in the cursor. */
export type ParserState = {
  model: string | null
  provider: string | null
  title: string | null
  cwd: string | null
  /** The session that this one was forked from; entries older than `begunAt` are copies of its entries. */
  parentSessionId: string | null
  begunAt: number | null
  lastAt: number | null
  lastRole: SessionFact['lastRole'] | null
  stopReason: string | null
  /** Tool calls without a result yet: id and name, oldest first. */
  openTools: [id: string, name: string][]
}

export const freshState: ParserState = {
  model: null,
  provider: null,
  title: null,
  cwd: null,
  parentSessionId: null,
  begunAt: null,
  lastAt: null,
  lastRole: null,
  stopReason: null,
  openTools: [],
}

/** The place of an entry, and what its facts need besides the entry. */
export type Place = {
  runtime: 'openclaw'
  agentId: string
  /** Our session id. */
  sessionId: string
  /** OpenClaw's own id of the session, a part of the keys of entries without an id. */
  foreignId: string
  /** Our id of another session of the same agent. */
  sessionIdOf(foreignId: string): string
  rates(provider: string, model: string): Rates | null
  /** The current time in ms, against which dates are checked. */
  now(): number
}

/** The shape of an entry as far as we use it. Everything may be missing: foreign data is not trusted. */
type Entry = {
  type?: unknown
  id?: unknown
  timestamp?: unknown
  cwd?: unknown
  parentSession?: unknown
  modelId?: unknown
  provider?: unknown
  customType?: unknown
  data?: { modelId?: unknown; model?: unknown; provider?: unknown }
  message?: {
    role?: unknown
    content?: unknown
    model?: unknown
    modelId?: unknown
    provider?: unknown
    usage?: unknown
    stopReason?: unknown
    timestamp?: unknown
    toolCallId?: unknown
    openclawAbort?: unknown
  }
}

/**
 * Takes the text of one transcript entry. Whatever it contains, the answer is a value: the usage in it, or the reason
 * why it cannot be read.
 */
export function takeText(
  state: ParserState,
  text: string,
  place: Place,
): { usage: UsageFact | undefined } | { reason: string } {
  try {
    return { usage: takeEntry(state, JSON.parse(text), place) }
  } catch (error) {
    return { reason: (error as Error).message.slice(0, 160) }
  }
}

/**
 * Takes one transcript entry: updates `state`, and answers the usage in the entry, if there is any. An entry whose
 * usage is all zero (aborted, injected by the gateway) is no call.
 */
function takeEntry(state: ParserState, raw: unknown, place: Place): UsageFact | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const entry = raw as Entry
  const at = timeOf(entry.message?.timestamp) ?? timeOf(entry.timestamp)
  const writtenAt = timeOf(entry.timestamp) ?? at
  if (!isSetting(entry) && writtenAt !== null && isPossible(writtenAt, place.now()))
    state.lastAt = Math.max(state.lastAt ?? 0, writtenAt)

  switch (entry.type) {
    case 'session':
      state.begunAt ??= at
      state.cwd ??= path(entry.cwd)
      state.parentSessionId ??= sessionIdIn(text(entry.parentSession))
      return undefined
    case 'model_change':
      noteModel(state, entry.provider, entry.modelId)
      return undefined
    case 'custom':
      if (entry.customType === 'model-snapshot')
        noteModel(state, entry.data?.provider, entry.data?.modelId ?? entry.data?.model)
      return undefined
    case 'message':
      return takeMessage(state, entry, entry.message ?? {}, at, place)
    default:
      return undefined
  }
}

/** What a session is set to is no activity: a turn that was stopped while it was prepared writes it seconds afterwards. */
const isSetting = ({ type, customType }: Entry) =>
  type === 'model_change' || type === 'thinking_level_change' || (type === 'custom' && customType === 'model-snapshot')

function takeMessage(
  state: ParserState,
  entry: Entry,
  message: NonNullable<Entry['message']>,
  at: number | null,
  place: Place,
) {
  switch (message.role) {
    case 'user':
      state.lastRole = 'user'
      state.stopReason = null
      state.openTools = []
      state.title ??= titleFrom(message.content)
      return undefined
    case 'toolResult': {
      state.lastRole = 'tool'
      const done = id(message.toolCallId)
      state.openTools = state.openTools.filter(([open]) => open !== done)
      return undefined
    }
    case 'assistant': {
      state.lastRole = 'assistant'
      state.stopReason = message.openclawAbort ? 'aborted' : word(message.stopReason)
      state.openTools = state.stopReason === 'toolUse' ? toolCalls(message.content) : []
      return usageOf(state, entry, message, at, place)
    }
    default:
      return undefined
  }
}

function usageOf(
  state: ParserState,
  entry: Entry,
  message: NonNullable<Entry['message']>,
  at: number | null,
  place: Place,
): UsageFact | undefined {
  if (typeof message.usage !== 'object' || message.usage === null) return undefined
  const usage = message.usage as Record<string, unknown>
  const classes = {
    input: count(usage.input),
    output: count(usage.output),
    cacheRead: count(usage.cacheRead),
    cacheWrite5m: count(usage.cacheWrite),
    cacheWrite1h: 0,
    reasoning: count(usage.reasoningTokens),
  }
  const split = classes.input + classes.output + classes.cacheRead + classes.cacheWrite5m
  const tokens: Tokens = { ...classes, unclassified: split === 0 ? count(usage.totalTokens) : 0 }
  if (split + tokens.unclassified === 0) return undefined

  const model = word(message.model) ?? word(message.modelId) ?? state.model ?? ''
  const provider = word(message.provider) ?? state.provider ?? ''
  const when = at ?? state.lastAt ?? state.begunAt
  if (when === null || isMisdated(entry, at, place.now())) throw new RangeError(`no answer is dated ${saidTime(entry)}`)
  const entryId = id(entry.id) ?? ''
  return {
    kind: 'usage',
    key: keyOf(state, place, entryId, when, model, tokens),
    runtime: place.runtime,
    agentId: place.agentId,
    // A copy in a fork belongs to the session it was copied from.
    sessionId: copiedFrom(state, when) === null ? place.sessionId : place.sessionIdOf(copiedFrom(state, when)!),
    at: when,
    model,
    provider,
    tokens,
    loggedUsd: loggedUsd(usage.cost),
    rates: place.rates(provider, model),
    // The original names its session more reliably than a copy.
    rank: copiedFrom(state, when) === null ? 1 : 0,
  }
}

/**
 * The key of an answer: the same in the live file, in archives of it, after an import, in a fork, and in a fork of
 * that, which knows its parent alone. A copy keeps id, time and counts, so these make the key: an id of eight hex
 * digits is not unique, but it is at one millisecond with the same counts. For an entry without an id the session is a
 * part of the key; a copy in a fork (older than the fork) has the session of the parent.
 */
function keyOf(state: ParserState, place: Place, entryId: string, at: number, model: string, tokens: Tokens) {
  const counts = [tokens.input, tokens.output, tokens.cacheRead, tokens.cacheWrite5m, tokens.unclassified].join('.')
  const session = entryId === '' ? (copiedFrom(state, at) ?? place.foreignId) : ''
  return `openclaw/${session}/${entryId}/${at}/${entryId ? '' : model}/${counts}`
}

/**
 * The session that an entry was copied from when its own was forked; null for an entry that is younger than the fork.
 */
const copiedFrom = (state: ParserState, at: number) =>
  state.parentSessionId !== null && state.begunAt !== null && at < state.begunAt ? state.parentSessionId : null

function loggedUsd(cost: unknown): number | null {
  if (typeof cost !== 'object' || cost === null) return number(cost)
  const parts = cost as Record<string, unknown>
  if (typeof parts.total === 'number') return number(parts.total)
  const known = [parts.input, parts.output, parts.cacheRead, parts.cacheWrite].flatMap((part) => number(part) ?? [])
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0)
}

function noteModel(state: ParserState, provider: unknown, model: unknown) {
  state.model = word(model) ?? state.model
  state.provider = word(provider) ?? state.provider
}

const maxOpenTools = 64

function toolCalls(content: unknown): ParserState['openTools'] {
  if (!Array.isArray(content)) return []
  return content.slice(-maxOpenTools).flatMap((block) => {
    const called = (block ?? {}) as { type?: unknown; id?: unknown; name?: unknown; arguments?: unknown }
    const { type, arguments: args } = called
    const callId = id(called.id)
    const name = word(called.name)
    if (type !== 'toolCall' || callId === null || name === null) return []
    // The arguments of a tool search name the tool that was reached.
    const inner =
      name === 'tool_call'
        ? text((args as { id?: unknown } | null | undefined)?.id)
            ?.split(':')
            .at(-1)
        : undefined
    return [[callId, word(inner) ?? name] as [string, string]]
  })
}

const sender = /^Sender \(untrusted metadata\):\s*```json[\s\S]*?```\s*/
const stamp = /^\[[A-Z][a-z]{2} \d{4}-\d{2}-\d{2} \d{2}:\d{2}[^\]]*\]\s*/

/** The words of a person, without what the gateway wrapped around them. */
export const withoutWrapping = (words: string) => words.replace(sender, '').replace(stamp, '')

/** A cron job writes its id and its name before its prompt. */
const jobName = /^\[cron:\S+ ([^\]]{1,200})\]/

/** The first words of a person without the wrapping of the gateway, or the name of the cron job; null for none. */
function titleFrom(content: unknown): string | null {
  const raw = typeof content === 'string' ? content : Array.isArray(content) ? firstText(content) : null
  if (raw === null || raw.includes('<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>')) return null
  const words = (jobName.exec(raw)?.[1] ?? withoutWrapping(raw)).replace(/\s+/g, ' ').trim()
  return words === '' ? null : shortened(words, 120)
}

function firstText(content: unknown[]): string | null {
  for (const block of content) {
    const { type, text: words } = (block ?? {}) as { type?: unknown; text?: unknown }
    if (type === 'text' && typeof words === 'string') return words
  }
  return null
}

/** No agent wrote anything outside these times: such a number is in another unit, or a mistake. */
const earliest = Date.parse('2015-01-01T00:00:00Z')
const latest = Date.parse('2100-01-01T00:00:00Z')

/** A time (ms) from ISO text or ms since the epoch; null for anything else, and for times without agents. */
export function timeOf(value: unknown): number | null {
  const at = typeof value === 'number' ? Math.round(value) : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return at >= earliest && at < latest ? at : null
}

/** Whether an entry states an impossible time. An entry without a time gets that of its neighbours. */
const isMisdated = (entry: Entry, at: number | null, now: number) =>
  at === null ? writtenTime(entry) !== undefined : !isPossible(at, now)

const isPossible = (at: number, now: number) => (problemWithTime(at, now) ?? null) === null

const writtenTime = ({ message, timestamp }: Entry) => message?.timestamp ?? timestamp ?? undefined

const saidTime = (entry: Entry) => String(writtenTime(entry) ?? 'nowhere').slice(0, 40)

/** A count of tokens, 0 where there is none. Throws for an impossible number: the line is named, not counted. */
function count(value: unknown) {
  if (value === undefined || value === null) return 0
  if (typeof value === 'number' && value >= 0 && value <= maxTokens) return Math.round(value)
  throw new RangeError(`no answer has ${String(JSON.stringify(value)).slice(0, 40)} tokens`)
}

const sessionIdIn = (path: string | null) => path?.match(/([0-9a-f-]{36})(?:\.jsonl[^/]*)?$/i)?.[1] ?? null
