import type { Complete } from '../../live/testing/complete.ts'
import type { HealthEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<HealthEvent>[] = [
  {
    kind: 'health.read',
    reading: {
      at: 1,
      machine: {
        at: 1,
        cpu: { percent: 1, cores: 1, load: [1, 1, 1] },
        memory: { totalBytes: 1, usedBytes: 1, availableBytes: 1, limited: false },
        swap: { totalBytes: 1, usedBytes: 1 },
        disks: [
          {
            path: '/secret/path',
            device: '/dev/secret',
            totalBytes: 1,
            usedBytes: 1,
            freeBytes: 1,
            usedPercent: 1,
          },
        ],
        network: { inBytesPerSecond: 1, outBytesPerSecond: 1 },
        temperatures: { cpuCelsius: 1, all: [{ name: 'CPU', celsius: 1 }] },
        gpu: { name: 'A card', percent: 1, memoryUsedBytes: 1, memoryTotalBytes: 1, celsius: 1 },
        processes: [{ pid: 1, runtime: 'codex', name: 'codex', cpuPercent: 1, rssBytes: 1, startedAt: 1 }],
        self: { pid: 1, rssBytes: 1, cpuPercent: 1, upMs: 1, eventLoopDelayMs: 1 },
      },
      gateway: {
        alive: true,
        ready: true,
        failing: ['startup'],
        eventLoop: { degraded: false, delayP99Ms: 1, utilization: 1 },
        pid: 1,
        port: 1,
        rssBytes: 1,
        upSinceMs: 1,
        version: '2026.9.6',
        channels: [{ name: 'telegram', connected: true }],
        since: 1,
      },
      tokensPerMinute: 1,
      diskFull: { path: '/secret/path', days: 1, trendMinutes: 1 },
    },
  },
]
