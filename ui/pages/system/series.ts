import type { MeasureSeries, MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import type { Values } from '../../charts/chart-model.ts'

/** What a range comes to for one measure; null where nothing of it is known. */
export type Sum = { mean: number | null; least: number | null; most: number | null }

const knownOf = (values: Values) => values.filter((value) => value !== null)

/**
 * A range as a whole. All steps count alike, so that the mean is that of the line one sees. A p95 of the whole does not
 * follow from those of the steps, and is not told.
 */
export function sumOf({ min, mean, max }: Pick<MeasureSeries, 'min' | 'mean' | 'max'>): Sum {
  const means = knownOf(mean)
  const ends = (values: Values, of: (...values: number[]) => number) => {
    const known = knownOf(values)
    return known.length === 0 ? null : known.reduce((best, value) => of(best, value))
  }
  return {
    mean: means.length === 0 ? null : means.reduce((sum, value) => sum + value, 0) / means.length,
    least: ends(min, Math.min),
    most: ends(max, Math.max),
  }
}

/** The measures of several answers to the same range; of answers that are of different steps only those like the first. */
export function joined([first, ...others]: MeasuresOverTime[]): MeasuresOverTime | undefined {
  if (!first) return undefined
  const same = others.filter(({ stepMs, at }) => stepMs === first.stepMs && at[0] === first.at[0])
  const length = Math.min(first.at.length, ...same.map(({ at }) => at.length))
  const cut = (series: MeasureSeries): MeasureSeries => ({
    ...series,
    min: series.min.slice(0, length),
    mean: series.mean.slice(0, length),
    max: series.max.slice(0, length),
    p95: series.p95.slice(0, length),
  })
  return {
    ...first,
    at: first.at.slice(0, length),
    measures: [first, ...same].flatMap(({ measures }) => measures.map(cut)),
  }
}

/** What was so long before each of these moments; null where nothing was read then. */
export function shifted(
  moments: readonly number[],
  byMs: number,
  before: Pick<MeasuresOverTime, 'at' | 'stepMs'>,
  values: Values,
): Values {
  const first = before.at[0]
  if (first === undefined) return moments.map(() => null)
  return moments.map((at) => values[Math.floor((at - byMs - first) / before.stepMs)] ?? null)
}

/** The step in which a moment lies; undefined where it is beyond both ends. */
export function stepAt({ at, stepMs }: Pick<MeasuresOverTime, 'at' | 'stepMs'>, moment: number): number | undefined {
  const step = Math.floor((moment - (at[0] ?? 0)) / stepMs)
  return step >= 0 && step < at.length ? step : undefined
}

/** Stretches of more than two steps in which nothing was read, between the first and the last step that was. */
export function gapsOf(values: Values): { first: number; last: number }[] {
  const begin = values.findIndex((value) => value !== null)
  const end = values.findLastIndex((value) => value !== null)
  const gaps: { first: number; last: number }[] = []
  for (let first = begin + 1; begin !== -1 && first < end; first++) {
    let next = first
    while (values[next] === null) next++
    if (next - first > 2) gaps.push({ first, last: next - 1 })
    first = Math.max(first, next)
  }
  return gaps
}
