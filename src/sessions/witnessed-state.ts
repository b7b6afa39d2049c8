import { type Testimony, type Witness, witnesses } from '../facts/testimony.ts'
import { type Evidence, type Judgement, stateOf } from './state.ts'

/** A state with who says so and since when (ms; null where that is unknown). */
export type WitnessedState = Judgement & { witness: Witness; witnessedAt: number | null }

/** A word counts beside what was written within this time before it: the two are written one after the other. */
const togetherMs = 2_000

/**
 * The state of a session by its stores and by what witnesses say of it at `now` (ms). The most trusted witness decides;
 * what it does not know (which tool runs, how long nothing has moved) is added from the stores.
 */
export function witnessedState(evidence: Evidence, testimonies: readonly Testimony[], now: number): WitnessedState {
  const written = writtenState(evidence, now)
  const { lastAt } = evidence
  for (const testimony of byTrust(testimonies)) {
    if (isOvertaken(testimony, testimonies, lastAt)) continue
    const judged = judge(testimony, evidence, written, lastAt ?? 0)
    if (judged) return { ...judged, witness: testimony.witness, witnessedAt: testimony.since }
  }
  return written
}

/** The state by the stores alone, with which of them says so. */
function writtenState(evidence: Evidence, now: number): WitnessedState {
  const judged = stateOf(evidence, now)
  return { ...judged, witness: evidence.status ? 'store' : 'transcript', witnessedAt: evidence.lastAt }
}

const byTrust = (testimonies: readonly Testimony[]) =>
  testimonies.toSorted((a, b) => witnesses.indexOf(a.witness) - witnesses.indexOf(b.witness))

/**
 * Whether something later speaks against a hook that says that a session waits: nobody calls a hook when the person
 * answers, but the session writes on, or its tool begins to run.
 */
const isOvertaken = ({ witness, says, since }: Testimony, others: readonly Testimony[], lastAt: number | null) =>
  witness === 'hook' &&
  says === 'waiting' &&
  ((lastAt ?? 0) > since || others.some((other) => other.says === 'working' && other.since > since))

/** What a testimony makes of a state; undefined where it says nothing that counts. */
function judge(
  { says, reason, since, tool }: Testimony,
  evidence: Evidence,
  written: Judgement,
  lastAt: number,
): Judgement | undefined {
  const inTheMiddle = ['running', 'thinking', 'stalled', 'waiting'].includes(written.state)
  // Whatever was written after the word is newer than the word.
  const isNewest = since + togetherMs >= lastAt
  switch (says) {
    case 'waiting':
      return { state: 'waiting', activity: null, reason: reason ?? 'waits for a person' }
    case 'working':
      if (inTheMiddle) return written
      return isNewest
        ? stateOf(
            { ...evidence, status: 'running', lastAt: Math.max(lastAt, since), openTool: tool ?? evidence.openTool },
            since,
          )
        : undefined
    case 'idle':
      if (!inTheMiddle || !isNewest) return undefined
      return { state: 'idle', activity: null, reason: 'interrupted' }
    case 'gone':
      // One that ran a tool was in the middle of its turn, whatever its transcript says.
      if (!(inTheMiddle || tool !== undefined) || !isNewest) return undefined
      return { state: 'killed', activity: null, reason: 'its process has ended in the middle of a turn' }
  }
}
