import type { Complete } from '../../live/testing/complete.ts'
import type { AuditEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<AuditEvent>[] = [
  {
    kind: 'audited',
    line: {
      id: 1,
      at: 1,
      actId: 'secret-act',
      stage: 'done',
      who: 'secret name (token:secret)',
      role: 'admin',
      credential: 'signed-in browser',
      action: 'secret action',
      target: 'secret target',
      detail: 'secret detail',
    },
  },
]
