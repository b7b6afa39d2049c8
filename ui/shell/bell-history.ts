import type { ActivityEntry } from '../../src/activity/activity-entry.ts'
import type { Incident } from '../../src/alerts/incident.ts'
import type { NeedRecord } from '../../src/attention/need-record.ts'
import { attentionLabels, hrefOfNeed } from '../components/attention-labels.ts'
import type { Mark } from '../components/state-mark.tsx'

/** What the bell tells of, in six types. */
export const bellTypes = {
  'agent-complete': { name: 'Finished', mark: 'healthy' },
  'agent-error': { name: 'Failed', mark: 'stopped' },
  'task-review': { name: 'Waited for you', mark: 'waiting' },
  'wake-event': { name: 'Cron', mark: 'working' },
  conflict: { name: 'Conflict', mark: 'waiting' },
  system: { name: 'System', mark: 'thinking' },
} as const satisfies Record<string, { name: string; mark: Mark }>

type BellType = keyof typeof bellTypes
type BellEntry = { type: BellType; at: number; who: string; words: string; href: string }

const shown = 20

/** What happened in the last day, the newest first: what ran and ended, what needed a person, and which alerts are over. */
export function earlierOf(
  log: readonly ActivityEntry[],
  settled: readonly NeedRecord[],
  incidents: readonly Incident[],
  nameOf: (agentId: string) => string,
): BellEntry[] {
  const all = [
    ...log.flatMap((entry) => ofActivity(entry) ?? []),
    ...settled.flatMap((record) => ofNeed(record, nameOf) ?? []),
    ...incidents.map(
      ({ id, title, endedAt, openedAt, subject }): BellEntry => ({
        type: 'system',
        at: endedAt ?? openedAt,
        who: title,
        words: endedAt === null ? subject.name : `is over, ${subject.name}`,
        href: `/alerts/incidents/${id}`,
      }),
    ),
  ]
  return all.toSorted((a, b) => b.at - a.at).slice(0, shown)
}

/** What is kept elsewhere, as a need or an incident, is told by that. */
function ofActivity(entry: ActivityEntry): BellEntry | undefined {
  switch (entry.kind) {
    case 'session.finished':
      return {
        type: 'agent-complete',
        at: entry.at,
        who: entry.agent,
        words: entry.title === null ? 'finished' : `finished: ${entry.title}`,
        href: `/sessions/${encodeURIComponent(entry.sessionId)}`,
      }
    case 'cron.ran':
      return {
        type: entry.status === 'ok' ? 'wake-event' : 'agent-error',
        at: entry.at,
        who: entry.job,
        words: entry.status === 'ok' ? 'ran' : 'failed',
        href:
          entry.sessionId === null
            ? `/agents/${encodeURIComponent(entry.agentId)}`
            : `/sessions/${encodeURIComponent(entry.sessionId)}`,
      }
    case 'budget.crossed':
      return {
        type: 'system',
        at: entry.at,
        who: entry.budget,
        words: `is used to ${Math.round(entry.level * 100)}%`,
        href: '/costs',
      }
    case 'source.lost':
    case 'source.found':
      return {
        type: 'system',
        at: entry.at,
        who: entry.runtime,
        words: entry.kind === 'source.lost' ? 'cannot be read' : 'can be read again',
        href: '/settings/sources',
      }
    default:
      return undefined
  }
}

function ofNeed(record: NeedRecord, nameOf: (agentId: string) => string): BellEntry | undefined {
  const { kind, settledAt, openedAt, agentId, title } = record
  const type = typeOf(record)
  if (type === undefined) return undefined
  const who = agentId === '' || type === 'conflict' ? (title ?? 'Something') : nameOf(agentId)
  return { type, at: settledAt ?? openedAt, who, words: attentionLabels[kind], href: hrefOfNeed(record) }
}

function typeOf({ kind }: NeedRecord): BellType | undefined {
  switch (kind) {
    case 'failed':
    case 'stalled':
      return 'agent-error'
    case 'waiting':
    case 'approval-asked':
    case 'pairing-asked':
    case 'terminal-asks':
    case 'agent-asked':
      return 'task-review'
    case 'file-conflict':
      return 'conflict'
    case 'context-full':
    case 'context-filling':
    case 'burning':
    case 'budget-passed':
    case 'breaker-tripped':
    case 'cron-overdue':
      return 'system'
    // Runs and alerts are told by themselves.
    case 'cron-failed':
    case 'incident':
      return undefined
  }
}
