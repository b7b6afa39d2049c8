import type { TierName } from './keeper/tiers.ts'
import type { MeasureKind, MeasureUnit } from './kept-measures.ts'

/** One reading as the thread that keeps measures is told of it: numbers and null by the id of the measure. */
export type Sample = {
  at: number
  /** The same moment by a clock that nobody sets. */
  steadyMs: number
  /** How far apart readings are just now. */
  everyMs: number
  values: [id: string, value: number | null][]
}

export type SeriesAsked = { ids: string[]; since: number; until: number; points: number; now: number }

/** One measure over a range; null is a gap. All lists are as long as `at` of the answer. */
export type MeasureSeries = {
  id: string
  unit: MeasureUnit
  kind: MeasureKind
  min: (number | null)[]
  mean: (number | null)[]
  max: (number | null)[]
  p95: (number | null)[]
}

/** The answer of `GET /api/health/series`: `at` says when each step begins. */
export type MeasuresOverTime = { tier: TierName; stepMs: number; at: number[]; measures: MeasureSeries[] }

/** A measure as `GET /api/health/measures` lists it; the times are in ms, to a quarter of an hour. */
export type KeptMeasure = {
  id: string
  name: string
  unit: MeasureUnit
  kind: MeasureKind
  since: number
  until: number
}
