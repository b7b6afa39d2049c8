import { createHash } from 'node:crypto'

/**
 * Values of foreign records, taken as what they are or not at all. What is no such value is null; why something cannot
 * be counted is a text, in words for people.
 */
type Foreign = Record<string, unknown>

export const record = (value: unknown): Foreign | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : undefined

/** A text that says something, however long it is: to be looked at, not to be kept. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A name or an id, cut where no name goes on. */
export const word = (value: unknown, most = 200): string | null => text(value)?.slice(0, most) ?? null

/** Longer ones are no directories of any system. */
const maxPath = 4_096

export function path(value: unknown): string | null {
  const said = text(value)
  return said !== null && said.length <= maxPath ? said : null
}

/** A number that is one. */
export const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** What no answer of a model can have: such a number is a mistake, and must not become a sum. */
export const maxTokens = 1e9
export const maxUsd = 1e5

/**
 * The counts of tokens of these classes, or why they are none: `required` ones must be there, the others are 0 where
 * they are not.
 */
export function counts<Name extends string>(
  values: { [Class in Name]?: unknown },
  required: readonly Name[],
  optional: readonly Name[] = [],
): Record<Name, number> | string {
  const found = {} as Record<Name, number>
  for (const name of [...required, ...optional]) {
    const value: unknown = values[name] ?? (required.includes(name) ? undefined : 0)
    if (value === undefined) return `no count of ${name} tokens`
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > maxTokens)
      return `no answer has ${shown(value)} ${name} tokens`
    found[name] = value
  }
  return found
}

/** Dollars that were logged; null where nothing was, or why it is no sum of money. */
export function dollars(value: unknown): number | null | string {
  if (value === undefined || value === null) return null
  return typeof value === 'number' && value >= 0 && value <= maxUsd ? value : `no answer costs ${shown(value)} dollars`
}

const shown = (value: unknown) =>
  (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? '?')).slice(0, 40)

/** What is less is meant in seconds: as ms it would lie before any agent. */
const leastMs = 1e11
/** Beyond it no calendar goes. */
const maxMs = 8.64e15

/** A time as text (RFC 3339) or as a number of seconds or ms; null where it is none. */
export function timeOf(value: unknown): number | null {
  const at =
    typeof value === 'number'
      ? value < leastMs
        ? value * 1_000
        : value
      : typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN
  return Number.isFinite(at) && Math.abs(at) < maxMs ? Math.round(at) : null
}

/** There were no agents before; and whose clock is two days ahead tells nobody's time. */
const earliest = Date.UTC(2020, 0, 1)
const aheadMs = 2 * 86_400_000

/** Why nothing can have happened at a time (ms), by the clock `now`; undefined where it can. */
export function problemWithTime(at: number | null | undefined, now: number): string | undefined {
  if (at === null || at === undefined) return 'no time'
  if (at >= earliest && at <= now + aheadMs) return undefined
  return `dated ${Math.abs(at) < maxMs ? new Date(at).toISOString().slice(0, 10) : at}`
}

/** A foreign id as part of ours: itself where it is safe in a path, else a hash of it. */
export const safeId = (id: string) =>
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 32)

const maxOpening = 120

/** The first words of a person as one short line; null where nothing is left of them. */
export function firstPromptOf(words: string): string | null {
  const line = words.slice(0, 4_000).replace(/\s+/g, ' ').trim()
  return line === '' ? null : line.length > maxOpening ? `${line.slice(0, maxOpening - 1).trimEnd()}…` : line
}
