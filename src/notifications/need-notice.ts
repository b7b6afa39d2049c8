import type { AttentionItem, NeedKind } from '../attention/need.ts'
import type { Notice, Severity } from './notice.ts'

/** What needs a person, as a notice says it. */

const words: Record<NeedKind, { severity: Severity; name: string; says: string }> = {
  'terminal-asks': { severity: 'warn', name: 'A terminal asks to act', says: 'asks to act' },
  'agent-asked': { severity: 'severe', name: 'An agent asked for rights', says: 'asked for rights and was refused' },
  waiting: { severity: 'warn', name: 'An agent waits for you', says: 'waits for you' },
  'approval-asked': { severity: 'warn', name: 'A request waits for your decision', says: 'waits for your decision' },
  'pairing-asked': { severity: 'warn', name: 'A device asks to be let in', says: 'asks to be let in' },
  stalled: { severity: 'warn', name: 'An agent makes no progress', says: 'makes no progress' },
  failed: { severity: 'warn', name: 'A session failed', says: 'failed' },
  'cron-failed': { severity: 'warn', name: 'A cron job failed', says: 'failed its last run' },
  'cron-overdue': { severity: 'warn', name: 'A cron job is late', says: 'has not succeeded in time' },
  'budget-passed': { severity: 'severe', name: 'A budget is passed', says: 'has passed its budget' },
  'breaker-tripped': { severity: 'severe', name: 'A rule has acted', says: 'runs short' },
  'context-full': { severity: 'warn', name: 'A context is nearly full', says: 'is running out of context' },
  'context-filling': { severity: 'info', name: 'A context fills up', says: 'is running low on context' },
  incident: { severity: 'severe', name: 'An alert is raised', says: 'is raised' },
  burning: { severity: 'severe', name: 'A session spends unusually fast', says: 'spends unusually fast' },
  'file-conflict': { severity: 'warn', name: 'Two sessions wrote one file', says: 'was changed by several' },
}

type NoticeKind = { id: string; name: string; severity: Severity }

/** The kinds of notices that a channel can choose. */
export const noticeKinds: NoticeKind[] = Object.entries(words).map(([id, { name, severity }]) => ({
  id,
  name,
  severity,
}))

const prefix = 'need:'

export const isOfNeed = (dedupeKey: string) => dedupeKey.startsWith(prefix)

export const keyOfNeed = ({ key }: Pick<AttentionItem, 'key'>) => `${prefix}${key}`

/** `agentName` is '' where it is about none. */
export function noticeOfNeed(item: AttentionItem, agentName: string, at: number): Notice {
  const { severity, says } = words[item.kind]
  // A file, a budget or a window is what it is about, whoever has to do with it.
  const about = /^(file|budget|window):/.test(item.id) ? '' : agentName
  const who = about || item.title || 'Something'
  return {
    dedupeKey: keyOfNeed(item),
    kind: item.kind,
    severity,
    subject: who,
    title: `${who} ${says}`,
    text: [...(about && item.title ? [item.title] : []), ...(item.reason ? [item.reason] : [])].join('\n'),
    href: hrefOf(item),
    at,
  }
}

function hrefOf({ id, kind }: AttentionItem): string {
  if (kind === 'cron-failed' || kind === 'cron-overdue') return `/crons/${encodeURIComponent(id)}`
  if (kind === 'approval-asked') return '/approvals'
  return /^[a-z]+:/.test(id) ? '/needs' : `/sessions/${encodeURIComponent(id)}`
}
