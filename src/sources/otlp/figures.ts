import type { StatedFigure } from '../../facts/stated-figure.ts'
import { type Attributes, type LogRecord, numberIn, type SumPoint } from './signals.ts'

/** Which command line a service is, and who is paid for its answers, by the name that its transcripts have. */
type Agent = Pick<StatedFigure, 'runtime' | 'provider'>

/** What a record states, and whether it is about one request. */
type Stated = { figure: StatedFigure; isRequest: boolean }

/** A record that states something which cannot be used: why not, in half a sentence. */
type Refused = { reason: string }

/** The command line that sends under a name; undefined for every other program. */
export function agentOf(service: string): Agent | undefined {
  if (service === 'claude-code') return { runtime: 'claude-code', provider: 'anthropic' }
  if (service === 'gemini-cli') return { runtime: 'gemini', provider: 'google' }
  // Codex calls itself by how it was started: codex_cli_rs, codex_exec, codex_vscode.
  return /^codex([_-]|$)/.test(service) ? { runtime: 'codex', provider: 'openai' } : undefined
}

/** How the key of a figure about one request begins. */
export const ofRequest = 'request '

/** How far in the future a clock may be. */
const maxAheadMs = 24 * 3_600_000

/** What a record of a log states that a request cost; undefined for one that is about something else. */
export function figureOfLog(record: LogRecord, now: number): Stated | Refused | undefined {
  const agent = agentOf(record.service)
  const { attributes } = record
  const read = requests.get(word(attributes, 'event.name'))
  if (!agent || !read) return undefined
  const request = read(attributes, record.nano)
  if (!request) return undefined
  const at = timeOf(attributes, record.at)
  const problem = problemWith(at, now)
  if (problem) return { reason: problem }
  const { duration, ...stated } = request
  const since = at! - (duration !== null && duration > 0 ? duration : 0)
  return {
    isRequest: true,
    figure: { ...blank(agent, now), model: word(attributes, 'model'), ...stated, since, at: at! },
  }
}

type Request = Pick<StatedFigure, 'key' | 'sessionKey' | 'usd' | 'tokens'> & { duration: number | null }

/** The events that are written for each answer of a model. */
type ReadRequest = (attributes: Attributes, nano: string) => Request | undefined

const requests = new Map<string, ReadRequest>(
  Object.entries({
    api_request(attributes, nano) {
      const session = word(attributes, 'session.id')
      const request = word(attributes, 'request_id')
      const usd = count(attributes, 'cost_usd')
      if (usd === null) return undefined
      const tokens = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens']
      return {
        key: `${ofRequest}${request === '' ? `${session} ${nano} ${word(attributes, 'event.sequence')}` : request}`,
        sessionKey: session,
        usd,
        tokens: sumOf(attributes, tokens),
        duration: count(attributes, 'duration_ms'),
      }
    },

    'codex.sse_event'(attributes, nano) {
      const [input, output] = [count(attributes, 'input_token_count'), count(attributes, 'output_token_count')]
      // The event is written twice, once without its counts.
      if (word(attributes, 'event.kind') !== 'response.completed' || input === null || output === null) return undefined
      const session = word(attributes, 'conversation.id')
      return {
        key: `${ofRequest}${session} ${nano} ${input} ${output}`,
        sessionKey: session,
        usd: null,
        tokens: input + output,
        duration: null,
      }
    },

    'gemini_cli.api_response'(attributes, nano) {
      const tokens = count(attributes, 'total_token_count')
      const session = word(attributes, 'session.id')
      if (tokens === null) return undefined
      return {
        key: `${ofRequest}${session} ${nano} ${tokens}`,
        sessionKey: session,
        usd: null,
        tokens,
        duration: count(attributes, 'duration_ms'),
      }
    },
  } satisfies Record<string, ReadRequest>),
)

/**
 * What a point of a sum states. A sum that counts from its beginning is one figure that grows, under one key; one that
 * counts from the point before is a figure for each point.
 */
export function figureOfPoint(point: SumPoint, now: number): Stated | Refused | undefined {
  const agent = agentOf(point.service)
  const of = metrics.get(point.metric)
  if (!agent || !of) return undefined
  const problem = point.value < 0 ? 'less than nothing' : problemWith(point.at, now)
  if (problem) return { reason: problem }
  const { attributes, value, isTotal, nano } = point
  const since = point.since ?? point.at!
  const series = [...attributes].filter(([name]) => isOfSeries(name)).map(([name, value]) => `${name}=${value}`)
  const named = `${point.metric} ${series.sort().join(' ')} ${isTotal ? `since ${since}` : nano}`
  return {
    isRequest: false,
    figure: {
      ...blank(agent, now),
      key: named.slice(0, maxKey),
      model: word(attributes, 'model'),
      sessionKey: word(attributes, 'session.id'),
      since: Math.min(since, point.at!),
      at: point.at!,
      usd: of === 'usd' ? value : null,
      tokens: of === 'tokens' ? value : null,
    },
  }
}

const metrics = new Map<string, 'usd' | 'tokens'>([
  ['claude_code.cost.usage', 'usd'],
  ['claude_code.token.usage', 'tokens'],
  ['gemini_cli.token.usage', 'tokens'],
])

const maxKey = 1_000

/** Attributes that say who a person is tell no two series of one session apart. */
const isOfSeries = (name: string) => !/^(user|organization|installation|terminal|auth_type|interactive)/.test(name)

const blank = ({ runtime, provider }: Agent, now: number) => ({
  witness: 'otlp' as const,
  runtime,
  provider,
  counter: '',
  saidAt: now,
  note: '',
})

/** When something happened: the time of the record, else the one among its attributes. */
function timeOf(attributes: Attributes, at: number | null): number | null {
  if (at !== null) return at
  const written = Date.parse(word(attributes, 'event.timestamp'))
  return Number.isNaN(written) ? null : written
}

function problemWith(at: number | null, now: number): string | undefined {
  if (at === null) return 'a figure without a time'
  return at > now + maxAheadMs ? 'a figure of the future' : undefined
}

function word(attributes: Attributes, name: string): string {
  const value = attributes.get(name)
  return value === undefined ? '' : String(value)
}

/** A number that is none or more; null where there is no such attribute. */
function count(attributes: Attributes, name: string): number | null {
  const value = numberIn(attributes.get(name))
  return value === null || value < 0 ? null : value
}

const sumOf = (attributes: Attributes, names: string[]) =>
  names.reduce((sum, name) => sum + (count(attributes, name) ?? 0), 0)
