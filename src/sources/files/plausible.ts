import { canHaveBeen, isCount, mostUsd } from './limits.ts'

/** Why a line or a row cannot be counted, in words for people. Caught where the line is taken, never further out. */
export class Implausible extends Error {
  override name = 'Implausible'
}

/** A count of tokens of one class; `what` names it. Throws Implausible for anything that no answer can have. */
export function countOf(value: unknown, what: string): number {
  if (value === undefined || value === null) throw new Implausible(`no count of ${what} tokens`)
  if (!isCount(value)) throw new Implausible(`no answer has ${shown(value)} ${what} tokens`)
  return value
}

/** The same for a class that need not be there. */
export const countIfAny = (value: unknown, what: string) =>
  value === undefined || value === null ? 0 : countOf(value, what)

/** Dollars that were logged; null where nothing was. Throws Implausible for what is no sum of money. */
export function dollarsIfAny(value: unknown): number | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && value >= 0 && value <= mostUsd) return value
  throw new Implausible(`no answer costs ${shown(value)} dollars`)
}

/** A time in ms since the epoch, checked against the clock `now`. Throws Implausible. */
export function plausibleTime(at: number, now: number): number {
  if (!Number.isFinite(at)) throw new Implausible('no time')
  if (!canHaveBeen(at, now))
    throw new Implausible(Math.abs(at) < 8.64e15 ? `dated ${new Date(at).toISOString()}` : `dated ${shown(at)}`)
  return Math.round(at)
}

const shown = (value: unknown) => (typeof value === 'number' ? String(value) : JSON.stringify(value)).slice(0, 40)
