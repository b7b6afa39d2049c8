import type { Activity, SessionState } from '../sessions/state.ts'
import type { OfficeMember } from './member.ts'

/** What a character does. */
export type OfficeAct = 'type' | 'read' | 'talk' | 'think' | 'wait' | 'error' | 'idle' | 'sleep'

/** What the monitor on its desk shows. */
export type Monitor = 'off' | 'idle' | 'code' | 'error' | 'chart' | 'read' | 'web' | 'wait' | 'sleep'

/** The colours of its name, its lamp and its light. */
export type Tone = 'work' | 'think' | 'wait' | 'error' | 'idle' | 'sleep' | 'unknown'

/** How somebody is drawn: the translation of its state, and nothing that was not said of it. */
export type Depiction = {
  act: OfficeAct
  monitor: Monitor
  tone: Tone
  /** The sign above the name of somebody who needs a person. */
  sign: 'wait' | 'error' | null
  /** Slower than others, because nothing goes on. */
  isSlow: boolean
  /** Without colour and without any movement, because nothing is known. */
  isStill: boolean
  /** Whether it may leave its desk: to the coffee, to a sofa, to a window. */
  isFree: boolean
}

type Row = readonly [act: OfficeAct, monitor: Monitor, tone: Tone, more?: Partial<Depiction>]

const rests = { isFree: true }

const states: Record<SessionState, Row> = {
  running: ['type', 'code', 'work'],
  thinking: ['think', 'code', 'think'],
  waiting: ['wait', 'wait', 'wait', { sign: 'wait' }],
  stalled: ['think', 'wait', 'wait', { sign: 'wait', isSlow: true }],
  failed: ['error', 'error', 'error', { sign: 'error' }],
  killed: ['error', 'error', 'error', { sign: 'error' }],
  'timed-out': ['error', 'error', 'error', { sign: 'error' }],
  finished: ['idle', 'idle', 'idle', rests],
  idle: ['idle', 'idle', 'idle', rests],
  asleep: ['sleep', 'sleep', 'sleep', rests],
  unknown: ['idle', 'off', 'unknown', { isStill: true }],
}

/** What is seen of somebody who runs. */
const activities: Record<Activity, Row> = {
  typing: ['type', 'code', 'work'],
  running: ['type', 'code', 'work'],
  reading: ['read', 'read', 'work'],
  browsing: ['read', 'web', 'work'],
  talking: ['talk', 'code', 'work'],
}

/** Of a state or an activity that a newer server has, nothing is known here. */
const rowOf = (state: SessionState, activity: Activity | null): Row =>
  (state === 'running' && activity && activities[activity]) || states[state] || states.unknown

/** How somebody is drawn by its state. An activity counts in somebody who runs alone, and a sub-agent stays where it is. */
export function depictionOf({ state, activity, kind }: Pick<OfficeMember, 'state' | 'activity' | 'kind'>): Depiction {
  const [act, monitor, tone, more] = rowOf(state, activity)
  const depiction = { act, monitor, tone, sign: null, isSlow: false, isStill: false, isFree: false, ...more }
  return kind === 'subagent' ? { ...depiction, isFree: false } : depiction
}
