import type { Complete } from '../../live/testing/complete.ts'
import type { SteeringEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<SteeringEvent>[] = [
  {
    kind: 'session-acts.changed',
    acts: [
      {
        id: 'a',
        sessionId: 'openclaw.main.a',
        kind: 'send',
        text: 'secret',
        who: 'secret',
        askedAt: 1,
        state: 'unknown',
        endedAt: 2,
        note: 'secret',
      },
    ],
  },
]
