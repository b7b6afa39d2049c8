import type { Complete } from '../../live/testing/complete.ts'
import type { BreakerEvent } from '../events.ts'

/** Each event of this feature with every field filled. */
export const sampleEvents: Complete<BreakerEvent>[] = [{ kind: 'breaker.changed' }]
