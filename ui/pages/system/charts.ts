import type { MeasureUnit } from '../../../src/health/kept-measures.ts'
import type { KeptMeasure } from '../../../src/health/measure-messages.ts'
import type { Ink } from '../../charts/chart-model.ts'
import { machineLimits } from '../../components/level.ts'

/** A line of a chart: a measure, with its name where there are several. */
export type Line = { id: string; name: string; ink: Ink }

/** What a chart draws. `isMain` charts stand first. */
export type ChartSpec = {
  id: string
  title: string
  about: string
  unit: MeasureUnit
  lines: Line[]
  isMain: boolean
  /** The axis goes at least this high, in the unit of the measures. */
  reach?: number
  limit?: { value: number; words: string }
}

type Draft = {
  id: string
  title: string
  about?: string
  of: [id: string, name: string][]
  isMain?: boolean
  reach?: number
  limit?: { value: number; words: string }
}

const full = { reach: 100 }
const alarm = { value: machineLimits.danger, words: `critical at ${machineLimits.danger}%` }

/** Every chart of the page, in order. */
const drafts: Draft[] = [
  { id: 'cpu', title: 'CPU', of: [['cpu.percent', '']], isMain: true, ...full, limit: alarm },
  { id: 'memory', title: 'Memory', of: [['memory.percent', '']], isMain: true, ...full, limit: alarm },
  { id: 'agents', title: 'Agent processes', about: 'memory', of: [['agents.rss.bytes', '']], isMain: true },
  { id: 'tokens', title: 'Tokens a minute', about: 'all runtimes', of: [['tokens.perMinute', '']], isMain: true },
  {
    id: 'gateway-loop',
    title: 'Gateway event loop',
    about: 'delay, p99',
    of: [['gateway.eventLoop.delayP99Ms', '']],
    isMain: true,
  },
  { id: 'self', title: 'Wheelhouse itself', about: 'memory', of: [['self.rss.bytes', '']], isMain: true },
  {
    id: 'load',
    title: 'Load',
    about: 'over 1, 5 and 15 min',
    of: [
      ['load.one', '1 min'],
      ['load.five', '5 min'],
      ['load.fifteen', '15 min'],
    ],
  },
  {
    id: 'network',
    title: 'Network',
    of: [
      ['net.in.bytesPerSecond', 'down'],
      ['net.out.bytesPerSecond', 'up'],
    ],
  },
  { id: 'swap', title: 'Swap', of: [['swap.percent', '']], ...full, limit: alarm },
  { id: 'temperature', title: 'Temperature', about: 'CPU', of: [['temperature.celsius', '']] },
  { id: 'gpu', title: 'GPU', of: [['gpu.percent:0', '']], ...full },
  { id: 'gpu-memory', title: 'GPU memory', of: [['gpu.memory.bytes:0', '']] },
  { id: 'gpu-heat', title: 'GPU temperature', of: [['gpu.celsius:0', '']] },
  { id: 'agents-cpu', title: 'Agents CPU', about: 'one core is 100%', of: [['agents.cpu.percent', '']] },
  { id: 'dollars', title: 'Dollars a minute', about: 'at API prices', of: [['usd.perMinute', '']] },
  {
    id: 'sessions',
    title: 'Sessions',
    about: 'by state',
    of: [
      ['sessions.running', 'running'],
      ['sessions.thinking', 'thinking'],
      ['sessions.waiting', 'waiting'],
      ['sessions.stalled', 'stalled'],
    ],
  },
  { id: 'gateway-memory', title: 'Gateway memory', of: [['gateway.rss.bytes', '']] },
  {
    id: 'gateway-busy',
    title: 'Gateway load',
    about: 'event loop busy',
    of: [['gateway.eventLoop.percent', '']],
    ...full,
  },
  { id: 'self-cpu', title: 'Wheelhouse CPU', about: 'one core is 100%', of: [['self.cpu.percent', '']] },
  { id: 'self-delay', title: 'Wheelhouse delay', about: 'event loop', of: [['self.eventLoopDelayMs', '']] },
]

/** One chart has no more lines. */
const maxLines = 5
const mount = /^disk\.percent:(.*)$/s

/** The main charts, and those others for which anything is kept: what is drawn first keeps its place. */
export function chartsOf(kept: readonly Pick<KeptMeasure, 'id' | 'unit'>[] | undefined): ChartSpec[] {
  const units = new Map([...mainMeasures, ...(kept ?? [])].map(({ id, unit }) => [id, unit]))
  const disks = [...units.keys()].flatMap((id) => mount.exec(id)?.[1] ?? []).slice(0, maxLines)
  const all = drafts.toSpliced(8, 0, {
    id: 'disks',
    title: 'Disk space',
    about: 'in use',
    of: disks.map((path): [string, string] => [`disk.percent:${path}`, path]),
    ...full,
    limit: alarm,
  })
  return all.flatMap(({ of, about = '', isMain = false, ...draft }) => {
    const known = of.filter(([id]) => units.has(id))
    if (known.length === 0) return []
    const lines = known.map(([id, name], index): Line => ({ id, name, ink: inkOf(known.length, index, draft.id) }))
    return { ...draft, about, isMain, lines, unit: units.get(known[0]![0])! }
  })
}

const inkOf = (count: number, index: number, id: string): Ink =>
  count > 1 ? `series-${index + 1}` : id === 'dollars' ? 'accent' : 'text'

/** What the main charts draw, whether or not anything of it is kept yet. */
const mainMeasures: { id: string; unit: MeasureUnit }[] = [
  { id: 'cpu.percent', unit: 'percent' },
  { id: 'memory.percent', unit: 'percent' },
  { id: 'agents.rss.bytes', unit: 'bytes' },
  { id: 'tokens.perMinute', unit: 'tokensPerMinute' },
  { id: 'gateway.eventLoop.delayP99Ms', unit: 'ms' },
  { id: 'self.rss.bytes', unit: 'bytes' },
]
