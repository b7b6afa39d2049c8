import type { AttentionItem } from '../../src/attention/need.ts'
import type { Mark } from './state-mark.tsx'

/** The mark of each kind of item that needs a person. */
export const attentionMarks: Record<AttentionItem['kind'], Mark> = {
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
export const attentionLabels: Record<AttentionItem['kind'], string> = {
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

/** Whether an item is about something that has no portrait and no transcript. */
export const isOfNoSession = ({ kind }: Pick<AttentionItem, 'kind'>) =>
  kind === 'cron-failed' || kind === 'budget-passed' || isAboutAccess(kind)

/** Whether an item is about who may act, which is settled under Access. */
export const isAboutAccess = (kind: AttentionItem['kind']) => kind === 'terminal-asks' || kind === 'agent-asked'
