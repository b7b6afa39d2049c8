import type { Tokens } from '../../facts/fact.ts'
import { counts, dollars, problemWithTime, record, timeOf, word } from '../shared/parse-values.ts'

/** A line of a transcript as it was parsed. Everything may be missing: foreign data is not trusted. */
export type Line = Record<string, unknown>

/** The model answer that a line tells of. */
export type Answer = {
  /** Null where whoever answered gave no id: such a line stands for itself. */
  messageId: string | null
  requestId: string | null
  at: number
  model: string
  tokens: Tokens
  loggedUsd: number | null
  fast: boolean
  placeholder: boolean
  /** Written for a sub-agent, or replayed to one. */
  sidechain: boolean
}

/** Why something cannot be read. */
type Reason = { reason: string }

/** What is written before an answer is whole says no more than this many tokens of output. */
const maxOfPlaceholder = 64

/**
 * The answer in a line, undefined where there is none or it used nothing, else the reason why it cannot be summed.
 * `at` is the time of the line. Never throws.
 */
export function answerIn(line: Line, at: number | Reason): Answer | Reason | undefined {
  const message = record(line.message)
  const usage = record(message?.usage)
  if (!message || !usage) return undefined
  const empty = emptyIn(line, message)
  if (empty) return { reason: `its ${empty} is empty` }

  const split = record(usage.cache_creation)
  const said = {
    input: usage.input_tokens,
    output: usage.output_tokens,
    'cache read': usage.cache_read_input_tokens,
    'cache write': usage.cache_creation_input_tokens,
    'cache write (5 m)': split?.ephemeral_5m_input_tokens,
    'cache write (1 h)': split?.ephemeral_1h_input_tokens,
  }
  const found = counts(
    said,
    ['input', 'output'],
    ['cache read', 'cache write', 'cache write (5 m)', 'cache write (1 h)'],
  )
  if (typeof found === 'string') return { reason: found }
  const { input, output, 'cache read': cacheRead, 'cache write (1 h)': cacheWrite1h } = found
  const tokens: Tokens = {
    input,
    output,
    cacheRead,
    // Whatever is not said to last an hour lasts five minutes.
    cacheWrite5m: Math.max(found['cache write (5 m)'], found['cache write'] - cacheWrite1h),
    cacheWrite1h,
    reasoning: 0,
    unclassified: 0,
  }
  if (totalOf(tokens) === 0) return undefined

  if (typeof at !== 'number') return at
  const loggedUsd = dollars(line.costUSD)
  return {
    messageId: word(message.id),
    requestId: word(line.requestId),
    at,
    model: word(message.model) ?? '',
    tokens,
    // The tokens count, whatever it says that they cost.
    loggedUsd: typeof loggedUsd === 'number' ? loggedUsd : null,
    fast: usage.speed === 'fast',
    placeholder: message.stop_reason === null && output <= maxOfPlaceholder,
    sidechain: line.isSidechain === true,
  }
}

/** What makes two lines the same answer, wherever they stand; null for a line that stands for itself. */
export function keyOf({ messageId, requestId }: Answer): string | null {
  if (messageId === null) return null
  return requestId === null ? `claude-code:${messageId}` : `claude-code:${messageId}:${requestId}`
}

/**
 * Which of several readings of one answer stands: its own conversation goes before a sub-agent's, then the larger
 * count, then the one that is whole, then the one that says how fast it was, then the file in which it was first said.
 */
export function rankOf({ sidechain, tokens, placeholder }: Answer, saysSpeed: boolean, isCopy: boolean): number {
  const [whole, fast, first] = [!placeholder, saysSpeed, !isCopy].map(Number)
  return Number(!sidechain) * 2 ** 40 + totalOf(tokens) * 8 + whole! * 4 + fast! * 2 + first!
}

/** Lines without a request, and lines of sub-agents, may repeat what stands elsewhere. */
export const isReplayed = ({ messageId, requestId, sidechain }: Answer) =>
  messageId !== null && (requestId === null || sidechain)

const totalOf = ({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: Tokens) =>
  input + output + cacheRead + cacheWrite5m + cacheWrite1h

/** A time as it is written, or the reason why it cannot be one. */
export function timeIn(value: unknown, now: number): number | Reason {
  const at = timeOf(value)
  const reason = problemWithTime(at, now)
  return reason === undefined ? at! : { reason }
}

/** Without an id nobody can say what is the same; an empty one is a mistake. */
function emptyIn(line: Line, message: Line) {
  if (message.id === '') return 'message.id'
  if (message.model === '') return 'message.model'
  if (line.requestId === '') return 'requestId'
  return line.sessionId === '' ? 'sessionId' : undefined
}
