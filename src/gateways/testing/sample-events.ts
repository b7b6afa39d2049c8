import type { Complete } from '../../live/testing/complete.ts'
import type { GatewaysEvent } from '../events.ts'

/** Each event of this feature with every field filled. */
export const sampleEvents: Complete<GatewaysEvent>[] = [{ kind: 'gateways.changed' }]
