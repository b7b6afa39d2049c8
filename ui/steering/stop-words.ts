import type { StateMarkName } from '../../src/sessions/severity.ts'
import type { StopOutcome } from '../../src/steering/stop-outcome.ts'

/** The mark of each outcome, drawn as that of a session in such a state. */
export const markOfOutcome: Record<StopOutcome['outcome'], StateMarkName> = {
  stopped: 'idle',
  asked: 'thinking',
  'not-running': 'asleep',
  'not-stopped': 'stopped',
}

const words: Record<StopOutcome['outcome'], string> = {
  stopped: 'done',
  asked: 'on its way',
  'not-running': 'was not running',
  'not-stopped': 'goes on',
}

export const outcomeWords = ({ outcome, note }: Pick<StopOutcome, 'outcome' | 'note'>) =>
  note === null ? words[outcome] : outcome === 'stopped' ? note : `${words[outcome]}: ${note}`

/** How many it was, of how many, and how long it took: `6 of 7 stopped in 0.4 s`. */
export function headlineOf(outcomes: readonly Pick<StopOutcome, 'outcome' | 'name'>[], verb: string, tookMs?: number) {
  const done = outcomes.filter(({ outcome }) => outcome === 'stopped').length
  const time = tookMs === undefined ? '' : ` in ${(tookMs / 1_000).toFixed(1)} s`
  const [only] = outcomes
  if (only && outcomes.length === 1)
    return done === 1 ? `${only.name} is ${verb}${time}` : `${only.name} is not ${verb}`
  return done === outcomes.length ? `${done} ${verb}${time}` : `${done} of ${outcomes.length} ${verb}${time}`
}
