import type { Complete } from '../../live/testing/complete.ts'
import type { AttentionEvent } from '../events.ts'

/** Each event of this feature with every field filled. */
export const sampleEvents: Complete<AttentionEvent>[] = [{ kind: 'needs.changed' }]
