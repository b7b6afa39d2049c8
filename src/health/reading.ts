import type { GatewayReading } from '../facts/gateway.ts'
import type { MachineFacts, MachineReading } from '../facts/machine.ts'

/** One reading: the machine, the gateway, and the tokens that agents use. Null is unknown, never 0. */
export type Reading = {
  at: number
  machine: MachineReading
  /** The gateway of this machine; null while none is read. */
  gateway: GatewayReading | null
  /** Tokens per minute of all classes, over the last five minutes. */
  tokensPerMinute: number | null
  /** When the fullest disk will be full at the pace of the last hour; null where it is not filling, or unknown yet. */
  diskFull: DiskFull | null
}

export type DiskFull = { path: string; days: number; trendMinutes: number }

/** The answer of `GET /api/health`. */
export type HealthNow = { facts: MachineFacts; reading: Reading | null; measures: string[] }

/** A reading as a screen on a wall may show it: how full a disk is, not where it stands. */
export const readingForScreen = (reading: Reading): Reading => ({
  ...reading,
  machine: {
    ...reading.machine,
    disks: reading.machine.disks.map((disk) => ({ ...disk, path: '', device: '' })),
  },
  diskFull: reading.diskFull && { ...reading.diskFull, path: '' },
})
