import { oneLine } from '../../src/lib/plain-text.ts'
import type { Session } from '../../src/sessions/session.ts'
import { groupOfState, stateLabel } from '../../src/sessions/severity.ts'

/** The name of a session in lists. */
export const titleOf = ({ title, key }: Pick<Session, 'title' | 'key'>) =>
  oneLine(title ?? '') || oneLine(key ?? '') || 'Untitled'

/** Why a session is in its state, in half a sentence; the state itself where no reason is known. */
export function reasonOf({ state, reason, activity }: Pick<Session, 'state' | 'reason' | 'activity'>): string {
  const text = oneLine(reason ?? '')
  if (!text) return state === 'running' && activity ? activity : stateLabel(state)
  if (groupOfState(state) === 'stopped') return `${stateLabel(state)}: ${text}`
  return text
}
