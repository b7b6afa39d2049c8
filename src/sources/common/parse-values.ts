import { createHash } from 'node:crypto'

/**
 * Values of foreign records, with a check of their type. A value of another type is null; the reason why something
 * cannot be counted is a text for people.
 */
type Foreign = Record<string, unknown>

export const record = (value: unknown): Foreign | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : undefined

/** A text that is not empty, of any length: for inspection, not for storage. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A name or an id, cut to a maximum length. */
export const word = (value: unknown, maxLength = 200): string | null => text(value)?.slice(0, maxLength) ?? null

/** No system has longer paths. */
const maxPath = 4_096

export function path(value: unknown): string | null {
  const found = text(value)
  return found !== null && found.length <= maxPath ? found : null
}

/** A finite number. */
export const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** Limits that no answer of a model can exceed: a larger number is a mistake and must not enter a sum. */
export const maxTokens = 1e9
export const maxUsd = 1e5

/**
 * The counts of these classes of tokens, or the reason why they cannot be used. `required` classes must be present, the
 * others default to 0.
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

/** Logged dollars; null where none were logged, or the reason why the value is no amount of money. */
export function dollars(value: unknown): number | null | string {
  if (value === undefined || value === null) return null
  return typeof value === 'number' && value >= 0 && value <= maxUsd ? value : `no answer costs ${shown(value)} dollars`
}

const shown = (value: unknown) =>
  (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? '?')).slice(0, 40)

/** A smaller number is a time in seconds: as milliseconds it would lie before 1974. */
const minMs = 1e11
/** The latest time that a Date can hold. */
const maxMs = 8.64e15

/** A time from text (RFC 3339) or from a number of seconds or ms, in ms; null for anything else. */
export function timeOf(value: unknown): number | null {
  const at =
    typeof value === 'number'
      ? value < minMs
        ? value * 1_000
        : value
      : typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN
  return Number.isFinite(at) && Math.abs(at) < maxMs ? Math.round(at) : null
}

/** No agent existed before this time. A time more than two days ahead comes from a wrong clock. */
const earliest = Date.UTC(2020, 0, 1)
const aheadMs = 2 * 86_400_000

/** The reason why a time (ms) is impossible, by the clock `now`; undefined for a possible time. */
export function problemWithTime(at: number | null | undefined, now: number): string | undefined {
  if (at === null || at === undefined) return 'no time'
  if (at >= earliest && at <= now + aheadMs) return undefined
  return `dated ${Math.abs(at) < maxMs ? new Date(at).toISOString().slice(0, 10) : at}`
}

/** A foreign id as a part of our ids: unchanged where it is safe in a path, else a hash of it. */
export const safeId = (id: string) =>
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 32)

const maxOpening = 120

/** The first words of a person as one short line; null where no words are left. */
export function firstPromptOf(words: string): string | null {
  const line = words.slice(0, 4_000).replace(/\s+/g, ' ').trim()
  return line === '' ? null : line.length > maxOpening ? `${line.slice(0, maxOpening - 1).trimEnd()}…` : line
}
