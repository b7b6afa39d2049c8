import type { Complete } from '../../live/testing/complete.ts'
import type { AuthEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<AuthEvent>[] = [
  {
    kind: 'terminals.changed',
    terminals: [
      {
        id: 'secret',
        code: 'secret',
        command: 'secret',
        folder: 'secret',
        askedAt: 1,
        state: 'waiting',
        until: 2,
        confirmedBy: 'secret',
      },
    ],
    agents: [{ id: 'secret', name: 'secret', wanted: 'secret', at: 1, times: 1 }],
  },
]
