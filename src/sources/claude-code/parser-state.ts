import type { SessionFact, UsageFact } from '../../facts/fact.ts'
import { maxText } from '../../facts/kinds.ts'
import { skipTopCompiler } from '../../lib/skip-top-compiler.ts'
import { id as idOf, meaning, record, text, word } from '../common/parse-values.ts'
import type { Project } from '../common/project.ts'
import type { Answer, Line } from './entry.ts'
import { isInterruption, wordsOf } from './first-prompt.ts'

/** What is remembered of a transcript between two readings: plain data, stored in the cursor. */
export type ParserState = {
  /** The project, from the first line with a directory. */
  project: Project | null
  /** The ids of its agent and session in ours; once set they stay. */
  ids: { agent: string; session: string } | null
  isSubagent: boolean
  /** True once a message was read: a file without messages is no session. */
  isSession: boolean
  parent: string | null
  /** The first time in the file. Entries that are older were copied from the session it was forked from. */
  begunAt: number | null
  lastAt: number | null
  customTitle: string | null
  ownTitle: string | null
  firstPrompt: string | null
  model: string | null
  branch: string | null
  lastRole: NonNullable<SessionFact['lastRole']> | null
  stopReason: string
  /** The text of the error that ended the last turn; '' where none did. */
  error: string
  /** Tool calls without a result yet: id and name, oldest first. */
  openTools: [id: string, name: string][]
  contextTokens: number | null
  maxContextTokens: number
  /** The number of answers without an id so far. */
  nameless: number
  /** An answer has a line for each of its blocks; it is held here until the next answer begins. */
  pending: UsageFact | null
  /** How many searches the tool calls of the answer in `pending` or `searching` have made. */
  toolSearches: number
  /** An answer that was passed on while a search that it asked for had no result yet. */
  searching: UsageFact | null
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
  error: '',
  openTools: [],
  contextTokens: null,
  maxContextTokens: 0,
  nameless: 0,
  pending: null,
  toolSearches: 0,
  searching: null,
})

/** How an answer stopped, in the words that all sources use; null where the message does not say. */
export function stopReasonOf(message: Line | undefined): string | null {
  const written = word(message?.stop_reason, 40)
  return written === null ? null : (meaning(stopReasons, written) ?? written)
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

/** Notes a name of the session, from a line of its own. */
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

/** Notes a line of the conversation itself: who spoke last, and whether a run is going on. */
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
      // Versions that do not write how an answer stopped write this line when a turn is over.
      if (line.subtype === 'turn_duration' && state.lastRole === 'assistant') state.stopReason ||= 'stop'
      break
  }
}

function noteUser(state: ParserState, line: Line) {
  const results = blocksOf(line).filter(({ type }) => type === 'tool_result')
  if (results.length > 0) {
    const done = new Set(results.map(({ tool_use_id: id }) => idOf(id)))
    state.openTools = state.openTools.filter(([id]) => !done.has(id))
    state.lastRole = 'tool'
    state.error = ''
    return
  }
  if (isInterruption(line)) {
    state.lastRole = 'assistant'
    state.stopReason = 'aborted'
    state.error = ''
    state.openTools = []
    return
  }
  const words = wordsOf(line)
  // The line holds no words of a person.
  if (words === null) return
  state.firstPrompt ??= words
  state.lastRole = 'user'
  state.stopReason = ''
  state.error = ''
  state.openTools = []
}

function noteAssistant(state: ParserState, line: Line, answer: Answer | undefined) {
  const message = record(line.message)
  const blocks = blocksOf(line)
  const tools = blocks.flatMap(({ type, id, name }): ParserState['openTools'] =>
    type === 'tool_use' && typeof id === 'string' && typeof name === 'string'
      ? [[idOf(id) ?? '', word(name) ?? '']]
      : [],
  )
  const stopReason = stopReasonOf(message)
  state.lastRole = 'assistant'
  state.stopReason =
    line.isApiErrorMessage === true
      ? 'error'
      : stopReason !== null
        ? stopReason
        : // A line without a reason to stop: a call of a tool and a thought never end an answer.
          tools.length > 0 || blocks.some(({ type }) => type === 'thinking' || type === 'redacted_thinking')
          ? 'toolUse'
          : ''
  state.error = line.isApiErrorMessage === true ? errorIn(blocks) : ''
  state.openTools = state.stopReason === 'toolUse' ? [...state.openTools, ...tools].slice(-maxOpenTools) : []
  const model = word(message?.model)
  if (model !== null && model !== '<synthetic>') state.model = model
  if (!answer) return
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = answer.tokens
  state.contextTokens = input + cacheRead + cacheWrite5m + cacheWrite1h
  state.maxContextTokens = Math.max(state.maxContextTokens, state.contextTokens)
}

const errorIn = (blocks: Line[]) =>
  word(
    blocks.map((block) => text(block.text)).find((words) => words !== null),
    maxText,
  ) ?? ''

function blocksOf(line: Line): Line[] {
  const content = record(line.message)?.content
  return Array.isArray(content) ? content.map(record).filter((block) => block !== undefined) : []
}

const usual = 200_000
const large = 1_000_000

/**
 * The size of the context window where the transcript proves it: a person who chose the large one is seen to have done so
 * once more is in it than fits into the usual one. Else it is that of the model.
 */
export const contextLimitOf = (model: string | null, maxSeen: number): number | undefined =>
  model?.endsWith('[1m]') || (maxSeen > usual && maxSeen <= large && model?.startsWith('claude')) ? large : undefined

skipTopCompiler(noteTurn, noteAssistant, blocksOf)
