import type { AttentionItem, Need, NeedKind } from '../../src/attention/need.ts'
import { oneLine } from '../../src/lib/plain-text.ts'
import { type Failure, failureOf } from '../../src/sessions/failure.ts'
import { hrefOfFile } from './file-link.ts'
import type { Mark } from './state-mark.tsx'

/** The mark of each kind of item that needs a person. */
export const attentionMarks: Record<NeedKind, Mark> = {
  'terminal-asks': 'waiting',
  'agent-asked': 'waiting',
  waiting: 'waiting',
  'approval-asked': 'waiting',
  'pairing-asked': 'waiting',
  stalled: 'waiting',
  failed: 'stopped',
  'cron-failed': 'stopped',
  'cron-overdue': 'stopped',
  'budget-passed': 'waiting',
  'breaker-tripped': 'waiting',
  'context-full': 'waiting',
  'context-filling': 'waiting',
  burning: 'waiting',
  'file-conflict': 'waiting',
  incident: 'stopped',
}

/** Each kind as the end of a sentence that begins with a name. */
export const attentionLabels: Record<NeedKind, string> = {
  'terminal-asks': 'asks to act',
  'agent-asked': 'asked for rights',
  waiting: 'is waiting for you',
  'approval-asked': 'is waiting for your decision',
  'pairing-asked': 'asks to be let in',
  stalled: 'is not making progress',
  failed: 'failed',
  'cron-failed': 'failed its last run',
  'cron-overdue': 'has not succeeded in time',
  'budget-passed': 'has passed its budget',
  'breaker-tripped': 'runs short',
  'context-full': 'is running out of context',
  'context-filling': 'is running low on context',
  burning: 'is spending unusually fast',
  'file-conflict': 'has changes that conflict',
  incident: 'is an open alert',
}

/** Whether an item is about who may act, which is settled under Access. */
const isAboutAccess = (kind: NeedKind) => kind === 'terminal-asks' || kind === 'agent-asked'

/** Whether an item is about something that has no portrait and no transcript. */
export const isOfNoSession = ({ kind }: Pick<Need, 'kind'>) =>
  kind === 'cron-failed' ||
  kind === 'cron-overdue' ||
  kind === 'budget-passed' ||
  kind === 'breaker-tripped' ||
  kind === 'file-conflict' ||
  kind === 'incident' ||
  kind === 'approval-asked' ||
  kind === 'pairing-asked' ||
  isAboutAccess(kind)

/** Whether an item is about an agent that we know, which has a face and a name. */
export const hasFace = ({ kind, agentId }: Pick<Need, 'kind' | 'agentId'>) =>
  !isOfNoSession({ kind }) || (kind === 'approval-asked' && agentId !== '')

/** The failure of a need in our words; undefined for what did not fail, or says nothing. */
export const failureIn = ({ kind, reason }: Pick<Need, 'kind' | 'reason'>): Failure | undefined =>
  (kind === 'failed' || kind === 'cron-failed') && reason ? failureOf(reason) : undefined

/** Why a need is one, in half a sentence, an error in our words; '' where no reason is known. */
export const whyOfNeed = (need: Pick<Need, 'kind' | 'reason'>): string =>
  failureIn(need)?.words ?? oneLine(need.reason ?? '')

/** Where an item is looked at: its session, its job, the costs, or who may act. */
export function hrefOfNeed({ id, kind }: Pick<AttentionItem, 'id' | 'kind'>): string {
  if (isAboutAccess(kind)) return '/settings/access'
  if (kind === 'approval-asked') return `/approvals/${encodeURIComponent(id.slice('approval:'.length))}`
  if (kind === 'pairing-asked') return `/gateway/devices?gateway=${encodeURIComponent(id.split(':')[1] ?? '')}`
  if (kind === 'budget-passed') return '/costs'
  if (kind === 'breaker-tripped') return `/costs/headroom?of=${encodeURIComponent(id)}`
  if (kind === 'incident') return `/alerts/incidents/${id.slice('incident:'.length)}`
  if (kind === 'file-conflict') return hrefOfFile(id.slice('file:'.length))
  return `/${kind === 'cron-failed' || kind === 'cron-overdue' ? 'crons' : 'sessions'}/${encodeURIComponent(id)}`
}
