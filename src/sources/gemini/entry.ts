import type { SessionFact, Tokens, UsageFact } from '../../facts/fact.ts'
import { counts, firstPromptOf, path, problemWithTime, record, text, timeOf, word } from '../shared/parse-values.ts'

/** One answer of a model, but for whose it is. */
export type Answer = Omit<UsageFact, 'kind' | 'runtime' | 'agentId' | 'sessionId'>

/** What has to be known of a transcript to understand what comes next. Part of the cursor: plain data. */
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
  openTool: string
  contextTokens: number | null
  /** The answers that were told of: when they were first dated, and a word that changes with their counts. */
  told: Record<string, [at: number, counts: string]>
  /** How many readings of answers there were: of two readings of one the later stands. */
  readings: number
  /** What could not be read and was said so; a message that is repeated is not said again. */
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
  openTool: '',
  contextTokens: null,
  told: {},
  readings: 0,
  unread: [],
})

type Around = { now: number; writtenAt(): number | undefined }

type Unreadable = { where: string; reason: string }

/** The answers something tells of, and what in it cannot be read. */
type Read = { answers: Answer[]; unread: Unreadable[] }

/**
 * Takes a line of a transcript, or a whole one of the time when it was a single object: what it says of the session, a
 * message, several messages, or what all models have used so far.
 */
export function takeRecord(line: Record<string, unknown>, state: ParserState, around: Around): Read {
  const changes = record(line.$set)
  if (changes) return takeRecord(changes, state, around)
  noteSession(line, state, around.now)
  if (Array.isArray(line.messages))
    return all(line.messages.map((message) => takeMessage(record(message), state, around)))
  const stats = record(line.stats) ?? record(record(line.result)?.stats)
  if (stats) return takeStats(line, stats, state, around)
  if ('type' in line) return takeMessage(line, state, around)
  return nothing
}

const maxUnread = 200

const nothing: Read = { answers: [], unread: [] }

const all = (reads: Read[]): Read => ({
  answers: reads.flatMap(({ answers }) => answers),
  unread: reads.flatMap(({ unread }) => unread),
})

function noteSession(line: Record<string, unknown>, state: ParserState, now: number) {
  const id = word(line.sessionId) ?? word(line.session_id)
  if (id !== null) state.id = id
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

function takeMessage(message: Record<string, unknown> | undefined, state: ParserState, around: Around): Read {
  if (!message) return nothing
  const at = timeOf(message.timestamp)
  seen(state, at, around.now)
  switch (message.type) {
    case 'user':
      noteUser(message, state)
      return nothing
    case 'error':
      state.lastRole = 'assistant'
      state.stopReason = 'error'
      return nothing
    case 'gemini':
      noteAnswer(message, state)
      return message.tokens === undefined || message.tokens === null ? nothing : usageOf(message, at, state, around)
    default:
      return nothing
  }
}

function noteUser({ content }: Record<string, unknown>, state: ParserState) {
  const parts = typeof content === 'string' ? [{ text: content }] : Array.isArray(content) ? content : []
  if (parts.some((part) => record(part)?.functionResponse)) {
    state.lastRole = 'tool'
    state.openTool = ''
    return
  }
  const words = parts.map((part) => text(record(part)?.text)).find((said) => said !== null)
  if (words === undefined) return
  if (isContext(words)) {
    state.cwd ??= path(directoryIn(words))
    return
  }
  state.lastRole = 'user'
  state.stopReason = ''
  state.openTool = ''
  if (!words.startsWith('/')) state.firstPrompt ??= firstPromptOf(words)
}

/** What Gemini tells the model of its surroundings before anybody has said anything. */
const isContext = (words: string) => /^\s*(<session_context>|This is the Gemini CLI\b)/.test(words)

const directoryIn = (words: string) =>
  /\*\*Workspace Directories:\*\*\s*\n\s*- (\S.*)/.exec(words)?.[1]?.trim() ??
  /working in the (?:following )?director(?:y|ies):\s*(?:\n\s*- )?(\S.*)/.exec(words)?.[1]?.trim()

function noteAnswer(message: Record<string, unknown>, state: ParserState) {
  state.model = word(message.model) ?? state.model
  state.lastRole = 'assistant'
  const calls = Array.isArray(message.toolCalls) ? message.toolCalls.map(record) : []
  const open = calls.findLast((call) => call && !['success', 'error', 'cancelled'].includes(String(call.status)))
  const asks = Array.isArray(message.content) && message.content.some((part) => record(part)?.functionCall)
  state.openTool = word(open?.name) ?? ''
  state.stopReason = calls.length > 0 || asks || message.content === '' ? 'toolUse' : 'stop'
}

const classes = ['input', 'output', 'cached', 'thoughts', 'tool', 'total'] as const
type Counts = Record<(typeof classes)[number], number>

function usageOf(message: Record<string, unknown>, at: number | null, state: ParserState, around: Around): Read {
  const id = word(message.id)
  const where = `message ${id ?? `of ${word(message.timestamp) ?? 'no time'}`}`
  const cannot = (reason: string) => cannotRead(where, reason, state)
  const found = countsOf(message.tokens)
  if (typeof found === 'string') return cannot(found)
  const tokens = tokensOf(found)
  const sum = tokens.input + tokens.output + tokens.cacheRead + tokens.unclassified
  // Before its counts are known an answer is written with none.
  if (sum === 0) return nothing
  const reason = problemWithTime(at, around.now)
  if (reason) return cannot(reason)
  state.contextTokens = found.input
  const name = id ?? `${at}.${classes.map((one) => found[one]).join('.')}`
  const model = word(message.model) ?? state.model ?? ''
  return tell(name, at!, model, tokens, state)
}

/** What all models have used so far, as `gemini --output-format json` writes it at its end. */
function takeStats(
  line: Record<string, unknown>,
  stats: Record<string, unknown>,
  state: ParserState,
  around: Around,
): Read {
  const at = timeOf(line.timestamp) ?? state.lastAt ?? around.writtenAt()
  seen(state, at, around.now)
  const models = Object.entries(record(stats.models) ?? {})
  return all(
    models.map(([named, used]) => {
      const model = word(named) ?? ''
      const where = `model ${model.slice(0, 80)}`
      const found = countsOf(record(used)?.tokens)
      if (typeof found === 'string') return cannotRead(where, found, state)
      const tokens = { ...tokensOf(found), ...withoutCached(found) }
      if (tokens.input + tokens.output + tokens.cacheRead + tokens.unclassified === 0) return nothing
      const reason = problemWithTime(at, around.now)
      return reason ? cannotRead(where, reason, state) : tell(`stats.${model}`, at!, model, tokens, state)
    }),
  )
}

function cannotRead(where: string, reason: string, state: ParserState): Read {
  const words = `${where}: ${reason}`
  if (state.unread.includes(words)) return nothing
  state.unread = [...state.unread, words].slice(-maxUnread)
  return { answers: [], unread: [{ where, reason }] }
}

/** An answer, if it was not told of before or with other counts. It stays on the day on which it was first told of. */
function tell(name: string, at: number, model: string, tokens: Tokens, state: ParserState): Read {
  const word = [model, ...Object.values(tokens)].join(' ')
  const before = Object.hasOwn(state.told, name) ? state.told[name] : undefined
  if (before?.[1] === word) return nothing
  const first = before?.[0] ?? at
  state.told[name] = [first, word]
  const answer: Answer = {
    key: `gemini:${state.id}:${name}`,
    entryId: name,
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
 * The classes that prices know. Where the total is that of the other four, what came from the cache lies inside the
 * input; else it stands beside it. Thinking is written by the model; what tools are told is read by it.
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
