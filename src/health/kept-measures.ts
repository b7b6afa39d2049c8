import type { AgentProcess } from '../facts/machine.ts'
import { type Measure, measures } from './measure.ts'
import type { Reading } from './reading.ts'

export type MeasureUnit =
  | 'percent'
  | 'load'
  | 'bytes'
  | 'bytesPerSecond'
  | 'celsius'
  | 'ms'
  | 'tokensPerMinute'
  | 'usdPerMinute'
  | 'sessions'

export type MeasureKind = 'machine' | 'disk' | 'gpu' | 'gateway' | 'agents' | 'costs' | 'sessions' | 'self'

/** What agents do and spend, of which the machine knows nothing; null is unknown. */
export type Work = { usdPerMinute: number | null; sessions: Partial<Record<string, number>> | null }

type Word = {
  name: string
  unit: MeasureUnit
  kind: MeasureKind
  /** How many grains make a unit, where that is not what the unit says. */
  perUnit?: number
  /** What stands behind the name: which of several it is. */
  suffix?: 'mount' | 'number'
}

/** The states of sessions that are counted: at work, or in need of somebody. */
const countedStates = { running: 'running', thinking: 'thinking', waiting: 'waiting', stalled: 'stalled' } as const
const endedStates = { failed: 'failed', killed: 'killed', timedOut: 'timed-out' } as const
const states: Record<string, string> = { ...countedStates, ...endedStates }

/** Every measure that is kept, in a closed list of words. */
const words: Word[] = [
  { name: 'cpu.percent', unit: 'percent', kind: 'machine' },
  { name: 'load.one', unit: 'load', kind: 'machine' },
  { name: 'load.five', unit: 'load', kind: 'machine' },
  { name: 'load.fifteen', unit: 'load', kind: 'machine' },
  { name: 'memory.percent', unit: 'percent', kind: 'machine' },
  { name: 'memory.used.bytes', unit: 'bytes', kind: 'machine' },
  { name: 'swap.percent', unit: 'percent', kind: 'machine' },
  { name: 'swap.used.bytes', unit: 'bytes', kind: 'machine' },
  { name: 'net.in.bytesPerSecond', unit: 'bytesPerSecond', kind: 'machine' },
  { name: 'net.out.bytesPerSecond', unit: 'bytesPerSecond', kind: 'machine' },
  { name: 'temperature.celsius', unit: 'celsius', kind: 'machine' },
  { name: 'disk.percent', unit: 'percent', kind: 'disk' },
  { name: 'disk.percent', unit: 'percent', kind: 'disk', suffix: 'mount' },
  { name: 'disk.used.bytes', unit: 'bytes', kind: 'disk', suffix: 'mount' },
  { name: 'gpu.percent', unit: 'percent', kind: 'gpu', suffix: 'number' },
  { name: 'gpu.memory.bytes', unit: 'bytes', kind: 'gpu', suffix: 'number' },
  { name: 'gpu.celsius', unit: 'celsius', kind: 'gpu', suffix: 'number' },
  { name: 'gateway.rss.bytes', unit: 'bytes', kind: 'gateway' },
  { name: 'gateway.eventLoop.delayP99Ms', unit: 'ms', kind: 'gateway' },
  { name: 'gateway.eventLoop.percent', unit: 'percent', kind: 'gateway' },
  { name: 'agents.cpu.percent', unit: 'percent', kind: 'agents' },
  { name: 'agents.rss.bytes', unit: 'bytes', kind: 'agents' },
  { name: 'tokens.perMinute', unit: 'tokensPerMinute', kind: 'costs' },
  { name: 'usd.perMinute', unit: 'usdPerMinute', kind: 'costs' },
  ...Object.keys(states).map((name): Word => ({ name: `sessions.${name}`, unit: 'sessions', kind: 'sessions' })),
  { name: 'self.cpu.percent', unit: 'percent', kind: 'self', perUnit: 100 },
  { name: 'self.rss.bytes', unit: 'bytes', kind: 'self' },
  { name: 'self.eventLoopDelayMs', unit: 'ms', kind: 'self' },
]

/**
 * A reading is kept as a whole number of grains, so that sums are exact; so many grains make a unit. They are finer than
 * anything that is shown, and not finer, because what is packed is mostly the noise in them.
 */
const grainsPer: Record<MeasureUnit, number> = {
  percent: 20,
  load: 100,
  bytes: 1 / 65_536,
  bytesPerSecond: 1 / 64,
  celsius: 10,
  ms: 20,
  tokensPerMinute: 1,
  usdPerMinute: 10_000,
  sessions: 1,
}

/** A word, and what stands behind it. */
const parts = /^([^:]*)(?::(.*))?$/s
const maxSuffix = 200
const suffixes = {
  /** A path, or the letter of a drive, on one line. */
  mount: /^(\/|[A-Z]:)[^\p{Cc}]*$/u,
  number: /^\d{1,3}$/,
}

/** What a measure is, by its id: a word of the list, with `:` and which one where there are several; undefined for any other text. */
export function measureOf(id: string): { unit: MeasureUnit; kind: MeasureKind; perUnit: number } | undefined {
  const [, name, suffix] = parts.exec(id) ?? []
  const word = words.find((word) => word.name === name && (word.suffix === undefined) === (suffix === undefined))
  if (!word) return undefined
  if (word.suffix && !(suffix!.length <= maxSuffix && suffixes[word.suffix].test(suffix!))) return undefined
  return { unit: word.unit, kind: word.kind, perUnit: word.perUnit ?? grainsPer[word.unit] }
}

/** The name of a measure for people. */
export const nameOfMeasure = (id: string): string => {
  const [, name = '', suffix] = parts.exec(id) ?? []
  return suffix === undefined ? names[name]! : `${names[name]} ${suffix}`
}

const names: Record<string, string> = {
  'cpu.percent': 'CPU',
  'load.one': 'Load, one minute',
  'load.five': 'Load, five minutes',
  'load.fifteen': 'Load, fifteen minutes',
  'memory.percent': 'Memory',
  'memory.used.bytes': 'Memory used',
  'swap.percent': 'Swap',
  'swap.used.bytes': 'Swap used',
  'net.in.bytesPerSecond': 'Network in',
  'net.out.bytesPerSecond': 'Network out',
  'temperature.celsius': 'Temperature',
  'disk.percent': 'Disk',
  'disk.used.bytes': 'Disk used',
  'gpu.percent': 'GPU',
  'gpu.memory.bytes': 'GPU memory',
  'gpu.celsius': 'GPU temperature',
  'gateway.rss.bytes': 'Gateway memory',
  'gateway.eventLoop.delayP99Ms': 'Gateway delay',
  'gateway.eventLoop.percent': 'Gateway event loop',
  'agents.cpu.percent': 'Agents CPU',
  'agents.rss.bytes': 'Agents memory',
  'tokens.perMinute': 'Tokens per minute',
  'usd.perMinute': 'Dollars per minute',
  ...Object.fromEntries(
    Object.entries(states).map(([name, state]) => [`sessions.${name}`, `Sessions ${state.replace('-', ' ')}`]),
  ),
  'self.cpu.percent': 'Wheelhouse CPU',
  'self.rss.bytes': 'Wheelhouse memory',
  'self.eventLoopDelayMs': 'Wheelhouse delay',
}

/** What a reading says of every measure, as it is kept; null is unknown. */
export function valuesOf(reading: Reading, work: Work | null): [id: string, value: number | null][] {
  const { machine, gateway } = reading
  const { 'gpu.percent': _, ...single } = measures
  const busy = gateway?.eventLoop?.utilization ?? null
  return [
    ...(Object.keys(single) as Exclude<Measure, 'gpu.percent'>[]).map((name): [string, number | null] => [
      name,
      measures[name](reading),
    ]),
    ['load.five', machine.cpu.load?.[1] ?? null],
    ['load.fifteen', machine.cpu.load?.[2] ?? null],
    ['memory.used.bytes', machine.memory?.usedBytes ?? null],
    ['swap.used.bytes', machine.swap?.usedBytes ?? null],
    ['gateway.eventLoop.percent', busy === null ? null : busy * 100],
    ['agents.cpu.percent', sumOf(machine.processes, 'cpuPercent')],
    ['agents.rss.bytes', sumOf(machine.processes, 'rssBytes')],
    ...machine.disks.flatMap(({ path, usedPercent, usedBytes }): [string, number][] => [
      [`disk.percent:${path}`, usedPercent],
      [`disk.used.bytes:${path}`, usedBytes],
    ]),
    ...(machine.gpu === null
      ? []
      : ([
          ['gpu.percent:0', machine.gpu.percent],
          ['gpu.memory.bytes:0', machine.gpu.memoryUsedBytes],
          ['gpu.celsius:0', machine.gpu.celsius],
        ] as [string, number | null][])),
    ['usd.perMinute', work?.usdPerMinute ?? null],
    ...Object.entries(states).map(([name, state]): [string, number | null] => [
      `sessions.${name}`,
      work?.sessions ? (work.sessions[state] ?? 0) : null,
    ]),
  ]
}

/** What all processes of agents take together, of one core or of memory; null where it is known of none of them. */
function sumOf(processes: AgentProcess[], of: 'cpuPercent' | 'rssBytes'): number | null {
  const known = processes.flatMap((process) => process[of] ?? [])
  return processes.length > 0 && known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
