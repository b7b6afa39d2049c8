import { valuesOf } from '../../health/kept-measures.ts'
import { diskWith, readingAt } from '../../health/testing/readings.ts'
import type { ModelUsage, Snapshot } from '../metric.ts'

export const noon = Date.parse('2026-11-20T12:00Z')

/** A mount that breaks every format that does not escape. */
export const hostileMount = '/mnt/"quoted"\\back, {a="b"} 50% 🚢'

export const usageOf = (rest: Partial<ModelUsage> = {}): ModelUsage => ({
  runtime: 'claude-code',
  model: 'claude-sonnet-4',
  inputTokens: 100,
  outputTokens: 20,
  cacheReadTokens: 1_000,
  cacheWriteTokens: 50,
  calls: 4,
  costUsd: 1.5,
  subscriptionUsd: null,
  ...rest,
})

/** A snapshot of a machine at work. */
export function snapshotAt(at: number, rest: Partial<Snapshot> = {}): Snapshot {
  const reading = readingAt(
    at,
    {
      disks: [diskWith(840e9, '/'), diskWith(3e11, hostileMount)],
      processes: [
        { pid: 9, runtime: 'codex', name: 'codex', cpuPercent: 50, rssBytes: 1_000, startedAt: at - 5_000 },
        { pid: 10, runtime: 'codex', name: 'codex', cpuPercent: null, rssBytes: 2_000, startedAt: at - 5_000 },
      ],
    },
    {
      gateway: {
        alive: true,
        ready: false,
        failing: ['memory'],
        eventLoop: { degraded: false, delayP99Ms: 12, utilization: 0.25 },
        pid: 77,
        port: 18_789,
        rssBytes: 4e8,
        upSinceMs: at - 60_000,
        version: '2026.9.6',
        channels: null,
        since: at,
      },
    },
  )
  return {
    at,
    startedAt: at - 60_000,
    version: '1.2.3',
    host: 'harbour',
    instance: 'abcdefgh',
    reading,
    values: valuesOf(reading, { usdPerMinute: 0.2, sessions: { running: 2 } }),
    usage: [usageOf()],
    ...rest,
  }
}
