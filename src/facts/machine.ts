/** One reading of a machine, as plain data. Unknown values are null, never 0. */
export type MachineReading = {
  at: number
  cpu: CpuReading
  memory: MemoryReading | null
  swap: { totalBytes: number; usedBytes: number } | null
  /** Each file system once, the fullest first. */
  disks: DiskReading[]
  network: { inBytesPerSecond: number | null; outBytesPerSecond: number | null }
  temperatures: { cpuCelsius: number | null; all: Temperature[] }
  gpu: GpuReading | null
  /** The processes of agents, the busiest first. */
  processes: AgentProcess[]
  self: SelfReading
}

/** All cores together are 100 %. `load` is the average over 1, 5 and 15 minutes. */
type CpuReading = { percent: number | null; cores: number | null; load: [number, number, number] | null }

/** `limited`: a container may use less memory than the machine has. */
export type MemoryReading = { totalBytes: number; usedBytes: number; availableBytes: number; limited: boolean }

/**
 * `freeBytes` is what this user may still write; `usedPercent` is the share of the writable space, as `df` computes it.
 */
export type DiskReading = {
  path: string
  device: string
  totalBytes: number
  usedBytes: number
  freeBytes: number
  usedPercent: number
}

export type Temperature = { name: string; celsius: number }

export type GpuReading = {
  name: string
  percent: number | null
  memoryUsedBytes: number | null
  memoryTotalBytes: number | null
  celsius: number | null
}

/** A process of an agent. Its command line is read to recognise it, and not stored. One core is 100 %. */
export type AgentProcess = {
  pid: number
  runtime: AgentRuntime
  name: string
  cpuPercent: number | null
  rssBytes: number | null
  startedAt: number | null
}

export type AgentRuntime = 'openclaw' | 'claude-code' | 'codex' | 'gemini' | 'opencode'

/** The process of Wheelhouse. The delay is how late the event loop ran what was due. */
export type SelfReading = {
  pid: number
  rssBytes: number
  cpuPercent: number | null
  upMs: number
  eventLoopDelayMs: number | null
}

/** Properties of the machine that stay the same while the program runs. */
export type MachineFacts = { platform: string; release: string; cpuModel: string | null; cores: number | null }
