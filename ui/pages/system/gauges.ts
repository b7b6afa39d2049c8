import type { Reading } from '../../../src/health/reading.ts'
import { bytes } from '../../../src/lib/format.ts'
import { type Level, levelOf, machineLimits } from '../../components/level.ts'

/** A bar with its value; null is unknown. Where it has limits, these are marked on it. */
export type Gauge = {
  id: string
  name: string
  percent: number | null
  value: string
  note: string
  level: Level
  limits: { warn: number; danger: number } | null
}

/** From this temperature on a processor slows itself down. */
const heatLimits = { warn: 80, danger: 95 }

/** The bars of the top, from a reading; those of what this machine has not are left out. */
export function gaugesOf(reading: Reading | null): Gauge[] {
  const machine = reading?.machine
  const share = (id: string, name: string, value: number | null, note: string, limits: Gauge['limits']): Gauge => ({
    id,
    name,
    percent: value === null ? null : Math.min(100, Math.max(0, value)),
    value: value === null ? '–' : `${Math.round(value)}%`,
    note,
    level: limits ? levelOf(value, limits) : 'calm',
    limits,
  })
  const ofWhole = (used: number, total: number, base: 1000 | 1024) => `${bytes(used, base)} of ${bytes(total, base)}`
  const memory = machine?.memory ?? null
  const swap = machine?.swap ?? null
  const disk = machine?.disks[0]
  const gpu = machine?.gpu ?? null
  const celsius = machine?.temperatures.cpuCelsius ?? null
  const load = machine?.cpu.load?.map((value) => value.toFixed(1)).join(' ')
  return [
    share(
      'cpu',
      'CPU',
      machine?.cpu.percent ?? null,
      [
        machine?.cpu.cores ? `${machine.cpu.cores} ${machine.cpu.cores === 1 ? 'core' : 'cores'}` : '',
        load && `load ${load}`,
      ]
        .filter(Boolean)
        .join(', '),
      machineLimits,
    ),
    share(
      'memory',
      'Memory',
      memory && memory.totalBytes > 0 ? (memory.usedBytes / memory.totalBytes) * 100 : null,
      memory ? ofWhole(memory.usedBytes, memory.totalBytes, 1024) : '',
      machineLimits,
    ),
    share(
      'swap',
      'Swap',
      swap && swap.totalBytes > 0 ? (swap.usedBytes / swap.totalBytes) * 100 : null,
      swap
        ? swap.totalBytes > 0
          ? ofWhole(swap.usedBytes, swap.totalBytes, 1024)
          : 'none set up'
        : machine
          ? 'none set up'
          : '',
      machineLimits,
    ),
    share(
      'disk',
      'Disk',
      disk?.usedPercent ?? null,
      disk ? `${disk.path === '' ? '' : `${disk.path}, `}${bytes(disk.freeBytes, 1000)} free` : '',
      machineLimits,
    ),
    ...(gpu ? [share('gpu', 'GPU', gpu.percent, gpu.name, null)] : []),
    ...(celsius === null
      ? []
      : [
          {
            ...share('heat', 'Temperature', celsius, 'CPU', heatLimits),
            value: `${Math.round(celsius)} °C`,
          },
        ]),
  ]
}
