import type { Metric, Point, Snapshot } from './metric.ts'
import type { CountedUsage } from './usage-counters.ts'

/** How a kept measure is called outside: for Prometheus, for OpenTelemetry, its unit there, and what it is multiplied by. */
type Outer = { prometheus: string; otel: string; unit: string; by?: number; help: string; label?: [string, string] }

const ratio = { unit: '1', by: 0.01 }
const size = { unit: 'By' }

/**
 * The words of kept measures that leave; what stands behind a word (a mount, a number) becomes `label`, under its name for
 * either. Tokens and dollars a minute are left out: they are rates of counters.
 */
const outer: Record<string, Outer> = {
  'cpu.percent': {
    prometheus: 'wheelhouse_machine_cpu_usage_ratio',
    otel: 'system.cpu.utilization',
    ...ratio,
    help: 'Share of all cores that is in use.',
  },
  'load.one': {
    prometheus: 'wheelhouse_machine_load1',
    otel: 'system.cpu.load_average.1m',
    unit: '{thread}',
    help: 'Load average over one minute.',
  },
  'load.five': {
    prometheus: 'wheelhouse_machine_load5',
    otel: 'system.cpu.load_average.5m',
    unit: '{thread}',
    help: 'Load average over five minutes.',
  },
  'load.fifteen': {
    prometheus: 'wheelhouse_machine_load15',
    otel: 'system.cpu.load_average.15m',
    unit: '{thread}',
    help: 'Load average over fifteen minutes.',
  },
  'memory.percent': {
    prometheus: 'wheelhouse_machine_memory_usage_ratio',
    otel: 'system.memory.utilization',
    ...ratio,
    help: 'Share of the memory that is in use.',
  },
  'memory.used.bytes': {
    prometheus: 'wheelhouse_machine_memory_used_bytes',
    otel: 'system.memory.usage',
    ...size,
    help: 'Memory that is in use.',
  },
  'swap.percent': {
    prometheus: 'wheelhouse_machine_swap_usage_ratio',
    otel: 'system.paging.utilization',
    ...ratio,
    help: 'Share of the swap that is in use.',
  },
  'swap.used.bytes': {
    prometheus: 'wheelhouse_machine_swap_used_bytes',
    otel: 'system.paging.usage',
    ...size,
    help: 'Swap that is in use.',
  },
  'net.in.bytesPerSecond': {
    prometheus: 'wheelhouse_machine_network_receive_bytes_per_second',
    otel: 'wheelhouse.network.receive.rate',
    unit: 'By/s',
    help: 'What all network interfaces receive.',
  },
  'net.out.bytesPerSecond': {
    prometheus: 'wheelhouse_machine_network_transmit_bytes_per_second',
    otel: 'wheelhouse.network.transmit.rate',
    unit: 'By/s',
    help: 'What all network interfaces send.',
  },
  'temperature.celsius': {
    prometheus: 'wheelhouse_machine_temperature_celsius',
    otel: 'hw.temperature',
    unit: 'Cel',
    help: 'Temperature of the processor.',
  },
  'disk.percent:': {
    prometheus: 'wheelhouse_disk_usage_ratio',
    otel: 'system.filesystem.utilization',
    ...ratio,
    help: 'Share of the writable space of a file system that is in use.',
    label: ['mountpoint', 'system.filesystem.mountpoint'],
  },
  'disk.used.bytes:': {
    prometheus: 'wheelhouse_disk_used_bytes',
    otel: 'system.filesystem.usage',
    ...size,
    help: 'Space of a file system that is in use.',
    label: ['mountpoint', 'system.filesystem.mountpoint'],
  },
  'gpu.percent:': {
    prometheus: 'wheelhouse_gpu_usage_ratio',
    otel: 'hw.gpu.utilization',
    ...ratio,
    help: 'Share of a GPU that is in use.',
    label: ['gpu', 'hw.id'],
  },
  'gpu.memory.bytes:': {
    prometheus: 'wheelhouse_gpu_memory_used_bytes',
    otel: 'hw.gpu.memory.usage',
    ...size,
    help: 'Memory of a GPU that is in use.',
    label: ['gpu', 'hw.id'],
  },
  'gpu.celsius:': {
    prometheus: 'wheelhouse_gpu_temperature_celsius',
    otel: 'wheelhouse.gpu.temperature',
    unit: 'Cel',
    help: 'Temperature of a GPU.',
    label: ['gpu', 'hw.id'],
  },
  'gateway.rss.bytes': {
    prometheus: 'wheelhouse_gateway_resident_memory_bytes',
    otel: 'wheelhouse.gateway.memory.usage',
    ...size,
    help: 'Resident memory of the gateway.',
  },
  'gateway.eventLoop.delayP99Ms': {
    prometheus: 'wheelhouse_gateway_event_loop_delay_p99_seconds',
    otel: 'wheelhouse.gateway.eventloop.delay.p99',
    unit: 's',
    by: 0.001,
    help: 'How late the event loop of the gateway runs at most in 99 of 100 cases.',
  },
  'gateway.eventLoop.percent': {
    prometheus: 'wheelhouse_gateway_event_loop_usage_ratio',
    otel: 'wheelhouse.gateway.eventloop.utilization',
    ...ratio,
    help: 'Share of the time in which the event loop of the gateway is busy.',
  },
  'agents.cpu.percent': {
    prometheus: 'wheelhouse_agents_cpu_usage_cores',
    otel: 'wheelhouse.agents.cpu.usage',
    unit: '{cpu}',
    by: 0.01,
    help: 'Cores that the processes of agents use together.',
  },
  'agents.rss.bytes': {
    prometheus: 'wheelhouse_agents_resident_memory_bytes',
    otel: 'wheelhouse.agents.memory.usage',
    ...size,
    help: 'Resident memory of the processes of agents together.',
  },
  'self.cpu.percent': {
    prometheus: 'wheelhouse_process_cpu_usage_ratio',
    otel: 'process.cpu.utilization',
    ...ratio,
    help: 'Share of a core that Wheelhouse itself uses.',
  },
  'self.rss.bytes': {
    prometheus: 'wheelhouse_process_resident_memory_bytes',
    otel: 'process.memory.usage',
    ...size,
    help: 'Resident memory of Wheelhouse itself.',
  },
  'self.eventLoopDelayMs': {
    prometheus: 'wheelhouse_event_loop_delay_seconds',
    otel: 'wheelhouse.eventloop.delay',
    unit: 's',
    by: 0.001,
    help: 'How late the event loop of Wheelhouse ran what was due.',
  },
}

/** The word of a measure, with the colon where something stands behind it. */
const wordOf = /^([^:]*:?)(.*)$/s
const sessionStates = /^sessions\.(\w+)$/
/** So many file systems and GPUs have points of their own. */
const maxSuffixes = 64

/** The metrics of a snapshot, for either format; what is unknown has no point, and what has no point is left out. */
export function metricsOf(
  snapshot: Snapshot,
  counted: { since: number; counted: readonly CountedUsage[] } | null,
  format: 'prometheus' | 'otel',
): Metric[] {
  const isOtel = format === 'otel'
  const metrics = [
    ...ofMeasures(snapshot, isOtel),
    ...ofReading(snapshot, isOtel),
    ...(counted ? ofUsage(counted, isOtel) : []),
  ]
  return metrics.filter(({ points }) => points.length > 0)
}

function ofMeasures({ values }: Snapshot, isOtel: boolean): Metric[] {
  const metrics = new Map<string, Metric>()
  const states: Point[] = []
  for (const [id, value] of values) {
    if (value === null || !Number.isFinite(value)) continue
    const state = sessionStates.exec(id)?.[1]
    if (state !== undefined) states.push({ labels: [['state', state]], value })
    const [, word = '', suffix = ''] = wordOf.exec(id) ?? []
    const known = outer[word]
    if (!known) continue
    const { prometheus, otel, help, unit, by = 1, label } = known
    const metric: Metric = metrics.get(word) ?? { prometheus, otel, help, unit, kind: 'gauge', points: [] }
    metrics.set(word, metric)
    if (metric.points.length < maxSuffixes)
      metric.points.push({
        labels: label ? [[label[isOtel ? 1 : 0], suffix]] : [],
        value: scaled(value, by),
      })
  }
  return [
    ...metrics.values(),
    {
      prometheus: 'wheelhouse_sessions',
      otel: 'wheelhouse.sessions',
      help: 'Sessions by state.',
      unit: '{session}',
      kind: 'gauge',
      points: states,
    },
  ]
}

/** A binary fraction of a hundred has digits that nobody read. */
const scaled = (value: number, by: number) => (by === 1 ? value : Number((value * by).toPrecision(12)))

function ofReading({ at, startedAt, version, reading }: Snapshot, isOtel: boolean): Metric[] {
  const gauge = (prometheus: string, otel: string | null, unit: string, help: string, points: Point[]): Metric => ({
    prometheus,
    otel,
    unit,
    help,
    kind: 'gauge',
    points,
  })
  const one = (value: number | null | undefined): Point[] =>
    value === null || value === undefined || !Number.isFinite(value) ? [] : [{ labels: [], value }]
  const machine = reading?.machine
  const gateway = reading?.gateway
  const mount = isOtel ? 'system.filesystem.mountpoint' : 'mountpoint'
  const ofDisks = (of: 'totalBytes' | 'freeBytes') =>
    (machine?.disks ?? [])
      .slice(0, maxSuffixes)
      .map((disk): Point => ({ labels: [[mount, disk.path]], value: disk[of] }))
  const byRuntime = Map.groupBy(machine?.processes ?? [], ({ runtime }) => runtime)
  return [
    gauge('wheelhouse_build_info', null, '1', 'The version that runs.', [{ labels: [['version', version]], value: 1 }]),
    gauge('wheelhouse_start_time_seconds', null, 's', 'When Wheelhouse was started.', one(startedAt / 1_000)),
    gauge(
      'wheelhouse_reading_age_seconds',
      null,
      's',
      'How old the reading of the machine is.',
      one(reading ? Math.max(0, at - reading.at) / 1_000 : null),
    ),
    gauge(
      'wheelhouse_machine_memory_total_bytes',
      'system.memory.limit',
      'By',
      'Memory of the machine, or what a container may use of it.',
      one(machine?.memory?.totalBytes),
    ),
    gauge(
      'wheelhouse_disk_size_bytes',
      'system.filesystem.limit',
      'By',
      'Size of a file system.',
      ofDisks('totalBytes'),
    ),
    gauge(
      'wheelhouse_disk_free_bytes',
      'wheelhouse.filesystem.free',
      'By',
      'What may still be written to a file system.',
      ofDisks('freeBytes'),
    ),
    gauge(
      'wheelhouse_gateway_up',
      'wheelhouse.gateway.up',
      '1',
      'Whether the process of the gateway exists.',
      one(gateway && Number(gateway.alive)),
    ),
    gauge(
      'wheelhouse_gateway_ready',
      'wheelhouse.gateway.ready',
      '1',
      'Whether the gateway says that it is ready.',
      one(gateway && gateway.ready !== null ? Number(gateway.ready) : null),
    ),
    gauge(
      'wheelhouse_gateway_start_time_seconds',
      null,
      's',
      'When the gateway was started.',
      one(gateway && gateway.upSinceMs !== null ? gateway.upSinceMs / 1_000 : null),
    ),
    gauge(
      'wheelhouse_agent_processes',
      'wheelhouse.agents.processes',
      '{process}',
      'Processes of agents by runtime.',
      [...byRuntime].map(([runtime, { length }]) => ({ labels: [['runtime', runtime]], value: length })),
    ),
  ]
}

const classes = [
  ['input', 'inputTokens'],
  ['output', 'outputTokens'],
  ['cache_read', 'cacheReadTokens'],
  ['cache_write', 'cacheWriteTokens'],
] as const

function ofUsage({ since, counted }: { since: number; counted: readonly CountedUsage[] }, isOtel: boolean): Metric[] {
  const who = ({ runtime, model }: CountedUsage): Point['labels'] =>
    isOtel
      ? [
          ['wheelhouse.runtime', runtime],
          ['gen_ai.request.model', model],
        ]
      : [
          ['runtime', runtime],
          ['model', model],
        ]
  const counter = (prometheus: string, otel: string, unit: string, help: string, points: Point[]): Metric => ({
    prometheus,
    otel,
    unit,
    help,
    kind: 'counter',
    since,
    points,
  })
  return [
    counter(
      'wheelhouse_tokens_total',
      'wheelhouse.tokens',
      '{token}',
      'Tokens that agents used since Wheelhouse counts them, by class.',
      counted.flatMap((one) =>
        classes.map(
          ([type, of]): Point => ({
            labels: [...who(one), [isOtel ? 'wheelhouse.token.class' : 'type', type]],
            value: one[of],
          }),
        ),
      ),
    ),
    counter(
      'wheelhouse_calls_total',
      'wheelhouse.calls',
      '{call}',
      'Answers of models since Wheelhouse counts them.',
      counted.map((one) => ({ labels: who(one), value: one.calls })),
    ),
    counter(
      'wheelhouse_cost_usd_total',
      'wheelhouse.cost',
      '{USD}',
      'US dollars at API prices since Wheelhouse counts them, by who pays: use, or a subscription.',
      counted.flatMap((one) => {
        const paid = isOtel ? 'wheelhouse.paid' : 'paid'
        return [
          ...(one.costUsd === null ? [] : [{ labels: [...who(one), [paid, 'usage'] as const], value: one.costUsd }]),
          ...(one.subscriptionUsd === null
            ? []
            : [{ labels: [...who(one), [paid, 'subscription'] as const], value: one.subscriptionUsd }]),
        ]
      }),
    ),
    {
      prometheus: null,
      otel: 'gen_ai.client.token.usage',
      unit: '{token}',
      help: 'Number of input and output tokens used.',
      kind: 'histogram',
      since,
      points: counted.flatMap((one) => {
        const provider = providerOf(one.model)
        const labels: Point['labels'] = [
          ['gen_ai.operation.name', 'chat'],
          ...(provider === undefined ? [] : [['gen_ai.provider.name', provider] as const]),
          ...who(one),
        ]
        // The convention counts what comes out of a cache, and goes into one, as input.
        const input = one.inputTokens + one.cacheReadTokens + one.cacheWriteTokens
        return [
          { labels: [...labels, ['gen_ai.token.type', 'input'] as const], value: input, count: one.calls },
          { labels: [...labels, ['gen_ai.token.type', 'output'] as const], value: one.outputTokens, count: one.calls },
        ]
      }),
    },
  ]
}

const providers: [RegExp, string][] = [
  [/(^|\/)claude/i, 'anthropic'],
  [/(^|\/)(gpt|o\d|codex|chatgpt)/i, 'openai'],
  [/(^|\/)gemini/i, 'gcp.gemini'],
  [/(^|\/)(mistral|codestral|devstral|magistral)/i, 'mistral_ai'],
  [/(^|\/)deepseek/i, 'deepseek'],
  [/(^|\/)grok/i, 'x_ai'],
]

/** The provider of a model in the words of the convention; undefined where its name does not say. */
const providerOf = (model: string) => providers.find(([name]) => name.test(model))?.[1]
