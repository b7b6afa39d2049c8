import type { Severity } from '../rule.ts'

/**
 * The rule that decides when something is broken: pure, on plain data, and the same over live readings, made-up ones and
 * a month of kept ones. Times that pass are those of the clock that nobody sets.
 */

/** A line, and on which side of it something is broken. */
export type Line = {
  side: 'above' | 'below'
  value: number
  severeValue: number | null
  /** Beyond this it is over. */
  clear: number
  /** For how long it has to be broken, and calm, before that counts. */
  forMs: number
  calmMs: number
  severity: Severity
}

export type Reading = {
  at: number
  steadyMs: number
  /** How far apart readings are just now. */
  everyMs: number
  /** Null where nothing is known. */
  value: number | null
}

type Firing = { since: number; severity: Severity; peak: number | null; peakAt: number | null }

export type WatchState = {
  last: { at: number; steadyMs: number } | null
  /** Since when it is broken, severely broken, calm or unknown, by the steady clock. */
  brokenMs: number | null
  brokenAt: number | null
  severeMs: number | null
  calmMs: number | null
  unknownMs: number | null
  worst: { value: number; at: number } | null
  firing: Firing | null
}

export type Change =
  | { kind: 'opened'; firing: Firing }
  | { kind: 'escalated'; firing: Firing }
  | { kind: 'peaked'; firing: Firing }
  | { kind: 'closed'; firing: Firing; how: 'over' | 'gone' }

export const calm: WatchState = {
  last: null,
  brokenMs: null,
  brokenAt: null,
  severeMs: null,
  calmMs: null,
  unknownMs: null,
  worst: null,
  firing: null,
}

/** Two clocks that disagree by more than this: somebody set one of them, or the machine slept. */
const jumpMs = 15_000
/** After so long without a reading nobody knows any more whether it is broken. */
const goneMs = 10 * 60_000

/** Whether a reading follows the one before without a gap and without a jump of the clock. */
export function follows(last: WatchState['last'], { at, steadyMs, everyMs }: Reading): boolean {
  if (last === null) return true
  const passedMs = steadyMs - last.steadyMs
  return passedMs >= 0 && passedMs <= Math.max(60_000, 3 * everyMs) && Math.abs(at - last.at - passedMs) <= jumpMs
}

/** What a reading comes to. Nothing begins by an unknown value, a gap or a clock that was set. */
export function judge(line: Line, before: WatchState, reading: Reading): { state: WatchState; change: Change | null } {
  const { at, steadyMs, value } = reading
  const state: WatchState = { ...before, last: { at, steadyMs } }
  if (!follows(before.last, reading)) {
    state.brokenMs = state.severeMs = state.calmMs = state.unknownMs = state.brokenAt = null
    state.worst = null
  }
  if (value === null) return unknown(state, reading)

  state.unknownMs = null
  const isBroken = isBeyond(line.side, value, line.value)
  const isSevere = line.severeValue !== null && isBeyond(line.side, value, line.severeValue)
  if (isBroken) {
    state.brokenMs ??= steadyMs
    state.brokenAt ??= at
    if (state.worst === null || isBeyond(line.side, value, state.worst.value)) state.worst = { value, at }
  } else state.brokenMs = state.brokenAt = state.worst = null
  state.severeMs = isSevere ? (state.severeMs ?? steadyMs) : null
  const isSevereLong = state.severeMs !== null && steadyMs - state.severeMs >= line.forMs

  if (state.firing === null) {
    if (state.brokenMs === null || steadyMs - state.brokenMs < line.forMs) return { state, change: null }
    state.calmMs = null
    state.firing = {
      since: state.brokenAt!,
      severity: isSevereLong ? 'severe' : line.severity,
      peak: state.worst!.value,
      peakAt: state.worst!.at,
    }
    return { state, change: { kind: 'opened', firing: state.firing } }
  }

  // Between the line and where it is over, it goes on.
  const isCalm = !isBroken && !isBeyond(line.side, value, line.clear)
  state.calmMs = isCalm ? (state.calmMs ?? steadyMs) : null
  if (state.calmMs !== null && steadyMs - state.calmMs >= line.calmMs) return close(state, 'over')
  const firing = { ...state.firing }
  const isWorse = firing.peak === null || isBeyond(line.side, value, firing.peak)
  if (isWorse) [firing.peak, firing.peakAt] = [value, at]
  if (isSevereLong && firing.severity !== 'severe') {
    firing.severity = 'severe'
    state.firing = firing
    return { state, change: { kind: 'escalated', firing } }
  }
  if (!isWorse) return { state, change: null }
  state.firing = firing
  return { state, change: { kind: 'peaked', firing } }
}

function unknown(state: WatchState, { steadyMs }: Reading): { state: WatchState; change: Change | null } {
  state.brokenMs = state.brokenAt = state.severeMs = state.calmMs = state.worst = null
  state.unknownMs ??= steadyMs
  if (state.firing && steadyMs - state.unknownMs >= goneMs) return close(state, 'gone')
  return { state, change: null }
}

function close(state: WatchState, how: 'over' | 'gone'): { state: WatchState; change: Change } {
  const firing = state.firing!
  return {
    state: { ...calm, last: state.last },
    change: { kind: 'closed', firing, how },
  }
}

const isBeyond = (side: Line['side'], value: number, line: number) => (side === 'above' ? value > line : value < line)
