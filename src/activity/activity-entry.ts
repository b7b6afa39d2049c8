import type { Severity } from '../alerts/rule.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import type { BudgetCrossing } from '../costs/budgets/budget.ts'
import type { CronRunStatus } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'

/** One thing that happened, as plain data; the UI writes the words. The same thing always has the same id. */
export type ActivityEntry = { id: string; at: number } & (
  | { kind: 'session.started'; agent: string; sessionId: string; title: string | null }
  | { kind: 'subagent.started'; agent: string; by: string | null; sessionId: string; title: string | null }
  | { kind: 'session.finished'; agent: string; sessionId: string; title: string | null }
  | {
      kind: 'session.stopped'
      agent: string
      sessionId: string
      title: string | null
      how: 'failed' | 'killed' | 'timed-out' | 'stalled'
      reason: string | null
    }
  | { kind: 'session.waits'; agent: string; sessionId: string; title: string | null; reason: string | null }
  | { kind: 'context.filling'; agent: string; sessionId: string; title: string | null; percent: number }
  | {
      kind: 'cron.ran'
      job: string
      agentId: string
      /** The session of the run, where it has one. */
      sessionId: string | null
      status: CronRunStatus
      durationMs: number | null
      error: string | null
    }
  | { kind: 'acted'; who: string; action: string; stage: AuditLine['stage'] }
  | ({ kind: 'budget.crossed' } & Pick<BudgetCrossing, 'budget' | 'per' | 'level' | 'usd' | 'spentUsd' | 'forecast'>)
  | { kind: 'incident.raised' | 'incident.over'; incidentId: number; title: string | null; severity: Severity }
  | { kind: 'source.lost' | 'source.found'; runtime: Runtime }
)

/** Entries older than this (ms) are left out. */
export const activityMaxAgeMs = 24 * 3_600_000

/** This many entries are kept, on the server and on a page. */
export const maxActivityEntries = 16

/** An entry as a screen on a wall may show it: without titles, reasons and who acted. */
export function activityEntryForScreen(entry: ActivityEntry): ActivityEntry {
  switch (entry.kind) {
    case 'session.started':
    case 'subagent.started':
    case 'session.finished':
    case 'context.filling':
    case 'incident.raised':
    case 'incident.over':
      return { ...entry, title: null }
    case 'session.stopped':
    case 'session.waits':
      return { ...entry, title: null, reason: null }
    case 'cron.ran':
      return { ...entry, error: null }
    case 'acted':
      return { ...entry, who: 'Somebody' }
    case 'source.lost':
    case 'source.found':
    case 'budget.crossed':
      return entry
  }
}
