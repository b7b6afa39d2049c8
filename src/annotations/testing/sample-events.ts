import type { Complete } from '../../live/testing/complete.ts'
import type { AnnotationEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<AnnotationEvent>[] = [
  {
    kind: 'annotations.changed',
    changes: [
      {
        sessionId: 'openclaw.main.a',
        annotation: { tags: ['secret-tag'], isPinned: true, isArchived: true, note: 'a secret note' },
      },
    ],
  },
]
