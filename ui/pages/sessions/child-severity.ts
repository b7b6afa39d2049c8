import type { SessionState } from '../../../src/sessions/state.ts'

/** From the worst: what a closed parent says of its children. */
const order: SessionState[] = [
  'failed',
  'timed-out',
  'killed',
  'waiting',
  'stalled',
  'running',
  'thinking',
  'unknown',
  'idle',
  'asleep',
  'finished',
]

/** The state that most wants a look; null for none at all. */
export const worstStateOf = (states: SessionState[]): SessionState | null =>
  order.find((state) => states.includes(state)) ?? null
