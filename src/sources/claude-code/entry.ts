import type { Tokens } from '../../facts/fact.ts'
import type { Tier } from '../../facts/tier.ts'
import { skipTopCompiler } from '../../lib/skip-top-compiler.ts'
import { counts, id, number, problemWithTime, record, timeOf, word } from '../common/parse-values.ts'

/** A line of a transcript as it was parsed. Everything may be missing: foreign data is not trusted. */
export type Line = Record<string, unknown>

/** The model answer in a line. */
export type Answer = {
  /** Null where the service gave no id: the line is an answer of its own. */
  messageId: string | null
  requestId: string | null
  at: number
  model: string
  tokens: Tokens
  loggedUsd: number | null
  tier: Tier | undefined
  usOnly: boolean
  searches: number
  placeholder: boolean
  /** The line was written for a sub-agent, or is a replay for one. */
  sidechain: boolean
}

/** The reason why something cannot be read. */
type Reason = { reason: string }

/** A placeholder, which is written before the answer is whole, has at most this many tokens of output. */
const maxOfPlaceholder = 64

/**
 * The answer in a line; undefined where there is none or it used nothing, or the reason why it cannot be counted. `at`
 * is the time of the line. Never throws.
 */
export function answerIn(line: Line, at: number | Reason): Answer | Reason | undefined {
  const message = record(line.message)
  const usage = record(message?.usage)
  if (!message || !usage) return undefined
  const empty = emptyIn(line, message)
  if (empty) return { reason: `its ${empty} is empty` }

  const split = record(usage.cache_creation)
  const written = {
    input: usage.input_tokens,
    output: usage.output_tokens,
    'cache read': usage.cache_read_input_tokens,
    'cache write': usage.cache_creation_input_tokens,
    'cache write (5 m)': split?.ephemeral_5m_input_tokens,
    'cache write (1 h)': split?.ephemeral_1h_input_tokens,
  }
  const found = counts(
    written,
    ['input', 'output'],
    ['cache read', 'cache write', 'cache write (5 m)', 'cache write (1 h)'],
  )
  if (typeof found === 'string') return { reason: found }
  const { input, output, 'cache read': cacheRead, 'cache write (1 h)': cacheWrite1h } = found
  const tokens: Tokens = {
    input,
    output,
    cacheRead,
    // Cache writes without a stated duration last five minutes.
    cacheWrite5m: Math.max(found['cache write (5 m)'], found['cache write'] - cacheWrite1h),
    cacheWrite1h,
    reasoning: 0,
    unclassified: 0,
  }
  if (totalOf(tokens) === 0) return undefined

  if (typeof at !== 'number') return at
  return {
    messageId: id(message.id),
    requestId: id(line.requestId),
    at,
    model: word(message.model) ?? '',
    tokens,
    loggedUsd: number(line.costUSD),
    tier: tierIn(usage),
    usOnly: usage.inference_geo === 'us',
    searches: searchCount(record(usage.server_tool_use)?.web_search_requests),
    placeholder: message.stop_reason === null && output <= maxOfPlaceholder,
    sidechain: line.isSidechain === true,
  }
}

/** A fast answer has a price of its own, and so has one of a batch; what Anthropic calls priority is paid by contract. */
const tierIn = ({ speed, service_tier }: Line): Tier | undefined =>
  speed === 'fast' ? 'priority' : service_tier === 'batch' ? 'batch' : undefined

const searchCount = (value: unknown) => (Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0)

/** How many searches the line of a result reports: its tool asks a model of its own, whose answer is in no transcript. */
export function searchesIn({ toolUseResult }: Line): number {
  const result = record(toolUseResult)
  if (typeof result?.query !== 'string' || !Array.isArray(result.results)) return 0
  // A search that failed stands there as a text, and costs nothing.
  return result.results.filter((found) => typeof record(found)?.tool_use_id === 'string').length
}

/** The key of an answer: lines with the same key hold the same answer; null for a line that is an answer of its own. */
export function keyOf({ messageId, requestId }: Answer): string | null {
  if (messageId === null) return null
  return requestId === null ? `claude-code:${messageId}` : `claude-code:${messageId}:${requestId}`
}

/**
 * The rank of a reading of an answer: its own conversation precedes a sub-agent's, then the larger count, then the one
 * that is whole, then the one that states its speed, then the file in which it was written first.
 */
export function rankOf({ sidechain, tokens, placeholder }: Answer, saysSpeed: boolean, isCopy: boolean): number {
  const [whole, fast, first] = [!placeholder, saysSpeed, !isCopy].map(Number)
  return Number(!sidechain) * 2 ** 40 + totalOf(tokens) * 8 + whole! * 4 + fast! * 2 + first!
}

/** Lines without a request id, and lines of sub-agents, may be copies of lines elsewhere. */
export const isReplayed = ({ messageId, requestId, sidechain }: Answer) =>
  messageId !== null && (requestId === null || sidechain)

const totalOf = ({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: Tokens) =>
  input + output + cacheRead + cacheWrite5m + cacheWrite1h

/** The time in a field, or the reason why it is impossible. */
export function timeIn(value: unknown, now: number): number | Reason {
  const at = timeOf(value)
  const reason = problemWithTime(at, now)
  return reason === undefined ? at! : { reason }
}

/** The name of an id that is empty: an absent id is allowed, an empty one is a mistake. */
function emptyIn(line: Line, message: Line) {
  if (message.id === '') return 'message.id'
  if (message.model === '') return 'message.model'
  if (line.requestId === '') return 'requestId'
  return line.sessionId === '' ? 'sessionId' : undefined
}

skipTopCompiler(answerIn, rankOf)
