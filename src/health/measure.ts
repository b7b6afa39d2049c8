import type { Reading } from './reading.ts'

/** Every measure by name, with how it is taken from a reading. */
export const measures = {
  'cpu.percent': ({ machine }) => machine.cpu.percent,
  'load.one': ({ machine }) => machine.cpu.load?.[0] ?? null,
  'memory.percent': ({ machine: { memory } }) => memory && shareOf(memory.usedBytes, memory.totalBytes),
  'swap.percent': ({ machine: { swap } }) => swap && shareOf(swap.usedBytes, swap.totalBytes),
  /** The fullest disk. */
  'disk.percent': ({ machine }) => machine.disks[0]?.usedPercent ?? null,
  'net.in.bytesPerSecond': ({ machine }) => machine.network.inBytesPerSecond,
  'net.out.bytesPerSecond': ({ machine }) => machine.network.outBytesPerSecond,
  'temperature.celsius': ({ machine }) => machine.temperatures.cpuCelsius,
  'gpu.percent': ({ machine }) => machine.gpu?.percent ?? null,
  'self.cpu.percent': ({ machine }) => machine.self.cpuPercent,
  'self.rss.bytes': ({ machine }) => machine.self.rssBytes,
  'self.eventLoopDelayMs': ({ machine }) => machine.self.eventLoopDelayMs,
  'gateway.rss.bytes': ({ gateway }) => gateway?.rssBytes ?? null,
  'gateway.eventLoop.delayP99Ms': ({ gateway }) => gateway?.eventLoop?.delayP99Ms ?? null,
  'tokens.perMinute': ({ tokensPerMinute }) => tokensPerMinute,
} as const satisfies Record<string, (reading: Reading) => number | null>

export type Measure = keyof typeof measures

export const measureNames = Object.keys(measures) as Measure[]

const shareOf = (part: number, whole: number) => (whole > 0 ? (part / whole) * 100 : null)
