import { record, text } from '../common/parse-values.ts'

/** The attributes of a record by name: texts, numbers and flags; others are left out. */
export type Attributes = ReadonlyMap<string, string | number | boolean>

/** A record of a log. `at` is when it happened, in ms; null where it does not say. */
export type LogRecord = { service: string; attributes: Attributes; at: number | null; nano: string }

/** A point of a sum. `isTotal`: it counts from `since` on, else from the point before it. Times in ms. */
export type SumPoint = {
  service: string
  metric: string
  attributes: Attributes
  value: number
  isTotal: boolean
  since: number | null
  at: number | null
  nano: string
}

/** More attributes than any agent writes. */
const maxAttributes = 100

/** The records in a body of `/v1/logs`, as OTLP writes JSON. Whatever is in it, what can be read of it is the answer. */
export function logRecordsIn(body: unknown): LogRecord[] {
  return listIn(body, 'resourceLogs').flatMap((resource) => {
    const service = serviceOf(resource)
    return listIn(resource, 'scopeLogs').flatMap((scope) =>
      listIn(scope, 'logRecords').map((entry): LogRecord => {
        const attributes = attributesIn(entry)
        const nano = nanosIn(entry.timeUnixNano) ?? nanosIn(entry.observedTimeUnixNano) ?? ''
        return { service, attributes, at: nano === '' ? null : msOf(nano), nano }
      }),
    )
  })
}

/** The points of sums in a body of `/v1/metrics`; gauges and histograms are left out. */
export function sumPointsIn(body: unknown): SumPoint[] {
  return listIn(body, 'resourceMetrics').flatMap((resource) => {
    const service = serviceOf(resource)
    return listIn(resource, 'scopeMetrics').flatMap((scope) =>
      listIn(scope, 'metrics').flatMap((metric) => {
        const name = text(metric.name)
        const sum = record(metric.sum)
        if (name === null || !sum) return []
        return listIn(sum, 'dataPoints').flatMap((point): SumPoint[] => {
          const value = numberIn(point.asDouble) ?? numberIn(point.asInt)
          const [since, nano] = [nanosIn(point.startTimeUnixNano), nanosIn(point.timeUnixNano)]
          if (value === null) return []
          return [
            {
              service,
              metric: name,
              attributes: attributesIn(point),
              value,
              isTotal: isCumulative(sum.aggregationTemporality),
              since: since === null ? null : msOf(since),
              at: nano === null ? null : msOf(nano),
              nano: `${since ?? ''}-${nano ?? ''}`,
            },
          ]
        })
      }),
    )
  })
}

/** A number, or a text of digits: JSON of OTLP may write whole numbers as texts. */
export function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

const isCumulative = (temporality: unknown) => temporality === 2 || temporality === 'AGGREGATION_TEMPORALITY_CUMULATIVE'

const serviceOf = (resource: Record<string, unknown>) => {
  const name = attributesIn(record(resource.resource)).get('service.name')
  return typeof name === 'string' ? name : ''
}

function attributesIn(entry: Record<string, unknown> | undefined): Attributes {
  const attributes = new Map<string, string | number | boolean>()
  for (const { key, value } of listIn(entry, 'attributes').slice(0, maxAttributes)) {
    const { stringValue, intValue, doubleValue, boolValue } = record(value) ?? {}
    const plain =
      typeof stringValue === 'string' ? stringValue : (numberIn(intValue) ?? numberIn(doubleValue) ?? boolValue)
    if (
      typeof key === 'string' &&
      (typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean')
    )
      attributes.set(key, plain)
  }
  return attributes
}

function listIn(value: unknown, name: string): Record<string, unknown>[] {
  const list = record(value)?.[name]
  return Array.isArray(list) ? list.map(record).filter((member) => member !== undefined) : []
}

/** Nanoseconds since 1970, as digits; null for none. Codex writes 0 where it does not know. */
function nanosIn(value: unknown): string | null {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  return typeof digits === 'string' && /^[1-9]\d{0,19}$/.test(digits) ? digits : null
}

const msOf = (nano: string) => Math.floor(Number(nano.slice(0, -6) || 0))
