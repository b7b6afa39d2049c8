import type { Complete } from '../../live/testing/complete.ts'
import type { FileEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<FileEvent>[] = [
  { kind: 'files.changed', sessionId: 'openclaw.main.a', survey: { sessions: 2, done: 1 } },
  { kind: 'files.outside', watch: { files: 3, folders: 2, leftOut: 1 } },
]
