/** The marks that show a state, in the order of a legend. `ui/components/state-mark.tsx` draws them. */
export const stateMarks = ['working', 'thinking', 'waiting', 'stopped', 'idle', 'asleep', 'unknown'] as const
export type StateMarkName = (typeof stateMarks)[number]

type StateRow = {
  state: string
  /** The higher the number, the more a state needs attention. Among equals the newest event decides. */
  severity: number
  /** As a predicate: `waits for you`. */
  label: string
  /** As an apposition to a name: `Clara, waiting for you`. */
  participle: string
  mark: StateMarkName
  /** The choice of a filter that the state belongs to. */
  group: string
}

/**
 * Every state of a session, the most severe first. This is the one list of states: their order, their words, their
 * marks and the groups of filters are read from it on the server and in the UI alike.
 */
export const sessionStates = [
  {
    state: 'waiting',
    severity: 8,
    label: 'waits for you',
    participle: 'waiting for you',
    mark: 'waiting',
    group: 'waiting',
  },
  { state: 'failed', severity: 7, label: 'failed', participle: 'failed', mark: 'stopped', group: 'stopped' },
  { state: 'timed-out', severity: 7, label: 'timed out', participle: 'out of time', mark: 'stopped', group: 'stopped' },
  { state: 'killed', severity: 7, label: 'stopped', participle: 'stopped', mark: 'stopped', group: 'stopped' },
  { state: 'running', severity: 6, label: 'running', participle: 'working', mark: 'working', group: 'working' },
  { state: 'thinking', severity: 5, label: 'thinking', participle: 'thinking', mark: 'thinking', group: 'working' },
  {
    state: 'stalled',
    severity: 4,
    label: 'stalled',
    participle: 'making no progress',
    mark: 'waiting',
    group: 'waiting',
  },
  { state: 'idle', severity: 3, label: 'idle', participle: 'ready', mark: 'idle', group: 'idle' },
  { state: 'finished', severity: 3, label: 'finished', participle: 'done', mark: 'idle', group: 'finished' },
  { state: 'asleep', severity: 2, label: 'asleep', participle: 'asleep', mark: 'asleep', group: 'idle' },
  { state: 'unknown', severity: 1, label: 'unknown', participle: 'no contact', mark: 'unknown', group: 'unknown' },
] as const satisfies readonly StateRow[]

/** A state exists once it has a row in `sessionStates`. */
export type SessionState = (typeof sessionStates)[number]['state']
export type StateGroup = (typeof sessionStates)[number]['group']

const rowsByState = new Map(sessionStates.map((row, index) => [row.state, { ...row, index }]))
/** A page that is older than its server may hear of a state that it does not know. */
const rowOf = (state: SessionState) => rowsByState.get(state) ?? rowsByState.get('unknown')!

export const severityOf = (state: SessionState): number => rowOf(state).severity
export const stateLabel = (state: SessionState): string => rowOf(state).label
export const stateParticiple = (state: SessionState): string => rowOf(state).participle
export const markOf = (state: SessionState): StateMarkName => rowOf(state).mark
export const groupOfState = (state: SessionState): StateGroup => rowOf(state).group

/** The groups of states in the order of their most severe state. */
export const stateGroups: StateGroup[] = [...new Set(sessionStates.map(({ group }) => group))]

export const statesIn = (group: StateGroup): SessionState[] =>
  sessionStates.filter((row) => row.group === group).map(({ state }) => state)

/** The more severe of two states; null is less severe than any state. */
export const worseState = (a: SessionState | null, b: SessionState): SessionState =>
  a !== null && rowOf(a).index <= rowOf(b).index ? a : b

/** The most severe of several states; null for none. A closed parent shows this of everything below it. */
export const worstState = (states: readonly SessionState[]): SessionState | null =>
  states.reduce<SessionState | null>(worseState, null)
