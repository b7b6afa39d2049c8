import type { SessionState } from '../../../src/sessions/severity.ts'

/** What each state means, in a sentence: three of them are quiet, and not the same. */
export const stateMeanings: Record<SessionState, string> = {
  waiting: 'Waits for you: it asked something, or wants to be allowed something.',
  stalled: 'Stalled: it is at work and has made no progress for a long time.',
  failed: 'Failed: its last run ended with an error.',
  'timed-out': 'Timed out: its last run took too long and was ended.',
  killed: 'Stopped: its process is gone in the middle of its work.',
  running: 'Running: a tool runs, or an answer is being written.',
  thinking: 'Thinking: the model works on an answer.',
  idle: 'Idle: it has answered and is ready for the next message.',
  finished: 'Finished: its task is done and nothing more is expected.',
  asleep: 'Asleep: ready for the next message, and quiet for over 30 minutes.',
  unknown: 'Unknown: nothing tells what it does.',
}
