import type { Complete } from '../../live/testing/complete.ts'
import type { OverviewEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<OverviewEvent>[] = [
  {
    kind: 'overview.changed',
    standing: {
      verdict: { level: 'fault', text: 'ENOSPC: secret error in /secret/path' },
      attention: [
        {
          key: '0123456789abcdef',
          id: 'openclaw.main.a',
          kind: 'failed',
          score: 90,
          agentId: 'openclaw:main',
          title: 'a secret title',
          reason: 'a secret error',
          percent: 1,
          since: 1,
          until: 2,
        },
      ],
      setAside: ['openclaw.main.b'],
      active: 1,
      total: 2,
    },
  },
]
