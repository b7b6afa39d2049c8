import type { Depiction } from '../../../../src/office/depiction.ts'
import type { OfficeMember } from '../../../../src/office/member.ts'

/** Somebody of whom only what matters to a test is said. */
export const member = (id: string, said: Partial<OfficeMember> = {}): OfficeMember => ({
  id,
  kind: 'agent',
  parentId: null,
  name: id,
  look: id,
  runtime: 'openclaw',
  area: null,
  state: 'idle',
  activity: null,
  since: null,
  witness: null,
  witnessedAt: null,
  reason: null,
  sessionId: null,
  model: null,
  tool: null,
  said: null,
  asks: null,
  channel: null,
  contextPercent: null,
  costTodayUsd: null,
  costTodayIsLowerBound: false,
  heat: 0,
  ...said,
})

const quiet = { monitor: 'off', sign: null, isSlow: false, isStill: false, isFree: false } as const

const byState: Record<OfficeMember['state'], Depiction> = {
  waiting: { ...quiet, act: 'wait', tone: 'wait', sign: 'wait' },
  failed: { ...quiet, act: 'error', tone: 'error', sign: 'error' },
  'timed-out': { ...quiet, act: 'error', tone: 'error', sign: 'error' },
  killed: { ...quiet, act: 'error', tone: 'error', sign: 'error' },
  running: { ...quiet, act: 'type', tone: 'work' },
  thinking: { ...quiet, act: 'think', tone: 'think' },
  stalled: { ...quiet, act: 'think', tone: 'wait', sign: 'wait', isSlow: true },
  idle: { ...quiet, act: 'idle', tone: 'idle', isFree: true },
  finished: { ...quiet, act: 'idle', tone: 'idle', isFree: true },
  asleep: { ...quiet, act: 'sleep', tone: 'sleep' },
  unknown: { ...quiet, act: 'idle', tone: 'unknown', isStill: true },
}

/** How the states are drawn, as far as it matters to where somebody is. */
export const depictionByState = ({ state }: OfficeMember): Depiction => byState[state]
