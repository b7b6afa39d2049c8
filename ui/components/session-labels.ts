import { oneLine } from '../../src/lib/plain-text.ts'
import type { Session } from '../../src/sessions/session.ts'
import { groupOfState, stateLabel } from '../../src/sessions/severity.ts'

/** What a session is called where it is listed. */
export const titleOf = ({ title, key }: Pick<Session, 'title' | 'key'>) =>
  oneLine(title ?? '') || oneLine(key ?? '') || 'Untitled'

/** Why a session is in its state, half a sentence; where nothing tells, the state itself. */
export function reasonOf({ state, reason, activity }: Pick<Session, 'state' | 'reason' | 'activity'>): string {
  const said = oneLine(reason ?? '')
  if (!said) return state === 'running' && activity ? activity : stateLabel(state)
  if (groupOfState(state) === 'stopped') return `${stateLabel(state)}: ${said}`
  return said
}
