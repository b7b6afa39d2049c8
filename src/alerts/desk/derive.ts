import { measureOf } from '../../health/kept-measures.ts'
import { conditions, type Rule, sampleOfMeasure, type When } from '../rule.ts'
import { follows, type Line, type Reading } from './judge.ts'

/** What of a measure a rule compares: the value itself, how it changed, how long it is silent, or how it is to the usual. */

/** What is remembered between two readings for that. */
export type Memory = {
  last: Reading | null
  /** The readings of a rate's window, the oldest first, at most so many. */
  window: { steadyMs: number; value: number }[]
  /** For how long nothing was read; null while nothing was ever read. */
  silentMs: number | null
}

export const noMemory = (): Memory => ({ last: null, window: [], silentMs: null })

const maxWindow = 120
const usualCalmMs = 60_000

/** What a measure usually is in each hour of the day; null where too little is known. */
export type Usual = { byHour: (number | null)[]; overall: number | null }

/** A number that can be a reading of the measure; null for anything else. */
function asReading(measure: string, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null
  return value >= 0 || measureOf(sampleOfMeasure(measure))?.unit === 'celsius' ? value : null
}

/** The value that the line of a rule is compared with. `memory` is changed. */
export function derive(
  when: Exclude<When, { kind: 'condition' }>,
  memory: Memory,
  reading: Reading,
  usual: { of: Usual; hour: number } | undefined,
): number | null {
  const value = asReading(when.measure, reading.value)
  const last = memory.last
  const isNext = follows(last, reading)
  memory.last = reading
  switch (when.kind) {
    case 'level':
      return value
    case 'absent': {
      if (value !== null) memory.silentMs = 0
      else if (memory.silentMs !== null)
        memory.silentMs = isNext && last ? memory.silentMs + reading.steadyMs - last.steadyMs : 0
      return memory.silentMs
    }
    case 'rate': {
      if (!isNext) memory.window = []
      if (value === null) return null
      const { window } = memory
      while (window.length > 1 && reading.steadyMs - window[1]!.steadyMs >= when.withinMs) window.shift()
      const newest = window.at(-1)
      if (!newest || reading.steadyMs - newest.steadyMs >= when.withinMs / maxWindow)
        window.push({ steadyMs: reading.steadyMs, value })
      const oldest = window[0]!
      // A change is one over the whole window: at its beginning nothing is known.
      if (reading.steadyMs - oldest.steadyMs < when.withinMs * 0.9) return null
      return when.side === 'rises' ? value - oldest.value : oldest.value - value
    }
    case 'unusual': {
      const then = usual && (usual.of.byHour[usual.hour] || usual.of.overall)
      if (value === null || !then) return null
      return value < when.atLeast ? 0 : value / then
    }
  }
}

/** The line of a rule. */
export function lineOf({ severity, when }: Pick<Rule, 'severity' | 'when'>): Line {
  const at = (value: number, rest: Partial<Line> = {}): Line => ({
    side: 'above',
    value,
    severeValue: null,
    clear: value,
    forMs: 0,
    calmMs: 0,
    severity,
    ...rest,
  })
  switch (when.kind) {
    case 'level':
      return at(when.value, {
        side: when.side,
        severeValue: when.severeValue,
        clear: when.clear ?? when.value,
        forMs: when.forMs,
        calmMs: Math.min(usualCalmMs, when.forMs),
      })
    case 'absent':
      return at(when.forMs - 1)
    case 'rate':
      return at(when.by, { calmMs: usualCalmMs })
    case 'unusual':
      return at(when.times, { forMs: when.forMs, calmMs: Math.min(usualCalmMs, when.forMs) })
    case 'condition': {
      const { worse } = conditions[when.of]
      const less = worse === 'less'
      // What reaches its limit is broken: a budget that is used to 100 %, a job that failed twice.
      const reached = (limit: number) =>
        less ? limit * 1.000_001 + 1e-9 : limit - Math.max(1e-9, Math.abs(limit) * 1e-9)
      return at(reached(when.limit), {
        side: less ? 'below' : 'above',
        severeValue: when.severeLimit === null ? null : reached(when.severeLimit),
      })
    }
  }
}

/** Whether the value that is compared is that of the measure itself. */
export const comparesItself = (when: When) => when.kind === 'level'
