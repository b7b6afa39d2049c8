import type { Complete } from '../../live/testing/complete.ts'
import type { IndexingEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<IndexingEvent>[] = [
  {
    kind: 'source.changed',
    source: {
      runtime: 'openclaw',
      name: 'OpenClaw',
      state: 'trouble',
      detail: 'read from /secret/path',
      findings: [{ level: 'error', code: 'secret-code', message: 'a secret message', fix: 'a secret fix' }],
    },
  },
  {
    kind: 'gateway.changed',
    gateway: {
      home: '/secret/home',
      state: 'connected',
      since: 1,
      words: 'secret words',
      reading: {
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
      newest: '2026.9.7',
    },
  },
  { kind: 'indexed', progress: { files: 1, filesDone: 1, bytes: 1, bytesDone: 1 }, done: true },
]
