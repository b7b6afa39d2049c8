import { runtimeName } from '../../src/facts/runtimes.ts'
import type { Witness } from '../../src/facts/testimony.ts'
import { ago } from '../../src/lib/format.ts'
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

const witnessLabels: Record<Witness, (runtime: string) => string> = {
  gateway: () => 'the gateway',
  daemon: (runtime) => `the daemon of ${runtime}`,
  'session-file': (runtime) => `${runtime}’s session file`,
  hook: (runtime) => `a hook of ${runtime}`,
  'process-table': () => 'the process table',
  store: (runtime) => `${runtime}’s store`,
  transcript: () => 'the end of the transcript',
}

/** Who says that a session is in its state, and since when: `says Claude Code’s session file, 2 min ago`. */
export function witnessOf(
  { witness, witnessedAt, runtime }: Pick<Session, 'witness' | 'witnessedAt' | 'runtime'>,
  now: number,
): string {
  const who = `says ${witnessLabels[witness](runtimeName(runtime))}`
  return witnessedAt === null ? who : `${who}, ${ago(witnessedAt, now)}`
}
