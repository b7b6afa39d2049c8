import { defineFeature } from '../feature.ts'
import type { Store } from '../store/store.ts'
import { createActs } from './acts.ts'
import type { Audit } from './audit.ts'
import type { AuditEvent } from './events.ts'
import { auditRoutes } from './routes.ts'

export const auditFeature = defineFeature<AuditEvent>()({
  name: 'audit',
  topics: { audit: 'operator' },
  events: {
    audited: { topics: () => ['audit'], redact: { screen: 'nothing', operator: 'whole' } },
  },
  tables: { wheelhouse: { audit: { kept: 'for good: the record is append-only' } } },
  routes: ({ audit, store }: { audit: Audit; store: Store }) => auditRoutes({ audit, acts: createActs(store) }),
})
