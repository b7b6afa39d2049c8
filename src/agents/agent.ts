import type { BudgetState } from '../costs/budgets/budget.ts'
import type { CronJob, CronRun } from '../crons/cron.ts'
import type { Streak } from '../crons/streak.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { type Session, sessionForScreen } from '../sessions/session.ts'
import type { Activity, SessionState } from '../sessions/state.ts'

/** An agent as every view shows it. */
export type Agent = {
  /** `<runtime>:<slug>` */
  id: string
  runtime: Runtime
  name: string
  emoji: string | null
  model: string | null
  /** False once no longer in its runtime; lists leave it out. */
  present: boolean
  state: SessionState
  activity: Activity | null
  /** The session that speaks for its state. */
  sessionId: string | null
  /** The seed its face is drawn from, which is its id, with what a person chose of it (`look.ts`). */
  look: string
  costTodayUsd: number | null
  /** Whether some of it has no price, so that the agent cost at least that. */
  costTodayIsLowerBound: boolean
  /** What a subscription paid of today; `costTodayUsd` does not include it. */
  costTodaySubscriptionUsd?: number
  host: string
}

/** What some calls of the last 30 days cost; null where none of them has a price, 0 where there was none. */
export type RecentCost = { usd: number | null; isLowerBound: boolean }

/** An agent with everything that its own page shows. Spans and days are of the configured zone. */
export type AgentDetails = Agent & {
  /** How many conversations it has, older windows not counted. */
  sessionsTotal: number
  firstSeenAt: number | null
  costs: {
    todayUsd: number | null
    /** The last 30 days, today among them. */
    thirtyDaysUsd: number | null
    thirtyDaysIsLowerBound: boolean
    /** Its share of what all agents cost in these days; null where either cost is unknown. */
    shareOfAllPercent: number | null
    /** The median of its sessions of these days whose cost is known. */
    perSessionMedianUsd: number | null
    /** What it costs a minute, as the mean of the last five; null where nothing of it has a price. */
    perMinuteUsd: number | null
    /** The share of its input of 30 days that came from a cache; null without any input. */
    cacheReadPercent: number | null
  }
  /** Its sessions. What the listed ones cost, what the others do and what reset ones do is `thirtyDaysUsd` together. */
  sessions: {
    /** The last active first. */
    latest: (Session & { thirtyDays: RecentCost })[]
    /** Those that are not listed here and asked a model in the last 30 days. */
    others: RecentCost & { count: number }
    /** Older windows of conversations that went on in another one, and archives: no list shows them. */
    reset: RecentCost & { count: number }
  }
  /** The last 14 days, oldest first. A day without a call cost 0; the cost of a day without any price is null. */
  days: { day: string; usd: number | null; isLowerBound: boolean; calls: number }[]
  /** The last 24 hours; times of which nothing is known are left out. */
  timeline: TimelineSpan[]
  /** The cost of each hour of these 24 in which it asked a model; `at` is when the hour began. */
  hours: (RecentCost & { at: number })[]
  /** What it worked on in these 24 hours, the oldest first: the session of each stretch and what that cost. */
  stretches: Stretch[]
  /** The sub-agents of its session that speaks for it, else of its latest session that has any. */
  family: Family | null
  /** When it works: calls and costs of 30 days by weekday (0 is Monday) and hour of the zone, those with a call alone. */
  habits: { weekday: number; hour: number; usd: number | null; calls: number }[]
  /** The sessions of 30 days that cost the most, reset ones included, the dearest first. */
  dearest: { sessionId: string; title: string | null; usd: number; isLowerBound: boolean }[]
  /** The budgets that are for this agent alone. */
  budgets: BudgetState[]
  /** What each model of the last 30 days cost, the dearest first. */
  models: { model: string; usd: number | null; calls: number }[]
  /** Its cron jobs that its runtime still has, with the latest runs of each, the latest first. */
  jobs: AgentJob[]
  /** The agents it shared work with in the last 30 days: how many sessions one of the two began for the other. */
  worksWith: { agentId: string; count: number }[]
}

export type AgentJob = CronJob & { runs: Pick<CronRun, 'at' | 'status' | 'durationMs'>[]; streak: Streak | null }

/** A time in which an agent asked models for one session, without a pause of more than a quarter of an hour. */
export type Stretch = RecentCost & { sessionId: string; title: string | null; from: number; to: number }

/** A session with what it handed to sub-agents. `usd` is what all of them cost together. */
export type Family = RecentCost & { sessionId: string; title: string | null; children: Session[]; childrenUsd: number }

export type TimelineSpan = { from: number; to: number; state: 'working' | 'waiting' | 'failed' }

/** The page of an agent as a screen on a wall may show it: how it is and what it costs, not with whom it works on what. */
export const agentForScreen = (agent: AgentDetails): AgentDetails => ({
  ...agent,
  sessions: { ...agent.sessions, latest: agent.sessions.latest.map(sessionForScreen) },
  stretches: agent.stretches.map((stretch) => ({ ...stretch, title: null })),
  family: null,
  budgets: [],
  models: [],
  jobs: agent.jobs.map((job) => ({ ...job, lastError: null })),
  dearest: [],
  worksWith: [],
})
