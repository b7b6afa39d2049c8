type Attribute = { key: string; value: { stringValue: string } }
type DataPoint = {
  attributes: Attribute[]
  startTimeUnixNano?: string
  timeUnixNano: string
  asDouble?: number
  count?: string
  sum?: number
  bucketCounts?: string[]
  explicitBounds?: number[]
}
type OtlpMetric = {
  name: string
  unit: string
  description: string
  gauge?: { dataPoints: DataPoint[] }
  sum?: { aggregationTemporality: number; isMonotonic: boolean; dataPoints: DataPoint[] }
  histogram?: { aggregationTemporality: number; dataPoints: DataPoint[] }
}

/** A point of a metric as a receiver understands it. */
export type Received = {
  name: string
  kind: 'gauge' | 'sum' | 'histogram'
  value: number
  count?: number
  attributes: Record<string, string>
  sinceMs: number | null
  atMs: number
}

type Asked = { path: string; headers: Headers; resource: Record<string, string>; points: Received[] }

/**
 * A receiver of OTLP/HTTP on a port of its own. `answer` says what it answers; what it does not understand throws in
 * `requests`, which rejects then.
 */
export function startOtlpReceiver(
  answer: (request: Request) => Response | Promise<Response> = () => Response.json({}),
) {
  const asked: Asked[] = []
  const waiting: (() => void)[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const body = request.method === 'POST' ? parse(await request.json()) : { resource: {}, points: [] }
      asked.push({ path: new URL(request.url).pathname, headers: request.headers, ...body })
      for (const wake of waiting.splice(0)) wake()
      return answer(request)
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    asked,
    /** Resolves once so many requests have come. */
    async requests(count: number): Promise<Asked[]> {
      while (asked.length < count) await new Promise<void>((wake) => waiting.push(wake))
      return asked
    },
    [Symbol.asyncDispose]: async () => void (await server.stop(true)),
  }
}

const recordOf = (attributes: Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]))

function parse(body: unknown) {
  const { resourceMetrics } = body as {
    resourceMetrics: { resource: { attributes: Attribute[] }; scopeMetrics: { metrics: OtlpMetric[] }[] }[]
  }
  const [only] = resourceMetrics
  return {
    resource: recordOf(only!.resource.attributes),
    points: only!.scopeMetrics.flatMap(({ metrics }) => metrics.flatMap(pointsOf)),
  }
}

function pointsOf({ name, gauge, sum, histogram }: OtlpMetric): Received[] {
  const kinds = [gauge, sum, histogram].filter(Boolean)
  if (kinds.length !== 1) throw new Error(`${name} is ${kinds.length} kinds of data`)
  if ((sum ?? histogram) && (sum ?? histogram)!.aggregationTemporality !== 2)
    throw new Error(`${name} is not cumulative`)
  if (sum && sum.isMonotonic !== true) throw new Error(`${name} may go down`)
  const msOf = (nanos: string) => {
    if (typeof nanos !== 'string' || !/^\d{19}$/.test(nanos)) throw new Error(`${name} has no time in nanoseconds`)
    return Number(nanos.slice(0, -6))
  }
  return (gauge ?? sum ?? histogram)!.dataPoints.map((point) => {
    if (histogram) {
      const buckets = point.bucketCounts!.reduce((all, count) => all + Number(count), 0)
      if (buckets !== Number(point.count) || point.bucketCounts!.length !== point.explicitBounds!.length + 1)
        throw new Error(`the buckets of ${name} are not its count`)
    }
    return {
      name,
      kind: gauge ? 'gauge' : sum ? 'sum' : 'histogram',
      value: histogram ? point.sum! : point.asDouble!,
      ...(histogram && { count: Number(point.count) }),
      attributes: recordOf(point.attributes),
      sinceMs: point.startTimeUnixNano === undefined ? null : msOf(point.startTimeUnixNano),
      atMs: msOf(point.timeUnixNano),
    }
  })
}
