import type { SessionFact, Tokens, UsageFact } from '../../facts/fact.ts'
import { errorTextOf } from '../common/error-text.ts'
import { counts, firstPromptOf, id, path, problemWithTime, record, text, timeOf, word } from '../common/parse-values.ts'

/** One answer of a model, without the session and the agent it belongs to. */
export type Answer = Omit<UsageFact, 'kind' | 'runtime' | 'agentId' | 'sessionId'>

/** What is remembered of a transcript between two lines: plain data, stored in the cursor. */
export type ParserState = {
  /** Gemini's own id of the session. */
  id: string
  isSubagent: boolean
  /** A working directory that the transcript itself names. */
  cwd: string | null
  model: string | null
  title: string | null
  firstPrompt: string | null
  startedAt: number | null
  lastAt: number | null
  lastRole: SessionFact['lastRole'] | null
  stopReason: string
  /** The text of the error that ended the last turn; '' where none did. */
  error: string
  openTool: string
  contextTokens: number | null
  /** The answers so far: when each was first dated, and a text that changes with its counts. */
  reported: Record<string, [at: number, counts: string]>
  /** The number of readings of answers: of two readings of one answer the later is right. */
  readings: number
  /** What could not be read so far: a message that is repeated is not reported again. */
  unread: string[]
}

export const freshState = (id: string, isSubagent: boolean): ParserState => ({
  id,
  isSubagent,
  cwd: null,
  model: null,
  title: null,
  firstPrompt: null,
  startedAt: null,
  lastAt: null,
  lastRole: null,
  stopReason: '',
  error: '',
  openTool: '',
  contextTokens: null,
  reported: {},
  readings: 0,
  unread: [],
})

type LineContext = { now: number; writtenAt(): number | undefined }

type Unreadable = { where: string; reason: string }

/** The answers in a record, and what in it cannot be read. */
type Read = { answers: Answer[]; unread: Unreadable[] }

/**
 * Takes a line of a transcript, or a whole transcript of the time when it was a single object. A record holds data of
 * the session, a message, several messages, or the usage of all models so far.
 */
export function takeRecord(line: Record<string, unknown>, state: ParserState, context: LineContext): Read {
  const changes = record(line.$set)
  if (changes) return takeRecord(changes, state, context)
  noteSession(line, state, context.now)
  if (Array.isArray(line.messages))
    return all(line.messages.map((message) => takeMessage(record(message), state, context)))
  const stats = record(line.stats) ?? record(record(line.result)?.stats)
  if (stats) return takeStats(line, stats, state, context)
  if ('type' in line) return takeMessage(line, state, context)
  return nothing
}

const maxUnread = 200

const nothing: Read = { answers: [], unread: [] }

const all = (reads: Read[]): Read => ({
  answers: reads.flatMap(({ answers }) => answers),
  unread: reads.flatMap(({ unread }) => unread),
})

function noteSession(line: Record<string, unknown>, state: ParserState, now: number) {
  const named = id(line.sessionId) ?? id(line.session_id)
  if (named !== null) state.id = named
  if (line.kind === 'subagent') state.isSubagent = true
  state.title = word(line.summary, 500) ?? state.title
  if (Array.isArray(line.directories)) state.cwd ??= path(line.directories[0])
  for (const time of [timeOf(line.startTime), timeOf(line.lastUpdated)]) seen(state, time, now)
}

function seen(state: ParserState, at: number | null | undefined, now: number) {
  if (typeof at !== 'number' || problemWithTime(at, now) !== undefined) return
  state.startedAt = Math.min(state.startedAt ?? at, at)
  state.lastAt = Math.max(state.lastAt ?? at, at)
}

function takeMessage(message: Record<string, unknown> | undefined, state: ParserState, context: LineContext): Read {
  if (!message) return nothing
  const at = timeOf(message.timestamp)
  seen(state, at, context.now)
  switch (message.type) {
    case 'user':
      noteUser(message, state)
      return nothing
    case 'error':
      state.lastRole = 'assistant'
      state.stopReason = 'error'
      state.error = errorTextOf(wordsIn(partsOf(message)) ?? { ...message, type: undefined })
      return nothing
    case 'info':
      if (message.content === 'Request cancelled.') interrupted(state)
      return nothing
    case 'gemini':
      noteAnswer(message, state)
      return message.tokens === undefined || message.tokens === null ? nothing : usageOf(message, at, state, context)
    default:
      return nothing
  }
}

/** The blocks of a message. */
export const partsOf = ({ content }: Record<string, unknown>): unknown[] =>
  typeof content === 'string' ? [{ text: content }] : Array.isArray(content) ? content : []

const wordsIn = (parts: unknown[]) => parts.map((part) => text(record(part)?.text)).find((said) => said !== null)

function noteUser(message: Record<string, unknown>, state: ParserState) {
  const parts = partsOf(message)
  const results = parts.flatMap((part): Record<string, unknown>[] => {
    const result = record(record(part)?.functionResponse)
    return result ? [result] : []
  })
  if (results.length > 0) {
    if (results.some((result) => isCancelled(result))) return interrupted(state)
    state.lastRole = 'tool'
    state.error = ''
    state.openTool = ''
    return
  }
  const words = wordsIn(parts)
  if (words === undefined) return
  if (isContext(words)) {
    state.cwd ??= path(directoryIn(words))
    return
  }
  state.lastRole = 'user'
  state.stopReason = ''
  state.error = ''
  state.openTool = ''
  if (!words.startsWith('/')) state.firstPrompt ??= firstPromptOf(words)
}

/** Whether a call was broken off by a person, or refused by them. The model is not asked again then. */
const isCancelled = ({ response }: Record<string, unknown>) =>
  text(record(response)?.error)?.startsWith('[Operation Cancelled]') === true

function interrupted(state: ParserState) {
  state.lastRole = 'assistant'
  state.error = ''
  state.stopReason = 'aborted'
  state.openTool = ''
}

/** Whether a text is the description of the surroundings that Gemini sends before the first message. */
export const isContext = (words: string) => /^\s*(<session_context>|This is the Gemini CLI\b)/.test(words)

const directoryIn = (words: string) =>
  /\*\*Workspace Directories:\*\*\s*\n\s*- (\S.*)/.exec(words)?.[1]?.trim() ??
  /working in the (?:following )?director(?:y|ies):\s*(?:\n\s*- )?(\S.*)/.exec(words)?.[1]?.trim()

function noteAnswer(message: Record<string, unknown>, state: ParserState) {
  state.model = word(message.model) ?? state.model
  state.lastRole = 'assistant'
  state.error = ''
  const calls = Array.isArray(message.toolCalls) ? message.toolCalls.map(record) : []
  const open = calls.findLast((call) => call && !['success', 'error', 'cancelled'].includes(String(call.status)))
  const asks = Array.isArray(message.content) && message.content.some((part) => record(part)?.functionCall)
  state.openTool = word(open?.name) ?? ''
  state.stopReason = calls.length > 0 || asks || message.content === '' ? 'toolUse' : 'stop'
}

const classes = ['input', 'output', 'cached', 'thoughts', 'tool', 'total'] as const
type Counts = Record<(typeof classes)[number], number>

function usageOf(message: Record<string, unknown>, at: number | null, state: ParserState, context: LineContext): Read {
  const messageId = id(message.id)
  const where = `message ${messageId ?? `of ${word(message.timestamp) ?? 'no time'}`}`
  const cannot = (reason: string) => cannotRead(where, reason, state)
  const found = countsOf(message.tokens)
  if (typeof found === 'string') return cannot(found)
  const tokens = tokensOf(found)
  const sum = tokens.input + tokens.output + tokens.cacheRead + tokens.unclassified
  // An answer is written without counts before they are known.
  if (sum === 0) return nothing
  const reason = problemWithTime(at, context.now)
  if (reason) return cannot(reason)
  // What tools asked for is no part of the prompt itself.
  state.contextTokens = tokens.input + tokens.cacheRead - found.tool
  const name = messageId ?? `${at}.${classes.map((one) => found[one]).join('.')}`
  const model = word(message.model) ?? state.model ?? ''
  return report(name, at!, model, tokens, state)
}

/** The usage of all models so far, which `gemini --output-format json` writes at its end. */
function takeStats(
  line: Record<string, unknown>,
  stats: Record<string, unknown>,
  state: ParserState,
  context: LineContext,
): Read {
  const at = timeOf(line.timestamp) ?? state.lastAt ?? context.writtenAt()
  seen(state, at, context.now)
  const models = Object.entries(record(stats.models) ?? {})
  return all(
    models.map(([named, used]) => {
      const model = word(named) ?? ''
      const where = `model ${model.slice(0, 80)}`
      const found = countsOf(record(used)?.tokens)
      if (typeof found === 'string') return cannotRead(where, found, state)
      const tokens = { ...tokensOf(found), ...withoutCached(found) }
      if (tokens.input + tokens.output + tokens.cacheRead + tokens.unclassified === 0) return nothing
      const reason = problemWithTime(at, context.now)
      return reason ? cannotRead(where, reason, state) : report(`stats.${model}`, at!, model, tokens, state)
    }),
  )
}

function cannotRead(where: string, reason: string, state: ParserState): Read {
  const words = `${where}: ${reason}`
  if (state.unread.includes(words)) return nothing
  state.unread = [...state.unread, words].slice(-maxUnread)
  return { answers: [], unread: [{ where, reason }] }
}

/** An answer, unless it was reported with the same counts. It keeps the time of its first report. */
function report(name: string, at: number, model: string, tokens: Tokens, state: ParserState): Read {
  const word = [model, ...Object.values(tokens)].join(' ')
  const before = Object.hasOwn(state.reported, name) ? state.reported[name] : undefined
  if (before?.[1] === word) return nothing
  const first = before?.[0] ?? at
  state.reported[name] = [first, word]
  const answer: Answer = {
    key: `gemini:${state.id}:${name}`,
    at: first,
    model,
    provider: 'google',
    tokens,
    loggedUsd: null,
    rates: null,
    rank: ++state.readings,
  }
  return { answers: [answer], unread: [] }
}

function countsOf(value: unknown): Counts | string {
  const tokens = record(value)
  if (!tokens) return 'tokens is not an object'
  const { prompt, candidates, ...named } = tokens
  const found = counts({ input: prompt, output: candidates, ...named }, [], classes)
  if (typeof found === 'string') return found
  return classes.some((name) => (named[name] ?? null) !== null) ? found : 'it holds no counts'
}

/**
 * The counts in the classes of prices. Where the total is the sum of the other four, the cached tokens are a part of
 * the input; else they are beside it. Thoughts are output, and the input of tools is input.
 */
function tokensOf(found: Counts): Tokens {
  const { input, output, cached, thoughts, tool, total } = found
  const parts = input + output + thoughts + tool
  const shared = {
    output: output + thoughts,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    reasoning: thoughts,
    unclassified: parts + cached === 0 ? total : 0,
  }
  return cached > 0 && total === parts
    ? { ...shared, ...withoutCached(found) }
    : { ...shared, input: input + tool, cacheRead: cached }
}

function withoutCached({ input, cached, tool }: Counts) {
  const cacheRead = Math.min(cached, input)
  return { input: input - cacheRead + tool, cacheRead }
}
