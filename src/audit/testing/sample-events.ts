import type { LiveEvent } from '../../live/events.ts'
import type { Complete } from '../../live/testing/complete.ts'

type AuditEvent = Extract<LiveEvent, { kind: 'audited' }>

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
      action: 'secret action',
      target: 'secret target',
      detail: 'secret detail',
    },
  },
]
