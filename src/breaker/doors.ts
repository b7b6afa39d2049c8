import type { Permit } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'

/** What became of the wish to stop a session; `asked`: its runtime took it, and it was not seen within the time. */
type StopOutcome = {
  sessionId: string
  outcome: 'stopped' | 'asked' | 'not-running' | 'not-stopped'
  note: string | null
}

/** Stops sessions, one outcome for each in the order of their ids. The caller has passed the gate, whose permit it hands along. */
export type StopSessions = (
  ids: string[],
  by: { permit: Permit; who: { name: string; id: string } },
  why: string,
) => Promise<StopOutcome[]>

/** The ways out of the breaker. */
export type BreakerDoors = {
  /**
   * Switches a job on or off at its runtime, through the gate as an act of the caller. Resolves once its store shows it,
   * and rejects with a Refusal in words.
   */
  setJob: (caller: Caller, jobId: string, enabled: boolean) => Promise<unknown>
  stop: StopSessions
}
