import type { Runtime } from '../facts/runtimes.ts'
import type { Reading } from '../health/reading.ts'

/** What metrics are made of: one reading with all its measures, and what agents used since this program counts it. */
export type Snapshot = {
  /** In ms since the epoch, as every time here. */
  at: number
  startedAt: number
  version: string
  /** The name of this machine, and the id of this instance. */
  host: string
  instance: string
  reading: Reading | null
  /** The measures of that reading by id; null is unknown. */
  values: readonly (readonly [id: string, value: number | null])[]
  /** All that the index knows of usage by runtime and model; null while history is being read. */
  usage: readonly ModelUsage[] | null
}

/** The sums of one model of one runtime. `costUsd` is null where nothing of it has a price. */
export type ModelUsage = {
  runtime: Runtime
  model: string
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  calls: number
  costUsd: number | null
  /** What a subscription paid for would have cost by use. */
  subscriptionUsd: number | null
}

export type Point = { labels: readonly (readonly [name: string, value: string])[]; value: number; count?: number }

/**
 * One metric with its points, under its name for Prometheus and that for OpenTelemetry; a metric has null where it is for
 * the other alone. A counter counts since `since` (ms); a histogram has one bucket, with how many values it is the sum of.
 */
export type Metric = {
  prometheus: string | null
  otel: string | null
  help: string
  /** The unit in the words of UCUM. */
  unit: string
  points: Point[]
} & ({ kind: 'gauge' } | { kind: 'counter' | 'histogram'; since: number })
