import type { GatewayReading } from '../facts/gateway.ts'
import type { MachineFacts, MachineReading } from '../facts/machine.ts'

/** How things are at a moment: this machine, the gateway, and what agents spend. Null is unknown, never 0. */
export type Reading = {
  at: number
  machine: MachineReading
  /** The gateway whose agents are at work here; null while nobody reads one. */
  gateway: GatewayReading | null
  /** In and out and through the cache, a minute, over the last five. */
  tokensPerMinute: number | null
  /** When the fullest disk is full at the pace of the last hour; null where it is not filling, or nobody can say yet. */
  diskFull: DiskFull | null
}

export type DiskFull = { path: string; days: number; trendMinutes: number }

/** What `GET /api/health` answers. */
export type HealthNow = { facts: MachineFacts; reading: Reading | null; measures: string[] }
