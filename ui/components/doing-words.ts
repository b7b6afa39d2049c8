import { type SessionState, stateParticiple } from '../../src/sessions/severity.ts'
import type { Activity } from '../../src/sessions/state.ts'

const activityWords: Record<Activity, string> = {
  typing: 'writing',
  running: 'running a command',
  reading: 'reading',
  browsing: 'looking things up',
  talking: 'talking to another',
}

/** What an agent does, in a few words that follow its name. */
export const doingWords = (state: SessionState, activity: Activity | null) =>
  (state === 'running' && activity && activityWords[activity]) || stateParticiple(state)
