import type { Complete } from '../../live/testing/complete.ts'
import type { LogEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<LogEvent>[] = [
  {
    kind: 'log.written',
    source: 'gateway',
    after: '0123abcd-1',
    cursor: '0123abcd-2',
    lines: [
      {
        no: 2,
        source: 'gateway',
        at: 1,
        isDated: true,
        level: 'error',
        text: 'the secret failed',
        json: '{"msg":"the secret failed"}',
      },
    ],
    skipped: 1,
  },
  { kind: 'log.muted', id: 'secret', isMuted: true },
]
