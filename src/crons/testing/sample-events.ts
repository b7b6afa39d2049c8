import type { Complete } from '../../live/testing/complete.ts'
import type { CronEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<CronEvent>[] = [
  {
    kind: 'cron.changed',
    job: {
      id: 'openclaw:nightly',
      runtime: 'openclaw',
      agentId: 'openclaw:main',
      name: 'Nightly',
      enabled: true,
      system: false,
      schedule: { kind: 'cron', expr: '0 3 * * *', timezone: 'UTC' },
      nextAt: 1,
      lastAt: 1,
      lastStatus: 'error',
      lastError: 'a secret error',
      present: true,
      revision: 'a1',
      host: 'here',
    },
  },
  {
    kind: 'cron.ran',
    run: {
      id: 'openclaw:nightly:1',
      jobId: 'openclaw:nightly',
      at: 1,
      status: 'error',
      durationMs: 1,
      error: 'a secret error',
      summary: 'a secret summary',
      sessionId: 'openclaw.main.a',
      model: 'a-model',
      byHand: true,
      host: 'here',
    },
  },
]
