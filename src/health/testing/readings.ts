import type { MachineReading } from '../../facts/machine.ts'
import type { Reading } from '../reading.ts'

/** A machine at a moment, with a path in it that a screen may not see. */
export const machineAt = (at: number, rest: Partial<MachineReading> = {}): MachineReading => ({
  at,
  cpu: { percent: 34, cores: 10, load: [3.1, 2, 1] },
  memory: { totalBytes: 32 * 2 ** 30, usedBytes: 20 * 2 ** 30, availableBytes: 12 * 2 ** 30, limited: false },
  swap: null,
  disks: [diskWith(840e9)],
  network: { inBytesPerSecond: 1_600_000, outBytesPerSecond: 200_000 },
  temperatures: { cpuCelsius: null, all: [] },
  gpu: null,
  processes: [],
  self: { pid: 1, rssBytes: 120 * 2 ** 20, cpuPercent: 0.4, upMs: 90_000, eventLoopDelayMs: 1 },
  ...rest,
})

export const diskWith = (usedBytes: number, path = '/secret/path') => ({
  path,
  device: `/dev/of${path}`,
  totalBytes: 1e12,
  usedBytes,
  freeBytes: 1e12 - usedBytes,
  usedPercent: usedBytes / 1e10,
})

export const readingAt = (at: number, machine: Partial<MachineReading> = {}, rest: Partial<Reading> = {}): Reading => ({
  at,
  machine: machineAt(at, machine),
  gateway: null,
  tokensPerMinute: null,
  diskFull: null,
  ...rest,
})

/** A machine of which nothing is known. */
export const unknownMachine: Partial<MachineReading> = {
  cpu: { percent: null, cores: null, load: null },
  memory: null,
  disks: [],
  network: { inBytesPerSecond: null, outBytesPerSecond: null },
}
