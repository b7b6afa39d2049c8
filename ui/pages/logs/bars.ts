import type { LogHistogram } from '../../../src/logs/log-line.ts'
import type { Steps } from './span.ts'

/** What a bar is made of, from its foot up. */
export const parts = ['rest', 'warn', 'error'] as const
type Part = (typeof parts)[number]
export type Bar = Record<Part, number>

/** The width of a bar within its step. */
const fill = 0.8
/** A single warning among thousands of lines is seen all the same: of the height. */
const least = 0.05

export const stepsOf = ({ since, stepMs, counts }: LogHistogram): Steps => ({
  since,
  stepMs,
  count: counts.info.length,
})

/** How many lines of each part a step has. */
export const barsOf = ({ counts }: LogHistogram): Bar[] =>
  counts.info.map((info, step) => ({
    rest: info + [counts.unknown, counts.trace, counts.debug].reduce((sum, of) => sum + (of[step] ?? 0), 0),
    warn: counts.warn[step] ?? 0,
    error: (counts.error[step] ?? 0) + (counts.fatal[step] ?? 0),
  }))

/** Bars as paths, one for each part, in a box that is as wide as there are bars and 1 high. */
export function barPaths(bars: readonly Bar[]): Record<Part, string> {
  const most = Math.max(1, ...bars.map(totalOf))
  const paths: Record<Part, string[]> = { rest: [], warn: [], error: [] }
  for (const [step, bar] of bars.entries()) {
    let foot = 1
    const heights = heightsOf(bar, most)
    for (const part of parts) {
      const height = heights[part]
      if (height === 0) continue
      foot -= height
      paths[part].push(`M${round(step + (1 - fill) / 2)} ${round(foot)}h${fill}v${round(height)}h-${fill}z`)
    }
  }
  return { rest: paths.rest.join(''), warn: paths.warn.join(''), error: paths.error.join('') }
}

/** How high each part is. What is too low to be seen takes its height from the rest, or adds it where there is none. */
function heightsOf(bar: Bar, most: number): Bar {
  const of = (count: number, floor: number) => (count === 0 ? 0 : Math.max(floor, count / most))
  const [warn, error] = [of(bar.warn, least), of(bar.error, least)]
  const total = Math.min(1, Math.max(totalOf(bar) / most, warn + error + of(bar.rest, 0.02)))
  return { rest: bar.rest === 0 ? 0 : Math.max(0.02, total - warn - error), warn, error }
}

export const totalOf = ({ rest, warn, error }: Bar) => rest + warn + error

const round = (value: number) => Math.round(value * 1_000) / 1_000
