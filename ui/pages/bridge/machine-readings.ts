import type { Reading } from '../../../src/health/reading.ts'
import type { Drawn } from '../../../src/health/recent.ts'
import { bytes, duration, percent, unknown } from '../../../src/lib/format.ts'
import { type Level, type Limits, levelOf, machineLimits } from '../../components/level.ts'

/** One row of the panel, in words and numbers. */
export type MachineReading = {
  id: 'cpu' | 'memory' | 'disk' | 'gpu' | 'net' | 'self'
  name: string
  note: string
  /** The note in full, which may not fit the row. */
  title: string
  value: string
  unit: string
  level: Level
  /** The measures whose sum its sparkline draws. */
  measures: Drawn[]
  /** The value at the upper edge of its sparkline; undefined for its highest value. */
  top: number | undefined
}

const minuteMs = 60_000

/** The rows of the panel, from the top. A machine without a GPU has a row for Wheelhouse itself in its place. */
export function machineReadingsOf(reading: Reading | null, platform: string): MachineReading[] {
  const machine = reading?.machine
  const gpu = machine?.gpu
  const missing = reading === null ? 'waiting for the first reading' : whyMissing(platform)
  return [
    cpu(machine, missing),
    memory(machine, missing),
    disk(reading, missing),
    ...(gpu ? [gpuOf(gpu)] : []),
    net(machine, missing),
    ...(gpu ? [] : [ownProcess(machine, missing)]),
  ]
}

type Machine = Reading['machine'] | undefined

function cpu(machine: Machine, missing: string): MachineReading {
  const known = machine?.cpu
  const load = known?.load?.[0]
  const words = [
    known?.cores ? `${known.cores} core${known.cores === 1 ? '' : 's'}` : undefined,
    load === undefined ? undefined : `load ${load.toFixed(1)}`,
  ]
  const heat = machine?.temperatures.cpuCelsius ?? null
  const note = words.filter(Boolean).join(', ') || missing
  const over = known?.load
    ? `, load ${known.load.map((value) => value.toFixed(2)).join(', ')} over 1, 5 and 15 minutes`
    : ''
  return {
    ...share('cpu', 'CPU', known?.percent ?? null, machineLimits),
    note,
    title: `${words[0] ?? missing}${over}${heat === null ? '' : `, ${Math.round(heat)} °C`}`,
    measures: ['cpu.percent'],
  }
}

function memory(machine: Machine, missing: string): MachineReading {
  const known = machine?.memory
  const note = known ? ofWhole(known.usedBytes, known.totalBytes, 1024) : missing
  const swap = machine?.swap
  const more = [
    known?.limited ? 'the limit of this container' : undefined,
    swap ? `swap ${ofWhole(swap.usedBytes, swap.totalBytes, 1024)}` : undefined,
  ].filter(Boolean)
  return {
    ...share('memory', 'Memory', known ? (known.usedBytes / known.totalBytes) * 100 : null, machineLimits),
    note,
    title: [note, ...more].join(', '),
    measures: ['memory.percent'],
  }
}

function disk(reading: Reading | null, missing: string): MachineReading {
  const [fullest, ...others] = reading?.machine.disks ?? []
  const full = reading?.diskFull
  const soon = full ? `full in ${inDays(full.days)}` : undefined
  const free = fullest ? `${bytes(fullest.freeBytes, 1000)} free` : undefined
  // The disk that fills is not always the fullest one.
  const isSame = full !== undefined && full?.path === fullest?.path
  const whole = [
    ...[fullest, ...others].flatMap((disk) =>
      disk ? [`${disk.path || 'a disk'} ${percent(disk.usedPercent)}, ${bytes(disk.freeBytes, 1000)} free`] : [],
    ),
    full ? `${full.path || 'one'} is ${soon} at the pace of the last ${full.trendMinutes} min` : undefined,
  ]
  return {
    ...share('disk', 'Disk', fullest?.usedPercent ?? null, machineLimits),
    note: [free, isSame ? soon : undefined].filter(Boolean).join(', ') || missing,
    title: whole.filter(Boolean).join('; ') || missing,
    measures: ['disk.percent'],
  }
}

function gpuOf(gpu: NonNullable<Reading['machine']['gpu']>): MachineReading {
  const { memoryUsedBytes: used, memoryTotalBytes: total, celsius, name } = gpu
  const note = used === null || total === null ? name : ofWhole(used, total, 1024)
  return {
    ...share('gpu', 'GPU', gpu.percent, undefined),
    note,
    title: [name, note === name ? undefined : note, celsius === null ? undefined : `${Math.round(celsius)} °C`]
      .filter(Boolean)
      .join(', '),
    measures: ['gpu.percent'],
  }
}

function net(machine: Machine, missing: string): MachineReading {
  const { inBytesPerSecond: down = null, outBytesPerSecond: up = null } = machine?.network ?? {}
  const both = down === null || up === null ? null : down + up
  const [value = unknown, unit = ''] = bytes(both, 1000).split(' ')
  const note =
    down === null || up === null
      ? machine
        ? 'measuring'
        : missing
      : `down ${inUnit(down, unit)}, up ${inUnit(up, unit)}`
  return {
    id: 'net',
    name: 'Net',
    value,
    unit: unit && `${unit}/s`,
    level: 'calm',
    note,
    title: both === null ? note : `down ${bytes(down, 1000)}/s, up ${bytes(up, 1000)}/s`,
    measures: ['net.in.bytesPerSecond', 'net.out.bytesPerSecond'],
    top: undefined,
  }
}

function ownProcess(machine: Machine, missing: string): MachineReading {
  const [value = unknown, unit = ''] = bytes(machine?.self.rssBytes, 1024).split(' ')
  const upMs = machine?.self.upMs ?? 0
  const up = upMs < minuteMs ? 'up under 1 min' : `up ${duration(Math.floor(upMs / minuteMs) * minuteMs)}`
  const busy = machine?.self.cpuPercent ?? null
  const note = machine ? up : missing
  return {
    id: 'self',
    name: 'Wheelhouse',
    value,
    unit,
    level: 'calm',
    note,
    title: busy === null ? note : `${note}, ${busy.toFixed(1)}% of a core`,
    measures: ['self.rss.bytes'],
    top: undefined,
  }
}

/** What a sparkline shows, in a sentence. */
export function sparklineSentence({ name, unit }: MachineReading, values: (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return `${name}: nothing is known of the last hour yet`
  const format = (value: number) =>
    unit === '%' ? percent(value) : unit.endsWith('/s') ? `${bytes(value, 1000)}/s` : bytes(value, 1024)
  return `${name} in the last hour: from ${format(Math.min(...known))} to ${format(Math.max(...known))}`
}

/** A share in percent, with a level where it has limits. A GPU has none, because one that works at full load is well. */
const share = (id: MachineReading['id'], name: string, value: number | null, limits: Limits | undefined) => ({
  id,
  name,
  value: value === null ? unknown : String(Math.round(value)),
  unit: value === null ? '' : '%',
  level: limits ? levelOf(value, limits) : ('calm' as const),
  top: 100,
})

/** A part of a whole: `19.6 of 32 GB`. The unit is written once where it is the same. */
function ofWhole(part: number, whole: number, base: 1000 | 1024) {
  const [used = '', unit] = bytes(part, base).split(' ')
  const total = bytes(whole, base)
  return total.endsWith(` ${unit}`) ? `${used} of ${total}` : `${used} ${unit} of ${total}`
}

const scales: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }

/** A count in a unit that is written elsewhere. Less than 0.05 is 0. */
function inUnit(count: number, unit: string) {
  const value = count / (scales[unit] ?? 1)
  return value >= 99.95 || unit === 'B' ? String(Math.round(value)) : value < 0.05 ? '0' : value.toFixed(1)
}

const inDays = (days: number) => (days < 1 ? 'under a day' : `${Math.floor(days)} d`)

const systems: Record<string, string> = { darwin: 'macOS', win32: 'Windows', freebsd: 'FreeBSD' }
const whyMissing = (platform: string) =>
  platform === 'linux' ? 'not known' : `${systems[platform] ?? platform} does not say`
