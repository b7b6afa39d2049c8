import type { Costs } from '../costs/reports/reports.ts'
import type { Runtime } from '../facts/fact.ts'
import { nameInId } from '../ids.ts'
import { median } from '../lib/median.ts'
import { quarterMs, startOfDay } from '../lib/timezone.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { agentStateOf, speakingSession } from '../sessions/state.ts'
import type { Store } from '../store/store.ts'
import type { Agent, AgentDetails } from './agent.ts'
import { type AgentCostRow, byDay, byModel, lastDays, sessionCosts, total } from './agent-costs.ts'
import { dayTimelineOf } from './day-timeline.ts'

export type Agents = ReturnType<typeof createAgents>

type Row = {
  id: string
  host: string
  runtime: Runtime
  name: string | null
  emoji: string | null
  model: string | null
  present: number
}

/** Who there is, each with the state of the session that speaks for it. */
export function createAgents(
  index: Store,
  sessions: Pick<Sessions, 'ofAgent'>,
  costs: Pick<Costs, 'todayByAgent' | 'billedUsd'>,
  { host: ownHost, timezone, now }: { host: string; timezone: string; now: () => number },
) {
  const db = index.$client
  const columns = 'id, host, runtime, name, emoji, model, present'

  function complete(rows: Row[]): Agent[] {
    const today = costs.todayByAgent()
    const at = now()
    return rows.map((row) => {
      const cost = today.get(row.id)
      const speaker = speakingSession(sessions.ofAgent(row.id), at)
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
        host: row.host || ownHost,
      }
    })
  }

  const byIds = (ids: string[]) =>
    complete(
      db
        .query<Row, [string]>(`SELECT ${columns} FROM agents WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(ids)),
    )

  return {
    all: () => complete(db.query<Row, []>(`SELECT ${columns} FROM agents WHERE present = 1 ORDER BY id`).all()),

    byIds,

    /** What those that are present are called, without anything that takes time to find out. */
    names: (): Pick<Agent, 'id' | 'name'>[] =>
      db
        .query<Pick<Row, 'id' | 'name'>, []>('SELECT id, name FROM agents WHERE present = 1')
        .all()
        .map((row) => ({ id: row.id, name: nameOf(row) })),

    /** One agent with its costs, its day and its company; undefined for an unknown id. */
    details(id: string): AgentDetails | undefined {
      const [agent] = byIds([id])
      if (!agent) return undefined
      const at = now()
      const thirty = lastDays(at, timezone, 30)
      const sinceMs = startOfDay(thirty[0]!, timezone)
      const rows = ledgerOf(id, sinceMs)
      const usd = total(rows)
      const { all } = db
        .query<{ all: number | null }, [number]>(
          `SELECT sum(${costs.billedUsd}) AS "all" FROM usage_15m WHERE quarter >= ?`,
        )
        .get(sinceMs / quarterMs)!
      const known = db
        .query<{ total: number; first: number | null }, [string]>(
          `SELECT count(*) FILTER (WHERE coalesce(current, 1) = 1) AS total, min(coalesce(started_at, last_at)) AS first
           FROM sessions WHERE agent_id = ?`,
        )
        .get(id)!
      return {
        ...agent,
        sessionsTotal: known.total,
        firstSeenAt: known.first,
        costs: {
          todayUsd: agent.costTodayUsd,
          thirtyDaysUsd: rows.length === 0 ? 0 : usd,
          thirtyDaysIsLowerBound: rows.some(({ unsureTokens }) => unsureTokens > 0),
          shareOfAllPercent: shareOf(rows.length === 0 ? 0 : usd, all),
          perSessionMedianUsd: median(sessionCosts(rows)),
        },
        days: byDay(rows, thirty.slice(-14), timezone),
        ribbon: ribbon(id, rows, at),
        models: byModel(rows),
        crons: db
          .query<{ id: string }, [string]>(
            'SELECT id FROM cron_jobs WHERE agent_id = ? AND present = 1 ORDER BY system, name, id',
          )
          .all(id)
          .map((job) => job.id),
        worksWith: companyOf(id, sinceMs),
      }
    },
  }

  function ledgerOf(id: string, sinceMs: number): AgentCostRow[] {
    return db
      .query<AgentCostRow, [string, number]>(
        `SELECT quarter, model, session_id AS session, calls, ${costs.billedUsd} AS usd, bound_tokens + unpriced_tokens AS unsureTokens
         FROM usage_15m WHERE agent_id = ? AND quarter >= ?`,
      )
      .all(id, sinceMs / quarterMs)
  }

  function ribbon(id: string, rows: AgentCostRow[], at: number) {
    const lately = sessions.ofAgent(id, maxOfOneDay)
    const when = (states: string[], field: 'endedAt' | 'lastAt') =>
      lately.flatMap((session) => (states.includes(session.state) ? (session[field] ?? session.lastAt ?? []) : []))
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

  function companyOf(id: string, sinceMs: number): AgentDetails['worksWith'] {
    return db
      .query<{ agentId: string; count: number }, [string, string, string, number]>(
        `SELECT iif(agent_id = ?, parent_agent_id, agent_id) AS agentId, count(*) AS count FROM sessions
         WHERE parent_key IS NOT NULL AND parent_agent_id <> agent_id AND (agent_id = ? OR parent_agent_id = ?) AND last_at >= ?
         GROUP BY 1 ORDER BY 2 DESC, 1`,
      )
      .all(id, id, id, sinceMs)
  }
}

const nameOf = ({ id, name }: Pick<Row, 'id' | 'name'>) => name || nameInId(id)

/** To a tenth of a percent; null where either is unknown, or there is nothing to share. */
const shareOf = (part: number | null, all: number | null) =>
  part === null || !all ? null : Math.round((part / all) * 1000) / 10

/** More sessions than an agent has in a day. */
const maxOfOneDay = 500
