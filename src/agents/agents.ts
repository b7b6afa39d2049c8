import type { Costs } from '../costs/costs.ts'
import { jobIdsOfAgent } from '../crons/read-crons.ts'
import { nameInId } from '../ids.ts'
import { median } from '../lib/median.ts'
import { percentOf } from '../lib/percent-of.ts'
import { startOfDay } from '../lib/timezone.ts'
import { listedSessionIds, sessionCountOfAgent, sharedSessions } from '../sessions/read-sessions.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { agentStateOf, speakingSession } from '../sessions/state.ts'
import type { Store } from '../store/store.ts'
import type { Agent, AgentDetails } from './agent.ts'
import { type AgentCostRow, byDay, byModel, bySession, costOf, lastDays, sessionCosts } from './agent-costs.ts'
import { dayTimelineOf } from './day-timeline.ts'
import { type AgentRow, agentRows, presentAgentRows } from './read-agents.ts'

export type Agents = ReturnType<typeof createAgents>

/** Who there is, each with the state of the session that speaks for it. `host` is the name of this machine. */
export function createAgents(
  index: Store,
  sessions: Pick<Sessions, 'ofAgent' | 'deciding' | 'list'>,
  costs: Pick<Costs, 'todayByAgent' | 'usageOfAgent' | 'billedSince'>,
  { host, timezone, now }: { host: string; timezone: string; now: () => number },
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
        look: row.id,
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
        },
        sessions: bySession(rows, sessions.list({ agent: [id], limit: shownSessions }).items, (id) => listed.has(id)),
        days: byDay(rows, thirty.slice(-14), timezone),
        timeline: ribbonOf(id, rows, at),
        models: byModel(rows),
        crons: jobIdsOfAgent(index, id),
        worksWith: sharedSessions(index, id, sinceMs),
      }
    },
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

/** So many sessions are on the page of an agent. */
const shownSessions = 14

/** No agent has more sessions in a day. */
const maxSessionsOfDay = 500
