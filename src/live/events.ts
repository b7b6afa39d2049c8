import type { ActivityEntry } from '../activity/activity-entry.ts'
import type { Agent } from '../agents/agent.ts'
import type { AuditLine } from '../audit/audit.ts'
import type { BudgetCrossing } from '../costs/budgets/budget.ts'
import type { CostsToday } from '../costs/reports/report.ts'
import type { CronJob, CronRun } from '../crons/cron.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { Progress, SourceReport } from '../facts/source.ts'
import type { Reading } from '../health/reading.ts'
import type { OverallStatus } from '../overview/status.ts'
import type { Session } from '../sessions/session.ts'

/**
 * Everything that can happen in this product, in one closed list, and the first file to read. Features publish
 * these; features and browsers listen. An event carries what it is about, so that nobody has to ask again.
 */
export type LiveEvent =
  | { kind: 'agent.changed'; agent: Agent }
  | { kind: 'session.changed'; session: Session }
  /** The answer that is being written, as far as it has come; '' once it is whole, or over. `writtenAt` in ms. */
  | { kind: 'session.streamed'; sessionId: string; text: string; writtenAt: number }
  | { kind: 'costs.changed'; costs: CostsToday }
  /** A level of a budget was crossed; said once in its period. */
  | { kind: 'budget.crossed'; crossing: BudgetCrossing }
  | { kind: 'cron.changed'; job: CronJob }
  | { kind: 'cron.ran'; run: CronRun }
  | { kind: 'overview.changed'; standing: OverallStatus }
  | { kind: 'source.changed'; source: SourceReport }
  | { kind: 'gateway.changed'; gateway: GatewayState }
  | { kind: 'indexed'; progress: Progress; done: boolean }
  | { kind: 'health.read'; reading: Reading }
  | { kind: 'audited'; line: AuditLine }
  | { kind: 'logged'; line: ActivityEntry }

/** An event as it is heard: numbered, dated, from a host. */
export type PublishedEvent = LiveEvent & { seq: number; at: number; host: string }

/** The topics an event is heard under, the most specific first. */
export function topicsOf(event: LiveEvent): string[] {
  switch (event.kind) {
    case 'agent.changed':
      return ['agents', 'office', 'overview']
    case 'session.changed':
      return [`session:${event.session.id}`, 'sessions', 'office', 'overview']
    case 'session.streamed':
      return [`session:${event.sessionId}`]
    case 'costs.changed':
    case 'budget.crossed':
      return ['costs', 'overview']
    case 'cron.changed':
    case 'cron.ran':
      return ['crons', 'overview']
    case 'overview.changed':
      return ['attention', 'overview']
    case 'source.changed':
    case 'gateway.changed':
    case 'indexed':
    case 'health.read':
      return ['health', 'overview']
    case 'audited':
      return ['audit']
    case 'logged':
      return ['office', 'overview']
  }
}

/** Readings are latest-value: they are sent as they come and never replayed. That reading history is done is a fact. */
export const isReading = (event: LiveEvent) =>
  event.kind === 'health.read' || event.kind === 'session.streamed' || (event.kind === 'indexed' && !event.done)
