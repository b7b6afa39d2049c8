/** What a machine says of itself at a moment, as plain data. What nobody could tell is null, never 0. */
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
  /** Who runs agents here, the busiest first. */
  processes: AgentProcess[]
  self: SelfReading
}

/** All cores together are 100 %. `load` is over 1, 5 and 15 minutes. */
type CpuReading = { percent: number | null; cores: number | null; load: [number, number, number] | null }

/** `limited`: less than the machine has, because a container may use no more. */
export type MemoryReading = { totalBytes: number; usedBytes: number; availableBytes: number; limited: boolean }

/** `freeBytes` is what this user may still write; the share is of what can be written at all, as `df` says it. */
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

/** A process by its short name; its command line is read to know it, and not kept. One core is 100 %. */
export type AgentProcess = {
  pid: number
  runtime: AgentRuntime
  name: string
  cpuPercent: number | null
  rssBytes: number | null
  startedAt: number | null
}

export type AgentRuntime = 'openclaw' | 'claude-code' | 'codex' | 'gemini' | 'opencode'

/** This program. The delay is how late the loop came to what was due. */
export type SelfReading = {
  pid: number
  rssBytes: number
  cpuPercent: number | null
  upMs: number
  eventLoopDelayMs: number | null
}

/** What does not change while we run. */
export type MachineFacts = { platform: string; release: string; cpuModel: string | null; cores: number | null }
