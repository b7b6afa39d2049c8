import type { Tokens } from '../../facts/fact.ts'
import { counts, dollars, problemWithTime, text, timeOf, word } from '../common/parse-values.ts'

/** The path of each field in a line: names with dots between them, from the outside in. */
export type FieldPaths = {
  time: string
  model: string
  input: string
  output: string
  provider?: string | undefined
  cacheRead?: string | undefined
  cacheWrite?: string | undefined
  reasoning?: string | undefined
  cost?: string | undefined
  session?: string | undefined
  id?: string | undefined
  project?: string | undefined
}

/** How the counts relate: whether the cached part lies in `input`, and reasoning in `output`. */
export type Counting = { inputIncludesCache: boolean; outputIncludesReasoning: boolean }

/** The content of one line. */
export type CustomRecord = {
  at: number
  model: string
  provider: string
  tokens: Tokens
  loggedUsd: number | null
  session: string | null
  id: string | null
  project: string | null
}

/**
 * Reads one line by its field paths. A line without counts and without a cost is about something else: null. For an
 * incomplete or implausible line the answer is the reason.
 */
export function readRecord(
  line: Record<string, unknown>,
  paths: FieldPaths,
  counting: Counting,
  now: number,
): CustomRecord | null | { reason: string } {
  const at = (path: string | undefined) => (path === undefined ? undefined : valueAt(line, path))
  if (isAbsent(at(paths.input)) && isAbsent(at(paths.output)) && isAbsent(at(paths.cost))) return null
  const tokens = tokensFrom(at, paths, counting)
  if (typeof tokens === 'string') return { reason: tokens }
  const loggedUsd = dollars(at(paths.cost))
  if (typeof loggedUsd === 'string') return { reason: loggedUsd }
  const when = timeOf(withoutQuotes(at(paths.time)))
  const whyNot = problemWithTime(when, now)
  if (whyNot !== undefined) return { reason: whyNot }
  return {
    at: when!,
    model: word(at(paths.model), maxOfWord) ?? '',
    provider: word(at(paths.provider), maxOfWord) ?? '',
    tokens,
    loggedUsd,
    session: name(at(paths.session)),
    id: wholeId(at(paths.id)),
    project: word(at(paths.project), maxOfWord),
  }
}

const maxOfWord = 500

function tokensFrom(at: (path: string | undefined) => unknown, paths: FieldPaths, counting: Counting): Tokens | string {
  const written = {
    input: at(paths.input),
    output: at(paths.output),
    'cache read': at(paths.cacheRead),
    'cache write': at(paths.cacheWrite),
    reasoning: at(paths.reasoning),
  }
  const found = counts(written, ['input', 'output'], ['cache read', 'cache write', 'reasoning'])
  if (typeof found === 'string') return found
  const { input, output, 'cache read': cacheRead, 'cache write': cacheWrite, reasoning } = found
  const uncached = counting.inputIncludesCache ? input - cacheRead - cacheWrite : input
  if (uncached < 0) return 'more tokens from the cache than input'
  if (counting.outputIncludesReasoning && reasoning > output) return 'more reasoning than output'
  return {
    input: uncached,
    output: counting.outputIncludesReasoning ? output : output + reasoning,
    cacheRead,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: 0,
    reasoning,
    unclassified: 0,
  }
}

/** The value at a path, of own properties only; a number is an index into a list. */
export function valueAt(line: Record<string, unknown>, path: string): unknown {
  let value: unknown = line
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** Some programs write numbers as texts. */
const withoutQuotes = (value: unknown) =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value

const isAbsent = (value: unknown) => value === undefined || value === null
/** An id of any length, of which a hash is kept. */
const wholeId = (value: unknown) => (typeof value === 'number' ? String(value) : text(value))
const name = (value: unknown) => (typeof value === 'number' ? String(value) : word(value, maxOfWord))
