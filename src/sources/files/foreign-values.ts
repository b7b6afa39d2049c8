import { createHash } from 'node:crypto'
import { canHaveBeen, mostTokens } from './limits.ts'

/** Values of foreign records, taken as what they are or not at all. */

export const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export const record = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

/**
 * The counts of these names, or why they are none: `required` ones must be there, the others are 0 where they are not.
 */
export function counts<Name extends string>(
  values: Record<string, unknown>,
  required: readonly Name[],
  optional: readonly Name[] = [],
): Record<Name, number> | string {
  const found = {} as Record<Name, number>
  for (const name of [...required, ...optional]) {
    const value = values[name] ?? (required.includes(name) ? undefined : 0)
    if (value === undefined) return `${name} is not there`
    if (typeof value !== 'number' || !Number.isInteger(value)) return `${name} is not a whole number`
    if (value < 0) return `${name} is ${value}`
    if (value > mostTokens) return `${name} is ${value}, more than any answer has`
    found[name] = value
  }
  return found
}

/** A time as text (RFC 3339) or as a number of seconds or ms; undefined where it is none. */
export function timeOf(value: unknown): number | undefined {
  const at =
    typeof value === 'number'
      ? value < 1e11
        ? value * 1_000
        : value
      : typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? Math.round(at) : undefined
}

/** Why nothing can have happened at a time; undefined where it can. */
export function whyNotThen(at: number | undefined, now: number): string | undefined {
  if (at === undefined) return 'no time is written'
  if (!canHaveBeen(at, now)) return `dated ${new Date(at).toISOString().slice(0, 10)}`
  return undefined
}

/** A foreign id as part of ours: itself where it is safe in a path, else a hash of it. */
export const safeId = (id: string) =>
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 32)

/** The first words of a person as one short line; undefined where nothing is left of them. */
export function openingOf(words: string): string | undefined {
  const line = words.slice(0, 2_000).replace(/\s+/g, ' ').trim()
  return line === '' ? undefined : line.length > 120 ? `${line.slice(0, 119).trimEnd()}…` : line
}
