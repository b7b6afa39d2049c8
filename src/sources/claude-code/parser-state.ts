import type { SessionFact, UsageFact } from '../../facts/fact.ts'
import { record, word } from '../shared/parse-values.ts'
import type { Project } from '../shared/project.ts'
import type { Answer, Line } from './entry.ts'
import { isInterruption, wordsOf } from './first-prompt.ts'

/** What is remembered of a transcript between two readings: plain data, kept in the cursor. */
export type ParserState = {
  /** Where its work is done, as the first line with a directory says. */
  project: Project | null
  /** Whom it belongs to, in our ids; what was told once stays so. */
  ids: { agent: string; session: string } | null
  isSubagent: boolean
  /** Somebody spoke in it; a file in which nobody ever did is no session. */
  isSession: boolean
  parent: string | null
  /** The first time it says. What is older than its own beginning was copied from the session it was forked from. */
  begunAt: number | null
  lastAt: number | null
  customTitle: string | null
  ownTitle: string | null
  firstPrompt: string | null
  model: string | null
  branch: string | null
  lastRole: NonNullable<SessionFact['lastRole']> | null
  stopReason: string
  /** Tool calls without a result yet: id and name, oldest first. */
  openTools: [id: string, name: string][]
  contextTokens: number | null
  maxContextTokens: number
  /** How many answers without an id were read. */
  nameless: number
  /** An answer is written in a line for each of its pieces; it is told once they have passed. */
  pending: UsageFact | null
}

export const freshState = (isSubagent: boolean, parent: string | null): ParserState => ({
  project: null,
  ids: null,
  isSubagent,
  isSession: false,
  parent,
  begunAt: null,
  lastAt: null,
  customTitle: null,
  ownTitle: null,
  firstPrompt: null,
  model: null,
  branch: null,
  lastRole: null,
  stopReason: '',
  openTools: [],
  contextTokens: null,
  maxContextTokens: 0,
  nameless: 0,
  pending: null,
})

/** How an answer stopped, in the words that all sources use; null where it does not say. */
export function stopReasonOf(message: Line | undefined): string | null {
  const written = word(message?.stop_reason, 40)
  return written === null ? null : (stopReasons[written] ?? written)
}

const stopReasons: Record<string, string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'toolUse',
  pause_turn: 'toolUse',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
}

const maxOpenTools = 64

/** Names of the session, in lines of their own. */
export function noteTitle(state: ParserState, line: Line) {
  switch (line.type) {
    case 'custom-title':
      state.customTitle = word(line.customTitle, 500) ?? state.customTitle
      break
    case 'ai-title':
      state.ownTitle = word(line.aiTitle, 500) ?? state.ownTitle
      break
    case 'summary':
      state.ownTitle ??= word(line.summary, 500)
      break
  }
}

/** Advances the state by a line of the conversation itself: who spoke last, and whether anything is still going on. */
export function noteTurn(state: ParserState, line: Line, answer: Answer | undefined) {
  switch (line.type) {
    case 'user':
      state.isSession = true
      noteUser(state, line)
      break
    case 'assistant':
      state.isSession = true
      noteAssistant(state, line, answer)
      break
    case 'system':
      // Said once the model has had its say, in versions that do not write how it stopped.
      if (line.subtype === 'turn_duration' && state.lastRole === 'assistant') state.stopReason ||= 'stop'
      break
  }
}

function noteUser(state: ParserState, line: Line) {
  const results = blocksOf(line).filter(({ type }) => type === 'tool_result')
  if (results.length > 0) {
    const done = new Set(results.map(({ tool_use_id: id }) => id))
    state.openTools = state.openTools.filter(([id]) => !done.has(id))
    state.lastRole = 'tool'
    return
  }
  if (isInterruption(line)) {
    state.lastRole = 'assistant'
    state.stopReason = 'aborted'
    state.openTools = []
    return
  }
  const words = wordsOf(line)
  // The program talks to itself.
  if (words === null) return
  state.firstPrompt ??= words
  state.lastRole = 'user'
  state.stopReason = ''
  state.openTools = []
}

function noteAssistant(state: ParserState, line: Line, answer: Answer | undefined) {
  const message = record(line.message)
  const blocks = blocksOf(line)
  const tools = blocks.flatMap(({ type, id, name }): ParserState['openTools'] =>
    type === 'tool_use' && typeof id === 'string' && typeof name === 'string'
      ? [[id.slice(0, 100), name.slice(0, 100)]]
      : [],
  )
  const stopReason = stopReasonOf(message)
  state.lastRole = 'assistant'
  state.stopReason =
    line.isApiErrorMessage === true
      ? 'error'
      : stopReason !== null
        ? stopReason
        : // Not said yet: a call of a tool and a thought never end an answer.
          tools.length > 0 || blocks.some(({ type }) => type === 'thinking' || type === 'redacted_thinking')
          ? 'toolUse'
          : ''
  state.openTools = state.stopReason === 'toolUse' ? [...state.openTools, ...tools].slice(-maxOpenTools) : []
  const model = word(message?.model)
  if (model !== null && model !== '<synthetic>') state.model = model
  if (!answer) return
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = answer.tokens
  state.contextTokens = input + cacheRead + cacheWrite5m + cacheWrite1h
  state.maxContextTokens = Math.max(state.maxContextTokens, state.contextTokens)
}

function blocksOf(line: Line): Line[] {
  const content = record(line.message)?.content
  return Array.isArray(content) ? content.map(record).filter((block) => block !== undefined) : []
}

const usual = 200_000
const large = 1_000_000

/**
 * How much fits into the context, where it is sure: a transcript does not say whether somebody chose the large one, for
 * the models that have it, until more is in it than fits into the usual one.
 */
export function contextLimitOf(model: string | null, maxSeen: number): number | undefined {
  if (model?.endsWith('[1m]') || (maxSeen > usual && maxSeen <= large && model?.startsWith('claude'))) return large
  return model && maxSeen <= usual && /^claude-(3|haiku-4-5|opus-4-(0|1|5|\d{8})\b|opus-4$|instant|2)/.test(model)
    ? usual
    : undefined
}
