import type { LimitFact, SessionFact, UsageFact } from '../../facts/fact.ts'
import type { Tier } from '../../facts/tier.ts'
import { waitWords } from '../../facts/waits.ts'
import { errorTextOf } from '../common/error-text.ts'
import { firstPromptOf, id, path, problemWithTime, record, text, timeOf, word } from '../common/parse-values.ts'
import { limitsIn } from './limits.ts'
import { type Count, countOf, growth, hasDropped, isZeroCount, sum, tokensOf, zeroCount } from './token-counter.ts'

/** One answer of a model, without the session and the agent it belongs to. */
export type Answer = Omit<UsageFact, 'kind' | 'runtime' | 'agentId' | 'sessionId'>

/** What is remembered of a transcript between two lines: plain data, stored in the cursor. */
export type ParserState = {
  /** Codex's own id of the session, and whether the transcript itself named it. */
  id: string
  isNamed: boolean
  cwd: string | null
  branch: string | null
  parentId: string | null
  provider: string | null
  model: string | null
  /** The service tier by the transcript, '' for the usual one; null where the configuration decides. */
  tier: Tier | '' | null
  /** True once an answer was read whose model no line names. */
  assumed: boolean
  /** The last value of the cumulative counter, null before the first, and how often the counter restarted. */
  total: Count | null
  restarts: number
  /** Searches of the web since the last count, which the next answer is billed for. */
  searches: number
  /** Whether the file begins with lines of another session: `history` marks those lines, `copy` does not. */
  origin: 'own' | 'history' | 'copy'
  /** The number of the first line of its own, where the transcript names it. */
  ownFrom: number
  /** For a copy: the second of its first count, and that count while it may still be the other session's. */
  replay: { second: string; held: Answer | null; isOver: boolean } | null
  /** The counter of `codex exec --json`, and the number of answers read from it. */
  executed: Count
  executions: number
  limits: LimitFact[]
  startedAt: number | null
  lastAt: number | null
  firstPrompt: string | null
  lastRole: SessionFact['lastRole'] | null
  stopReason: string
  /** The text of the error that ended the last turn; '' where none did. */
  error: string
  /** Calls without a result, with what each asks a person for; cursors of earlier versions do not say that. */
  openTools: [id: string, name: string, waitsFor?: string][]
  contextTokens: number | null
  contextLimit: number | null
}

export const freshState = (id: string): ParserState => ({
  id,
  isNamed: false,
  cwd: null,
  branch: null,
  parentId: null,
  provider: null,
  model: null,
  tier: null,
  assumed: false,
  total: null,
  restarts: 0,
  searches: 0,
  origin: 'own',
  ownFrom: 0,
  replay: null,
  executed: zeroCount,
  executions: 0,
  limits: [],
  startedAt: null,
  lastAt: null,
  firstPrompt: null,
  lastRole: null,
  stopReason: '',
  error: '',
  openTools: [],
  contextTokens: null,
  contextLimit: null,
})

/** The surroundings of a line: the current time, when the file was last written, and what the configuration selects. */
export type LineContext = { now: number; writtenAt(): number | undefined; tier: Tier | '' }

/** The answers in a line, and the reason why a part of it cannot be read. */
type Read = { answers: Answer[]; reason?: string }

/** The first day on which Codex wrote counts; an older line is a mistake. */
const firstDay = Date.UTC(2025, 8, 6)
const assumedModel = 'gpt-5'
const maxOpenTools = 20

/** Takes one line of a transcript, and writes into `state` what later lines need. */
export function takeEntry(entry: Record<string, unknown>, state: ParserState, context: LineContext): Read {
  const at = timeOf(entry.timestamp)
  const answers = release(state, text(entry.timestamp))
  const payload = record(entry.payload)
  if (!payload) return after(answers, takeExecution(entry, state, context))
  const isOwn = typeof entry.ordinal !== 'number' || entry.ordinal >= state.ownFrom
  if (at !== null && problemWithTime(at, context.now) === undefined) {
    state.startedAt = Math.min(state.startedAt ?? at, at)
    state.lastAt = Math.max(state.lastAt ?? 0, at)
  }
  switch (entry.type) {
    case 'session_meta':
      noteSession(payload, state)
      break
    case 'turn_context':
      noteModel(payload, state)
      state.cwd ??= path(payload.cwd)
      break
    case 'response_item':
      if (isOwn) noteItem(payload, state)
      break
    case 'token_usage_record':
      return after(
        answers,
        isOwn ? takeRecord(entry, payload, state, context) : begunWith(payload.thread_token_usage, state),
      )
    case 'event_msg':
      if (payload.type === 'token_count')
        return isOwn
          ? after(answers, takeCount(entry, payload, state, context))
          : begunWith(record(payload.info)?.total_token_usage, state)
      if (isOwn) noteEvent(payload, state)
      break
  }
  return { answers }
}

const after = (answers: Answer[], read: Read): Read => ({ ...read, answers: [...answers, ...read.answers] })

const none: Read = { answers: [] }

const cannot = (reason: string): Read => ({ answers: [], reason })

/** Releases the held count: no second count followed within its second, so it is the transcript's own. */
function release(state: ParserState, timestamp: string | null): Answer[] {
  const { replay } = state
  if (!replay || replay.isOver || timestamp === null || timestamp.slice(0, 19) === replay.second) return []
  state.replay = { ...replay, held: null, isOver: true }
  return replay.held ? [replay.held] : []
}

/** Releases the held count once no further line of its second can come; `later` before that. */
export function releaseInTime(state: ParserState, now: number): Answer[] | 'later' {
  const { replay } = state
  if (!replay?.held) return []
  if (now - replay.held.at < 2_000 && now >= replay.held.at) return 'later'
  state.replay = { ...replay, held: null, isOver: true }
  return [replay.held]
}

function noteSession(meta: Record<string, unknown>, state: ParserState) {
  const named = id(meta.id) ?? id(meta.session_id)
  if (state.isNamed) {
    // The transcript contains lines of another session.
    if (named !== null && named !== state.id && state.origin === 'own') state.origin = 'copy'
    return
  }
  if (named !== null) state.id = named
  state.isNamed = true
  state.cwd ??= path(meta.cwd)
  state.branch = word(record(meta.git)?.branch)
  state.provider = word(meta.model_provider)
  const subagent = record(meta.source)?.subagent
  const spawn = record(record(subagent)?.thread_spawn)
  if (subagent !== undefined) state.parentId = id(spawn?.parent_thread_id) ?? ''
  const start = meta.subagent_history_start_ordinal
  if (typeof start === 'number') state.ownFrom = start
  if (record(meta.history_base) || typeof start === 'number') state.origin = 'history'
  else if (spawn || text(meta.forked_from_id)) state.origin = 'copy'
}

function noteModel(context: Record<string, unknown>, state: ParserState) {
  state.model = modelIn(context) ?? state.model
  if ('service_tier' in context) state.tier = tierIn(context.service_tier)
}

const modelIn = (values: Record<string, unknown> | undefined) =>
  word(values?.model) ?? word(values?.model_name) ?? word(record(values?.metadata)?.model)

/** The tier that Codex calls so; '' for the usual one. Its fast tier is what the service calls priority. */
export const tierIn = (name: unknown): Tier | '' =>
  name === 'priority' || name === 'fast' ? 'priority' : name === 'flex' || name === 'batch' ? name : ''

/** A count in the original form: the cumulative counter, and the last answer alone. */
function takeCount(
  entry: Record<string, unknown>,
  payload: Record<string, unknown>,
  state: ParserState,
  context: LineContext,
): Read {
  const at = timeOf(entry.timestamp)
  const limits = limitsIn(payload.rate_limits, at, context.now)
  if (limits.length > 0) state.limits = limits
  const info = record(payload.info)
  if (!info) return none
  const model = modelIn(payload) ?? modelIn(info)
  if (model) state.model = model
  if (typeof info.model_context_window === 'number') state.contextLimit = info.model_context_window
  return take(entry, record(info.total_token_usage), record(info.last_token_usage), state, context)
}

/** A count in the newer form, which also names the thread of the answer. */
function takeRecord(
  entry: Record<string, unknown>,
  payload: Record<string, unknown>,
  state: ParserState,
  context: LineContext,
): Read {
  const owner = id(payload.thread_id)
  const total = record(payload.thread_token_usage)
  if (owner !== null && state.isNamed && owner !== state.id) return begunWith(total, state)
  if (state.origin === 'copy') state.replay = { second: '', held: null, isOver: true }
  return take(entry, total, record(payload.usage), state, context)
}

/** Sets the counter to the value that another session had reached. */
function begunWith(usage: unknown, state: ParserState): Read {
  const count = countOf(record(usage) ?? {})
  if (typeof count !== 'string') state.total = count
  return none
}

function take(
  entry: Record<string, unknown>,
  totalUsage: Record<string, unknown> | undefined,
  lastUsage: Record<string, unknown> | undefined,
  state: ParserState,
  context: LineContext,
): Read {
  const last = lastUsage && countOf(lastUsage)
  const total = totalUsage && countOf(totalUsage)
  if (typeof total === 'string') return cannot(total)
  if (!total && typeof last === 'string') return cannot(last)
  const lastCount = typeof last === 'object' ? last : undefined
  if (lastCount && !isZeroCount(lastCount)) state.contextTokens = lastCount.input
  const before = state.total
  let grown: Count
  if (!total) {
    if (!lastCount) return none
    grown = lastCount
    state.total = sum(before ?? zeroCount, lastCount)
  } else {
    if (before && hasDropped(before, total)) state.restarts++
    // Where the counter of another session goes on, only the last answer is certainly this session's.
    grown = before === null ? (state.origin !== 'own' && lastCount ? lastCount : total) : growth(before, total)
    state.total = total
  }
  if (isZeroCount(grown)) return none
  const at = timeOf(entry.timestamp)
  const timestamp = text(entry.timestamp) ?? ''
  if (state.origin === 'copy' && !state.replay?.isOver) {
    state.searches = 0
    // Several counts within one second are all copies from the session that this one came from.
    if (state.replay) {
      state.replay = { ...state.replay, held: null }
      return none
    }
    state.replay = { second: timestamp.slice(0, 19), held: null, isOver: false }
    const read = answerOf(grown, at, state, context)
    if (read.reason) return read
    state.replay.held = read.answers[0] ?? null
    return none
  }
  return answerOf(grown, at, state, context)
}

function answerOf(count: Count, at: number | null, state: ParserState, context: LineContext): Read {
  const reason =
    problemWithTime(at, context.now) ?? (at! < firstDay ? `dated ${day(at!)}, before Codex counted` : undefined)
  if (reason) return cannot(reason)
  const { input, cached, output } = state.total ?? count
  return { answers: [answer(`${at}:${state.restarts}:${input}.${cached}.${output}`, count, at!, state, context)] }
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10)

function answer(name: string, count: Count, at: number, state: ParserState, context: LineContext): Answer {
  if (state.model === null) state.assumed = true
  const tier = state.tier ?? context.tier
  const { searches } = state
  state.searches = 0
  return {
    key: `codex:${state.id}:${name}`,
    at,
    model: state.model ?? assumedModel,
    provider: state.provider ?? 'openai',
    tokens: tokensOf(count),
    loggedUsd: null,
    rates: null,
    ...(tier !== '' && { tier }),
    ...(searches > 0 && { searches }),
  }
}

/**
 * A line of `codex exec --json`: it has no time, and `turn.completed` holds the cumulative usage of its thread. Other
 * lines hold the usage of one answer, at the top level or in a result.
 */
function takeExecution(entry: Record<string, unknown>, state: ParserState, context: LineContext): Read {
  const started = entry.type === 'thread.started' ? id(entry.thread_id) : null
  if (started !== null && started !== state.id) {
    state.id = started
    state.executed = zeroCount
    return none
  }
  const item = entry.type === 'item.completed' ? record(entry.item) : undefined
  if (item?.type === 'web_search' && isSearch(item)) state.searches++
  const parts = [entry, ...['data', 'result', 'response'].map((name) => record(entry[name]))]
  state.model = parts.map(modelIn).find(Boolean) ?? state.model
  const usage = parts.map((part) => record(part?.usage)).find(Boolean)
  if (!usage) return none
  const count = countOf(withOlderNames(usage))
  if (typeof count === 'string') return cannot(count)
  const isTotal = entry.type === 'turn.completed'
  const grown = isTotal ? growth(state.executed, count) : count
  if (isTotal) state.executed = count
  if (isZeroCount(grown)) return none
  const written = parts.flatMap((part) => part?.timestamp ?? part?.created_at ?? part?.createdAt ?? [])[0]
  const began = beginningOf(state.id)
  const at =
    written !== undefined
      ? timeOf(written)
      : problemWithTime(began, context.now) === undefined
        ? began
        : context.writtenAt()
  const reason =
    problemWithTime(at, context.now) ?? (at! < firstDay ? `dated ${day(at!)}, before Codex counted` : undefined)
  if (reason) return cannot(reason)
  state.startedAt = Math.min(state.startedAt ?? at!, at!)
  state.lastAt = Math.max(state.lastAt ?? 0, at!)
  return { answers: [answer(`exec-${++state.executions}`, grown, at!, state, context)] }
}

const withOlderNames = (usage: Record<string, unknown>) => ({
  input_tokens: usage.prompt_tokens,
  output_tokens: usage.completion_tokens,
  cached_input_tokens: record(usage.input_tokens_details ?? usage.prompt_tokens_details)?.cached_tokens,
  reasoning_output_tokens: record(usage.output_tokens_details ?? usage.completion_tokens_details)?.reasoning_tokens,
  ...usage,
})

/** The time (ms) at which a thread was created, from the beginning of its id. */
function beginningOf(id: string): number | undefined {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined
}

function noteItem(item: Record<string, unknown>, state: ParserState) {
  switch (item.type) {
    case 'message': {
      const words = wordsIn(item.content)
      if (item.role === 'user') {
        if (words === undefined) return
        // The first words of a copy were written to another session.
        if (state.firstPrompt === null || (state.origin === 'copy' && !state.replay?.isOver))
          state.firstPrompt = firstPromptOf(words)
        begun(state)
      } else if (item.role === 'assistant') {
        state.lastRole = 'assistant'
        state.error = ''
      }
      return
    }
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'web_search_call': {
      if (item.type === 'web_search_call' && isSearch(item)) state.searches++
      state.lastRole = 'assistant'
      state.stopReason = 'toolUse'
      state.error = ''
      const callId = id(item.call_id)
      const name = word(item.name) ?? String(item.type).replace(/_call$/, '')
      if (callId !== null && item.type !== 'web_search_call')
        state.openTools = [...state.openTools, [callId, name, asksFor(item, name)] as [string, string, string]].slice(
          -maxOpenTools,
        )
      return
    }
    case 'function_call_output':
    case 'custom_tool_call_output': {
      state.lastRole = 'tool'
      state.openTools = state.openTools.filter(([open]) => open !== id(item.call_id))
      return
    }
  }
}

/** Whether a call asked for a search, which is billed, and not for a page that was found. */
function isSearch({ action, status }: Record<string, unknown>) {
  const kind = record(action)?.type
  return status !== 'failed' && (kind === undefined || kind === 'search')
}

function noteEvent(event: Record<string, unknown>, state: ParserState) {
  switch (event.type) {
    case 'task_started':
      if (typeof event.model_context_window === 'number') state.contextLimit = event.model_context_window
      return begun(state)
    case 'user_message':
      state.firstPrompt ??= firstPromptOf(ownWords(text(event.message) ?? '') ?? '')
      return begun(state)
    case 'thread_settings_applied': {
      const settings = record(event.thread_settings)
      if (!settings) return
      noteModel(settings, state)
      // Newer versions name the tier where it is not the usual one.
      state.tier = tierIn(settings.service_tier)
      return
    }
    case 'task_complete': {
      const { error } = event
      if (error === undefined || error === null) return ended(state, state.error === '' ? 'stop' : 'error', state.error)
      return ended(state, 'error', errorTextOf(error) || state.error)
    }
    case 'turn_aborted':
      return ended(state, 'aborted')
    case 'error':
      return ended(state, 'error', errorTextOf({ ...event, type: undefined }))
  }
}

/** What a call asks a person for: only these two wait by themselves, and only until they have their result. */
function asksFor({ arguments: given }: Record<string, unknown>, name: string): string {
  if (name === 'request_user_input') return waitWords.question
  const isEscalated = typeof given === 'string' && /"sandbox_permissions"\s*:\s*"require_escalated"/.test(given)
  return isEscalated ? waitWords.permission : ''
}

function begun(state: ParserState) {
  state.lastRole = 'user'
  state.stopReason = ''
  state.error = ''
  state.openTools = []
}

function ended(state: ParserState, reason: string, error = '') {
  state.lastRole = 'assistant'
  state.stopReason = reason
  state.error = error
  state.openTools = []
}

/** The words of a person; undefined for text that Codex itself sends in the user's role. */
function wordsIn(content: unknown): string | undefined {
  if (!Array.isArray(content)) return undefined
  return content.map((part) => ownWords(text(record(part)?.text) ?? '')).find(Boolean)
}

/** What a person wrote; undefined for text that Codex itself sends in the user's role. */
export const ownWords = (words: string) =>
  /^\s*(<[a-z_ ]+>|# AGENTS\.md instructions)/i.test(words) ? undefined : words
