import type { Metric, Point, Snapshot } from './metric.ts'

/** The number of OTLP for sums that go on from their start. */
const cumulative = 2

/** Metrics as the JSON of `ExportMetricsServiceRequest`; metrics without a name for it are left out. */
export function otlpBody(metrics: readonly Metric[], { at, version, host, instance }: Snapshot): string {
  const named = metrics.filter(({ otel }) => otel !== null)
  return JSON.stringify({
    resourceMetrics: [
      {
        resource: {
          attributes: attributesOf([
            ['service.name', 'wheelhouse'],
            ['service.version', version],
            ['service.instance.id', instance],
            ['host.name', host],
          ]),
        },
        scopeMetrics: [
          { scope: { name: 'wheelhouse', version }, metrics: named.map((metric) => metricOf(metric, at)) },
        ],
      },
    ],
  })
}

function metricOf(metric: Metric, at: number) {
  const { otel: name, help: description, unit, points } = metric
  const begun = metric.kind === 'gauge' ? {} : { startTimeUnixNano: nanos(metric.since) }
  const pointOf = ({ labels }: Point) => ({ attributes: attributesOf(labels), ...begun, timeUnixNano: nanos(at) })
  const numbers = points.map((point) => ({ ...pointOf(point), asDouble: point.value }))
  switch (metric.kind) {
    case 'gauge':
      return { name, description, unit, gauge: { dataPoints: numbers } }
    case 'counter':
      return {
        name,
        description,
        unit,
        sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints: numbers },
      }
    case 'histogram':
      return {
        name,
        description,
        unit,
        histogram: {
          aggregationTemporality: cumulative,
          dataPoints: points.map((point) => ({
            ...pointOf(point),
            count: String(point.count ?? 0),
            sum: point.value,
            // All in one bucket: how large each answer was is not kept.
            bucketCounts: [String(point.count ?? 0)],
            explicitBounds: [],
          })),
        },
      }
  }
}

const attributesOf = (labels: Point['labels']) =>
  labels.map(([key, value]) => ({ key, value: { stringValue: value.toWellFormed() } }))

/** Whole numbers of 64 bits are texts in the JSON of OTLP. */
const nanos = (ms: number) => `${Math.round(ms)}000000`
