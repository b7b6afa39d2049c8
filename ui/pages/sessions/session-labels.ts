import { oneLine } from '../../../src/lib/plain-text.ts'
import type { Session } from '../../../src/sessions/session.ts'

/** What a session is called where it is listed. */
export const titleOf = ({ title, key }: Pick<Session, 'title' | 'key'>) =>
  oneLine(title ?? '') || oneLine(key ?? '') || 'Untitled'

const words: Record<Session['state'], string> = {
  running: 'running',
  thinking: 'thinking',
  waiting: 'waits for you',
  stalled: 'stalled',
  failed: 'failed',
  killed: 'stopped',
  'timed-out': 'timed out',
  finished: 'finished',
  idle: 'idle',
  asleep: 'asleep',
  unknown: 'unknown',
}

/** The state in a word or two. */
export const stateLabel = (state: Session['state']) => words[state]

/** Why a session is in its state, half a sentence; where nothing tells, the state itself. */
export function reasonOf({ state, reason, activity }: Pick<Session, 'state' | 'reason' | 'activity'>): string {
  const said = oneLine(reason ?? '')
  if (!said) return state === 'running' && activity ? activity : words[state]
  if (state === 'failed' || state === 'killed' || state === 'timed-out') return `${words[state]}: ${said}`
  return said
}
