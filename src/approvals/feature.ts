import { defineFeature } from '../feature.ts'
import type { ApprovalEvent } from './events.ts'
import { type ApprovalDeps, approvalRoutes } from './routes.ts'

const keptMs = 90 * 24 * 3_600_000

export const approvalsFeature = defineFeature<ApprovalEvent>()({
  name: 'approvals',
  topics: { approvals: 'viewer' },
  events: {
    'approvals.changed': { topics: () => ['approvals'], redact: { screen: 'nothing', viewer: 'whole' } },
    'approvals.switched': { topics: () => ['approvals'], redact: { screen: 'nothing', viewer: 'whole' } },
  },
  tables: {
    wheelhouse: {
      approvals: {
        kept: 'for as long as it waits, and for 90 days after it has ended; at most 10,000 that have',
        deleteBy: { column: 'ended_at', afterMs: keptMs },
      },
      approval_settings: { kept: 'until somebody switches it again' },
    },
  },
  routes: (parts: ApprovalDeps) => approvalRoutes(parts),
})
