import { maxName, maxPath, maxTokens, maxUsd } from '../../facts/kinds.ts'
import { sha256 } from '../../lib/crypto.ts'

/**
 * The gate for the values of foreign records: what a source keeps of one passes here first. A value of another type is
 * as if it were not there; the reason why something cannot be counted is a text for people. What is kept has a bounded
 * length. The bounds of the facts themselves stand in `facts/fact-bounds.ts`: a text stays a character longer here than
 * there, so that the last check sees, counts and names what was cut.
 */
type Foreign = Record<string, unknown>

export const record = (value: unknown): Foreign | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : undefined

/** A text that is not empty, of any length: for inspection, not for storage. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A name, cut behind its longest. */
export const word = (value: unknown, maxLength = maxName): string | null => text(value)?.slice(0, maxLength + 1) ?? null

/** A foreign id: unchanged where it is short and printable, else a hash of it, because a part of an id is another id. */
export function id(value: unknown): string | null {
  const found = text(value)
  if (found === null || (/^[\x21-\x7e]{1,200}$/.test(found) && found !== '__proto__')) return found
  return sha256(found).slice(0, 32)
}

/** What a table of ours says of a foreign word; undefined for a word that it does not have, `constructor` among them. */
export const meaning = <Value>(table: Record<string, Value>, value: unknown): Value | undefined =>
  typeof value === 'string' && Object.hasOwn(table, value) ? table[value] : undefined

export function path(value: unknown): string | null {
  const found = text(value)
  return found !== null && found.length <= maxPath ? found : null
}

/** A finite number. */
export const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

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
export const safeId = (id: string) => (/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(id) ? id : sha256(id).slice(0, 32))

const maxOpening = 120

/** The first words of a person as one short line; null where no words are left. */
export function firstPromptOf(words: string): string | null {
  const line = words.slice(0, 4_000).replace(/\s+/g, ' ').trim()
  return line === '' ? null : shortened(line, maxOpening)
}

/** A text that ends with an ellipsis where it is too long, and not within a character. */
export const shortened = (line: string, max: number) =>
  line.length > max
    ? `${line
        .slice(0, max - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`
    : line
