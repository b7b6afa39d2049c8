import type { AttentionItem } from '../../src/attention/need.ts'
import type { Mark } from './state-mark.tsx'

/** What needs somebody, as a mark. */
export const attentionMarks: Record<AttentionItem['kind'], Mark> = {
  waiting: 'waiting',
  stalled: 'waiting',
  failed: 'stopped',
  'cron-failed': 'stopped',
  'budget-passed': 'waiting',
  'context-full': 'waiting',
  'context-filling': 'waiting',
}

/** What needs somebody, as the end of a sentence that begins with who it is. */
export const attentionLabels: Record<AttentionItem['kind'], string> = {
  waiting: 'waits for you',
  stalled: 'makes no progress',
  failed: 'failed',
  'cron-failed': 'failed when it last ran',
  'budget-passed': 'is passed',
  'context-full': 'is running out of context',
  'context-filling': 'fills its context',
}

/** It is about a job or a budget: neither has a face, nor a transcript to open. */
export const isOfNoSession = ({ kind }: Pick<AttentionItem, 'kind'>) =>
  kind === 'cron-failed' || kind === 'budget-passed'
