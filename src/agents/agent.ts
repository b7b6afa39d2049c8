import type { Runtime } from '../facts/fact.ts'
import type { Activity, SessionState } from '../sessions/state.ts'

/** Somebody with a name, a face and work, as every view shows it. */
export type Agent = {
  /** `<runtime>:<slug>` */
  id: string
  runtime: Runtime
  name: string
  emoji: string | null
  model: string | null
  /** False once its runtime no longer knows it; lists leave it out. */
  present: boolean
  state: SessionState
  activity: Activity | null
  /** The session that speaks for its state. */
  sessionId: string | null
  /** The seed its face is drawn from: the same id has the same face everywhere. */
  look: string
  costTodayUsd: number | null
  /** True when some of it has no price, so that it cost at least that. */
  costTodayIsLowerBound: boolean
  /** What a subscription paid of today: beside what it cost, not in it. */
  costTodaySubscriptionUsd?: number
  host: string
}

/** An agent with what its own page shows beside it. Spans and days are of the configured zone. */
export type AgentDetails = Agent & {
  /** Conversations it has now, older windows not counted. */
  sessionsTotal: number
  firstSeenAt: number | null
  costs: {
    todayUsd: number | null
    /** The last 30 days, today among them. */
    thirtyDaysUsd: number | null
    thirtyDaysIsLowerBound: boolean
    /** Of what all agents cost in these days; null where its own cost or that of all is unknown. */
    shareOfAllPercent: number | null
    /** Over its sessions of these days whose cost is known. */
    perSessionMedianUsd: number | null
  }
  /** The last 14 days, oldest first. A day on which no model was asked cost 0; one without any price is null. */
  days: { day: string; usd: number | null; isLowerBound: boolean; calls: number }[]
  /** The last 24 hours as far as they are known; what is left out is not. */
  ribbon: TimelineSpan[]
  /** Of the last 30 days, the dearest first. */
  models: { model: string; usd: number | null; calls: number }[]
  /** The ids of its cron jobs. */
  crons: string[]
  /** With whom it shared work in the last 30 days: sessions of one that were started by the other. */
  worksWith: { agentId: string; count: number }[]
}

export type TimelineSpan = { from: number; to: number; state: 'working' | 'waiting' | 'failed' }

/** The page of an agent as a screen on a wall may show it: how it is and what it costs, not with whom it works on what. */
export const agentForScreen = (agent: AgentDetails): AgentDetails => ({
  ...agent,
  models: [],
  crons: [],
  worksWith: [],
})
