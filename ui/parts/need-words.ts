import type { Need } from '../../src/attention/need.ts'
import type { Mark } from './state-mark.tsx'

/** What needs somebody, as a mark. */
export const needMarks: Record<Need['kind'], Mark> = {
  waiting: 'waiting',
  stalled: 'waiting',
  failed: 'stopped',
  'cron-failed': 'stopped',
  'context-full': 'waiting',
  'context-filling': 'waiting',
}

/** What needs somebody, as the end of a sentence that begins with who it is. */
export const needWords: Record<Need['kind'], string> = {
  waiting: 'waits for you',
  stalled: 'makes no progress',
  failed: 'failed',
  'cron-failed': 'failed when it last ran',
  'context-full': 'is running out of context',
  'context-filling': 'fills its context',
}
