import type { BudgetState } from '../costs/budgets/budget.ts'
import type { Costs } from '../costs/costs.ts'
import type { Crons } from '../crons/crons.ts'
import { jobIdsOfAgent } from '../crons/read-crons.ts'
import { streakOf } from '../crons/streak.ts'
import { nameInId } from '../ids.ts'
import { median } from '../lib/median.ts'
import { percentOf } from '../lib/percent-of.ts'
import { startOfDay } from '../lib/timezone.ts'
import { listedSessionIds, sessionCountOfAgent, sessionLabelsOf, sharedSessions } from '../sessions/read-sessions.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { agentStateOf, speakingSession } from '../sessions/state.ts'
import type { Store } from '../store/store.ts'
import type { Agent, AgentDetails, AgentJob, Family } from './agent.ts'
import {
  type AgentCostRow,
  byDay,
  byHour,
  byHourOfWeek,
  byModel,
  bySession,
  costOf,
  dearestOf,
  lastDays,
  sessionCosts,
  stretchesOf,
} from './agent-costs.ts'
import { dayTimelineOf } from './day-timeline.ts'
import { lookWith } from './look.ts'
import { type AgentRow, agentRows, presentAgentRows } from './read-agents.ts'

export type Agents = ReturnType<typeof createAgents>

/** Who there is, each with the state of the session that speaks for it. `host` is the name of this machine. */
export function createAgents(
  index: Store,
  sessions: Pick<Sessions, 'ofAgent' | 'deciding' | 'list'>,
  costs: Pick<Costs, 'todayByAgent' | 'usageOfAgent' | 'usdPerMinuteOf' | 'cacheReadPercentOf' | 'billedSince'>,
  crons: Pick<Crons, 'jobsByIds' | 'runs'>,
  { host, timezone, now, budgetsOf = () => [], looks }: Deps,
) {
  function complete(rows: AgentRow[]): Agent[] {
    const today = costs.todayByAgent()
    const at = now()
    const deciding = sessions.deciding(rows.map(({ id }) => id))
    return rows.map((row) => {
      const cost = today.get(row.id)
      const speaker = speakingSession(deciding.get(row.id) ?? [], at)
      const state = agentStateOf(speaker, at)
      return {
        id: row.id,
        runtime: row.runtime,
        name: nameOf(row),
        emoji: row.emoji || null,
        model: row.model ?? speaker?.model ?? null,
        present: row.present === 1,
        state,
        activity: state === speaker?.state ? (speaker?.activity ?? null) : null,
        sessionId: speaker?.id ?? null,
        look: lookWith(row.id, looks?.get(row.id) ?? null),
        costTodayUsd: cost ? cost.usd : 0,
        costTodayIsLowerBound: cost?.isLowerBound ?? false,
        ...(typeof cost?.subscriptionUsd === 'number' && { costTodaySubscriptionUsd: cost.subscriptionUsd }),
        host: row.host || host,
      }
    })
  }

  const byIds = (ids: string[]) => complete(agentRows(index, ids))

  return {
    /** Every agent that its runtime still knows, by id. */
    all: () => complete(presentAgentRows(index)),

    byIds,

    /** The names of those that are present, without anything that takes time to find out. */
    names: (): Pick<Agent, 'id' | 'name'>[] =>
      presentAgentRows(index).map((row) => ({ id: row.id, name: nameOf(row) })),

    /** One agent with its costs, its day and its company; undefined for an unknown id. */
    details(id: string): AgentDetails | undefined {
      const [agent] = byIds([id])
      if (!agent) return undefined
      const at = now()
      const thirty = lastDays(at, timezone, 30)
      const sinceMs = startOfDay(thirty[0]!, timezone)
      const rows = costs.usageOfAgent(id, sinceMs)
      const thirtyDays = costOf(rows)
      const listed = listedSessionIds(index, [...new Set(rows.map(({ session }) => session))])
      const known = sessionCountOfAgent(index, id)
      const latest = sessions.list({ agent: [id], limit: shownSessions }).items
      return {
        ...agent,
        sessionsTotal: known.total,
        firstSeenAt: known.firstAt,
        costs: {
          todayUsd: agent.costTodayUsd,
          thirtyDaysUsd: thirtyDays.usd,
          thirtyDaysIsLowerBound: thirtyDays.isLowerBound,
          shareOfAllPercent: percentOf(thirtyDays.usd, costs.billedSince(sinceMs)),
          perSessionMedianUsd: median(sessionCosts(rows)),
          perMinuteUsd: costs.usdPerMinuteOf(id, at),
          cacheReadPercent: costs.cacheReadPercentOf(id, sinceMs),
        },
        sessions: bySession(rows, latest, (id) => listed.has(id)),
        days: byDay(rows, thirty.slice(-14), timezone),
        timeline: ribbonOf(id, rows, at),
        hours: byHour(rows, at - dayMs),
        stretches: titled(stretchesOf(rows, at - dayMs)),
        dearest: titled(dearestOf(rows, shownDearest)),
        family: familyOf(agent.sessionId, latest),
        habits: byHourOfWeek(rows, timezone),
        budgets: budgetsOf(id),
        models: byModel(rows),
        jobs: jobsOf(id),
        worksWith: sharedSessions(index, id, sinceMs),
      }
    },
  }

  /** Rows about sessions with the titles of those. */
  function titled<Row extends { sessionId: string }>(rows: Row[]): (Row & { title: string | null })[] {
    const ids = rows.map(({ sessionId }) => sessionId)
    const labels = new Map(sessionLabelsOf(index, ids).map(({ id, label }) => [id, label]))
    return rows.map((row) => ({ ...row, title: labels.get(row.sessionId) ?? null }))
  }

  function familyOf(speakerId: string | null, latest: (Session & { childCount: number })[]): Family | null {
    const parents = latest.filter(({ childCount }) => childCount > 0)
    const parent = parents.find(({ id }) => id === speakerId) ?? parents[0]
    if (!parent) return null
    // Older windows of the conversation have the same key; what they handed out is not this session's.
    const children = sessions
      .list({ parent: parent.id, limit: shownChildren })
      .items.filter(({ startedAt }) => (startedAt ?? 0) >= (parent.startedAt ?? 0))
    if (children.length === 0) return null
    const all = [parent, ...children]
    const known = all.flatMap(({ costUsd }) => costUsd ?? [])
    return {
      sessionId: parent.id,
      title: parent.title,
      children,
      childrenUsd: children.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
      usd: known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0),
      isLowerBound: all.some(({ costSource }) => costSource === 'unpriced' || costSource === 'bound'),
    }
  }

  function jobsOf(id: string): AgentJob[] {
    return crons.jobsByIds(jobIdsOfAgent(index, id)).map((job) => {
      const runs = crons.runs(job.id, { limit: maxRunsOfStreak })
      return {
        ...job,
        streak: streakOf(runs),
        runs: runs.slice(0, shownRuns).map(({ at, status, durationMs }) => ({ at, status, durationMs })),
      }
    })
  }

  function ribbonOf(id: string, rows: AgentCostRow[], at: number) {
    const recent = sessions.ofAgent(id, maxSessionsOfDay)
    const when = (states: string[], field: 'endedAt' | 'lastAt') =>
      recent.flatMap((session) => (states.includes(session.state) ? (session[field] ?? session.lastAt ?? []) : []))
    return dayTimelineOf(
      {
        quarters: [...new Set(rows.filter(({ calls }) => calls > 0).map(({ quarter }) => quarter))],
        failedAt: when(['failed', 'timed-out'], 'endedAt'),
        workingSince: when(['running', 'thinking'], 'lastAt'),
        waitingSince: when(['waiting'], 'lastAt'),
      },
      at,
    )
  }
}

const nameOf = ({ id, name }: AgentRow) => name || nameInId(id)

/** So many sessions are on the page of an agent, so many sub-agents of one, and so many runs of a job. */
const shownSessions = 14
const shownChildren = 12
const shownRuns = 15
const shownDearest = 6
/** A longer streak is said to be as long as this. */
const maxRunsOfStreak = 400
const dayMs = 24 * 3_600_000

type Deps = {
  host: string
  timezone: string
  now: () => number
  /** The budgets that are for one agent alone. */
  budgetsOf?: (agentId: string) => BudgetState[]
  /** What people chose of the looks of agents, as it is at each reading. */
  looks?: ReadonlyMap<string, string> | undefined
}

/** No agent has more sessions in a day. */
const maxSessionsOfDay = 500
