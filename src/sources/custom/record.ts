import type { Tokens } from '../../live/fact.ts'
import { countIfAny, countOf, dollarsIfAny, Implausible, plausibleTime } from '../files/plausible.ts'

/** Where in a line each thing stands: names with dots between them, from the outside in. */
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

/** What one line tells. */
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
 * Reads one line by its field paths. A line that has neither counts nor a cost is about something else: null. One that
 * has some of it, and not all or not plausibly, comes back as the reason.
 */
export function readRecord(
  line: Record<string, unknown>,
  paths: FieldPaths,
  counting: Counting,
  now: number,
): CustomRecord | null | { reason: string } {
  const at = (path: string | undefined) => (path === undefined ? undefined : valueAt(line, path))
  if (isAbsent(at(paths.input)) && isAbsent(at(paths.output)) && isAbsent(at(paths.cost))) return null
  try {
    return {
      at: plausibleTime(timeIn(at(paths.time)), now),
      model: word(at(paths.model)) ?? '',
      provider: word(at(paths.provider)) ?? '',
      tokens: tokensFrom(at, paths, counting),
      loggedUsd: dollarsIfAny(at(paths.cost)),
      session: name(at(paths.session)),
      id: name(at(paths.id)),
      project: word(at(paths.project)),
    }
  } catch (error) {
    if (error instanceof Implausible) return { reason: error.message }
    throw error
  }
}

function tokensFrom(at: (path: string | undefined) => unknown, paths: FieldPaths, counting: Counting): Tokens {
  const input = countOf(at(paths.input), 'input')
  const output = countOf(at(paths.output), 'output')
  const cacheRead = countIfAny(at(paths.cacheRead), 'cache read')
  const cacheWrite = countIfAny(at(paths.cacheWrite), 'cache write')
  const reasoning = countIfAny(at(paths.reasoning), 'reasoning')
  const uncached = counting.inputIncludesCache ? input - cacheRead - cacheWrite : input
  if (uncached < 0) throw new Implausible('more tokens from the cache than input')
  if (counting.outputIncludesReasoning && reasoning > output) throw new Implausible('more reasoning than output')
  return {
    input: uncached,
    output: counting.outputIncludesReasoning ? output : output + reasoning,
    cacheRead,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: 0,
    reasoning,
    unsplit: 0,
  }
}

/** The value at a path, only ever what the line itself holds; a number goes into a list. */
export function valueAt(line: Record<string, unknown>, path: string): unknown {
  let value: unknown = line
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** Seconds for as long as they are too few to be milliseconds of any year with agents. */
const mostSeconds = 1e11

function timeIn(value: unknown): number {
  const given = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
  if (typeof given === 'number') return Math.abs(given) < mostSeconds ? given * 1000 : given
  return typeof given === 'string' ? Date.parse(given) : Number.NaN
}

const isAbsent = (value: unknown) => value === undefined || value === null
const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 500) : null)
const name = (value: unknown) => (typeof value === 'number' ? String(value) : word(value))
