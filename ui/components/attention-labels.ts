import type { AttentionItem, Need, NeedKind } from '../../src/attention/need.ts'
import type { Mark } from './state-mark.tsx'

/** The mark of each kind of item that needs a person. */
export const attentionMarks: Record<NeedKind, Mark> = {
  'terminal-asks': 'waiting',
  'agent-asked': 'waiting',
  waiting: 'waiting',
  stalled: 'waiting',
  failed: 'stopped',
  'cron-failed': 'stopped',
  'budget-passed': 'waiting',
  'context-full': 'waiting',
  'context-filling': 'waiting',
}

/** Each kind as the end of a sentence that begins with a name. */
export const attentionLabels: Record<NeedKind, string> = {
  'terminal-asks': 'asks to act',
  'agent-asked': 'asked for rights',
  waiting: 'waits for you',
  stalled: 'makes no progress',
  failed: 'failed',
  'cron-failed': 'failed when it last ran',
  'budget-passed': 'is passed',
  'context-full': 'is running out of context',
  'context-filling': 'fills its context',
}

/** Whether an item is about who may act, which is settled under Access. */
const isAboutAccess = (kind: NeedKind) => kind === 'terminal-asks' || kind === 'agent-asked'

/** Whether an item is about something that has no portrait and no transcript. */
export const isOfNoSession = ({ kind }: Pick<Need, 'kind'>) =>
  kind === 'cron-failed' || kind === 'budget-passed' || isAboutAccess(kind)

/** Where an item is looked at: its session, the agent of a job, the costs, or who may act. */
export function hrefOfNeed({ id, kind, agentId }: Pick<AttentionItem, 'id' | 'kind' | 'agentId'>): string {
  if (isAboutAccess(kind)) return '/settings/access'
  if (kind === 'budget-passed') return '/costs'
  return kind === 'cron-failed' ? `/agents/${encodeURIComponent(agentId)}` : `/sessions/${encodeURIComponent(id)}`
}
