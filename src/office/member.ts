import type { Runtime } from '../facts/runtimes.ts'
import type { Witness } from '../facts/testimony.ts'
import type { Activity, SessionState } from '../sessions/state.ts'

/** How much happens around somebody: none, a little, much or very much in the last minute. */
export type Heat = 0 | 1 | 2 | 3

/** Somebody in the office, an agent or a sub-agent at work, with everything that is drawn of it. Unknown is null. */
export type OfficeMember = {
  /** The id of the agent, or that of the session of a sub-agent. */
  id: string
  kind: 'agent' | 'subagent'
  /** Who began the sub-agent: an agent, or another sub-agent. */
  parentId: string | null
  name: string
  /** The seed of its face. */
  look: string
  runtime: Runtime
  /** The project or the team it belongs to; those of one area sit together. */
  area: string | null
  state: SessionState
  activity: Activity | null
  /** Since when it is in this state, in ms. */
  since: number | null
  witness: Witness | null
  /** When the witness last said so, in ms. */
  witnessedAt: number | null
  /** Why it is in this state. */
  reason: string | null
  /** The session that speaks for its state. */
  sessionId: string | null
  model: string | null
  /** The tool it is using. */
  tool: string | null
  /** The last sentence it said, at most 140 characters. */
  said: string | null
  /** What it waits for a person to answer, in one sentence. */
  asks: string | null
  /** Where its conversation takes place: `telegram`, `slack` … */
  channel: string | null
  contextPercent: number | null
  costTodayUsd: number | null
  costTodayIsLowerBound: boolean
  heat: Heat
}

/** What a sub-agent is called where nobody gave it a name, or its name may not be told. */
export const unnamed = 'Sub-agent'
