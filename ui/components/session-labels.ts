import { runtimeName } from '../../src/facts/runtimes.ts'
import type { Witness } from '../../src/facts/testimony.ts'
import { ago } from '../../src/lib/format.ts'
import { oneLine } from '../../src/lib/plain-text.ts'
import { failureOf } from '../../src/sessions/failure.ts'
import type { Session } from '../../src/sessions/session.ts'
import { groupOfState, stateLabel } from '../../src/sessions/severity.ts'

/** The name of a session in lists. */
export const titleOf = ({ title, key }: Pick<Session, 'title' | 'key'>) =>
  oneLine(title ?? '') || oneLine(key ?? '') || 'Untitled'

type Standing = Pick<Session, 'state' | 'reason'>

/** The text of the error that stopped a session; null where it was not stopped, or where no error is known. */
export const errorOf = ({ state, reason }: Standing): string | null =>
  groupOfState(state) === 'stopped' ? oneLine(reason ?? '') || null : null

/** Why a session is in its state, in half a sentence, an error in our words; null where no reason is known. */
export function whyOf(session: Standing): string | null {
  const error = errorOf(session)
  return error === null ? oneLine(session.reason ?? '') || null : failureOf(error).words
}

/** A session's state with its reason, in half a sentence. */
export function reasonOf(session: Standing & Pick<Session, 'activity'>): string {
  const { state, activity } = session
  const why = whyOf(session)
  if (why === null) return state === 'running' && activity ? activity : stateLabel(state)
  return groupOfState(state) === 'stopped' ? `${stateLabel(state)}: ${why}` : why
}

const witnessLabels: Record<Witness, (runtime: string) => string> = {
  gateway: () => 'the gateway',
  daemon: (runtime) => `the ${runtime} daemon`,
  'session-file': (runtime) => `${runtime}’s session file`,
  hook: (runtime) => `a ${runtime} hook`,
  'process-table': () => 'the list of processes',
  store: (runtime) => `${runtime}’s store`,
  transcript: () => 'its transcript',
}

/** The name of a witness in a sentence. */
export const witnessName = (witness: Witness, runtime: string) => witnessLabels[witness](runtimeName(runtime))

/** Who says that a session is in its state, and since when: `according to Claude Code’s session file, 2 min ago`. */
export function witnessOf(
  { witness, witnessedAt, runtime }: Pick<Session, 'witness' | 'witnessedAt' | 'runtime'>,
  now: number,
): string {
  const who = `according to ${witnessLabels[witness](runtimeName(runtime))}`
  return witnessedAt === null ? who : `${who}, ${ago(witnessedAt, now)}`
}
