import type { Complete } from '../../live/testing/complete.ts'
import type { OfficeEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<OfficeEvent>[] = [
  {
    kind: 'office.changed',
    changed: [
      {
        id: 'openclaw.main.a',
        kind: 'subagent',
        parentId: 'openclaw:main',
        name: 'a secret task',
        look: 'openclaw.main.a',
        runtime: 'openclaw',
        area: 'OpenClaw',
        state: 'running',
        activity: 'typing',
        since: 1,
        witness: 'gateway',
        witnessedAt: 2,
        reason: 'runs a secret',
        sessionId: 'openclaw.main.a',
        model: 'large',
        tool: 'secret',
        said: 'The secret word.',
        asks: 'wants to run secret',
        channel: 'telegram',
        contextPercent: 3,
        costTodayUsd: 4,
        costTodayIsLowerBound: true,
        heat: 3,
      },
    ],
    gone: ['openclaw.main.b'],
  },
  { kind: 'office.layout-changed', revision: 3 },
  {
    kind: 'office.message',
    message: { id: 'openclaw:main c1', fromId: 'openclaw:main', toId: 'openclaw:scout', at: 1 },
  },
]
