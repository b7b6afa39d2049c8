import type { AttentionItem } from '../../src/attention/need.ts'
import type { Mark } from './state-mark.tsx'

/** The mark of each kind of item that needs a person. */
export const attentionMarks: Record<AttentionItem['kind'], Mark> = {
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
  waiting: 'waits for you',
  stalled: 'makes no progress',
  failed: 'failed',
  'cron-failed': 'failed when it last ran',
  'budget-passed': 'is passed',
  'context-full': 'is running out of context',
  'context-filling': 'fills its context',
}

/** Whether an item is about a job or a budget, which have no portrait and no transcript. */
export const isOfNoSession = ({ kind }: Pick<AttentionItem, 'kind'>) =>
  kind === 'cron-failed' || kind === 'budget-passed'
