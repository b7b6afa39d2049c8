/**
 * What became of the wish to stop one session. `stopped`: it was seen to stand still, or its process is gone. `asked`:
 * the runtime took the wish, and it was not seen within the time; it is watched on. `not-running`: there was nothing to
 * stop. `not-stopped`: it goes on, and `note` says why and where it can be stopped instead.
 */
export type StopOutcome = {
  sessionId: string
  /** What a person calls it: its agent and its title. */
  name: string
  outcome: 'stopped' | 'asked' | 'not-running' | 'not-stopped'
  note: string | null
}
