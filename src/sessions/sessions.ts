import type { Runtime, SessionKind } from '../facts/fact.ts'
import { nameInId } from '../ids.ts'
import type { Store } from '../store/store.ts'
import { readCursor, writeCursor } from './list-cursor.ts'
import {
  comparePositions,
  countFacets,
  directionOf,
  groupsAt,
  isNarrowing,
  passes,
  positionOf,
  rootsOf,
  type SessionFacets,
  type SessionFilter,
  type SessionListQuery,
  type SessionPage,
  type SessionSummary,
  treesOf,
} from './listing.ts'
import { createLiveState, type LiveState } from './live-state.ts'
import type { CostSource, Session } from './session.ts'
import { createSessionSummaries, listed, percent } from './session-summaries.ts'
import type { Evidence, SessionState } from './state.ts'

export type Sessions = ReturnType<typeof createSessions>

type Row = Evidence & {
  id: string
  host: string
  runtime: Runtime
  agent_id: string
  key: string | null
  current: number
  title: string | null
  first_prompt: string | null
  channel: string | null
  reason: string | null
  parent_key: string | null
  parent_agent_id: string | null
  model: string | null
  project_path: string | null
  branch: string | null
  started_at: number | null
  context_tokens: number | null
  context_limit: number | null
}

type Usage = {
  id: string
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  cost: number | null
  computed: number
  bound: number
  unpriced: number
}

const columns = `id, host, runtime, agent_id, key, coalesce(current, 1) AS current, title, first_prompt, kind, channel, status, reason, parent_key, parent_agent_id, model, project_path, branch,
  started_at, last_at AS lastAt, ended_at AS endedAt, context_tokens, context_limit, last_role AS lastRole, stop_reason AS stopReason,
  open_tool AS openTool`

/** Every transcript, its state and its place in the tree, read from the index. */
export function createSessions(
  index: Store,
  {
    host,
    timezone,
    now,
    liveState = createLiveState(),
    subscriptions = [],
  }: {
    host: string
    timezone: string
    now: () => number
    liveState?: LiveState
    /** Runtimes that a subscription pays. */
    subscriptions?: readonly Runtime[]
  },
) {
  const db = index.$client
  const light = createSessionSummaries(index, liveState)

  function complete(rows: Row[]): Session[] {
    const ids = JSON.stringify(rows.map((row) => row.id))
    const usage = new Map(
      db
        .query<Usage, [string]>(
          `SELECT session_id AS id, sum(input) AS input, sum(output) AS output, sum(cache_read) AS cacheRead,
             sum(cache_write) AS cacheWrite, sum(cost_usd) AS cost, sum(computed_calls) AS computed,
             sum(bound_tokens) AS bound, sum(unpriced_tokens) AS unpriced
           FROM usage_15m WHERE session_id IN (SELECT value FROM json_each(?)) GROUP BY session_id`,
        )
        .all(ids)
        .map((sum) => [sum.id, sum]),
    )
    const parents = light.parentsOf(rows.flatMap((row) => row.parent_key ?? []))
    const at = now()
    const parentOf = (row: Row) => parents.get(`${row.parent_agent_id ?? row.agent_id} ${row.parent_key}`) ?? null
    return rows.map((row) => ({
      ...toSession(row, usage.get(row.id), parentOf(row), liveState, at, host),
      ...(subscriptions.includes(row.runtime) && { isSubscription: true as const }),
    }))
  }

  /** The sessions of these ids in the order they were named; unknown ones are left out. */
  function byIds(ids: string[]): Session[] {
    const found = complete(
      db
        .query<Row, [string]>(`SELECT ${columns} FROM sessions WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(ids)),
    )
    const known = new Map(found.map((session) => [session.id, session]))
    return [...new Set(ids)].flatMap((id) => known.get(id) ?? [])
  }

  /** Those of the listed sessions in which the words are found. */
  const findIn = (all: SessionSummary[], q: string | undefined) => {
    if (q === undefined || q.trim() === '') return all
    const found = light.finds(q)
    return all.filter(({ id }) => found.has(id))
  }

  return {
    /** A page of sessions in the asked order, last active first. `nextCursor` goes on behind the last item. */
    list({
      limit = 50,
      cursor,
      sort = 'last',
      dir = directionOf(sort),
      tree = false,
      ...filter
    }: SessionListQuery = {}): SessionPage {
      const walk = cursor === undefined ? undefined : readCursor(cursor, sort, dir)
      const at = walk?.at ?? now()
      const all = light.all(at, { withCosts: sort === 'cost' || filter.minCostUsd !== undefined })
      const mark = walk?.mark ?? all.reduce((latest, { lastAt }) => Math.max(latest, lastAt ?? 0), at)
      const groupAt = groupsAt(at, timezone)
      const fits = findIn(all, filter.q).filter((session) => passes(session, filter, groupAt))
      const whole = tree ? rootsOf(fits) : fits

      const behind = (session: SessionSummary) => (session.lastAt ?? 0) <= mark
      const positions = (walk ? whole.filter(behind) : whole).map((session) => positionOf(session, sort, at))
      const ahead = walk ? positions.filter((position) => comparePositions(walk.behind, position, dir) < 0) : positions
      ahead.sort((a, b) => comparePositions(a, b, dir))

      const page = ahead.slice(0, limit)
      const families = treesOf(all)
      const items = byIds(page.map(({ id }) => id)).map((session) => ({
        ...session,
        ...(families.get(session.id) ?? { childCount: 0, worstChild: null }),
      }))
      const last = page.at(-1)
      const nextCursor = last && ahead.length > limit ? writeCursor({ sort, dir, at, mark, behind: last }) : null
      return { items, nextCursor, total: whole.length }
    },

    /** What the filter finds, counted; each facet also for its other choices. */
    facets(filter: SessionFilter = {}): SessionFacets {
      const at = now()
      const all = light.all(at, { withCosts: true })
      const names = light.agentNames()
      const nameOf = (agentId: string) => names.get(agentId) ?? nameInId(agentId)
      const counted = countFacets(all, findIn(all, filter.q), filter, { now: at, timezone, nameOf })
      return { ...counted, older: isNarrowing(filter) ? null : light.olderWindows() }
    },

    byIds,

    /** The answer that is being written in a session, as far as it has come; null while none is. */
    writtenIn: (session: Session): string | null => liveState.textIn(session),

    /** Everything that may change its state by time alone, or speaks for its agent now: active since `since` (ms). */
    since(since: number): Session[] {
      return complete(
        db
          .query<Row, [number]>(
            `SELECT ${columns} FROM sessions WHERE ${listed} AND last_at >= ? ORDER BY last_at DESC LIMIT 2000`,
          )
          .all(since),
      )
    },

    /** Those of an agent that may speak for it: what runs, then the newest. */
    ofAgent(agentId: string, limit = 20): Session[] {
      return complete(
        db
          .query<Row, [string, number]>(
            `SELECT ${columns} FROM sessions WHERE agent_id = ? AND ${listed} ORDER BY status = 'running' DESC, last_at DESC LIMIT ?`,
          )
          .all(agentId, limit),
      )
    },

    /** The sessions of these conversations: the window that was named, else the current one. */
    idsOf(conversations: { agentId: string; key: string; sessionId: string | null }[]): string[] {
      const current = db.query<{ id: string }, [string, string]>(
        `SELECT id FROM sessions WHERE agent_id = ? AND key = ? AND ${listed} LIMIT 5`,
      )
      return conversations.flatMap(({ agentId, key, sessionId }) =>
        sessionId === null ? current.all(agentId, key).map(({ id }) => id) : [sessionId],
      )
    },

    count: () => db.query<{ n: number }, []>(`SELECT count(*) AS n FROM sessions WHERE ${listed}`).get()!.n,
  }
}

function toSession(
  row: Row,
  usage: Usage | undefined,
  parentId: string | null,
  liveState: LiveState,
  now: number,
  ownHost: string,
): Session {
  const judged = liveState.judge({ ...row, agentId: row.agent_id, current: row.current === 1 }, now)
  return {
    id: row.id,
    runtime: row.runtime,
    agentId: row.agent_id,
    key: row.key,
    current: row.current === 1,
    title: row.title || row.first_prompt || null,
    kind: (row.kind ?? 'other') as SessionKind,
    channel: row.channel,
    state: judged.state,
    activity: judged.activity,
    reason: judged.reason ?? (isStopped(judged.state) ? row.reason || null : null),
    parentId,
    model: row.model,
    projectPath: row.project_path,
    branch: row.branch,
    startedAt: row.started_at,
    lastAt: row.lastAt,
    endedAt: row.endedAt,
    contextPercent: percent(row.context_tokens, row.context_limit),
    inputTokens: usage?.input ?? 0,
    outputTokens: usage?.output ?? 0,
    cacheReadTokens: usage?.cacheRead ?? 0,
    cacheWriteTokens: usage?.cacheWrite ?? 0,
    costUsd: usage ? usage.cost : null,
    costSource: usage ? worstOf(usage) : null,
    host: row.host || ownHost,
  }
}

const isStopped = (state: SessionState) => state === 'failed' || state === 'killed' || state === 'timed-out'

/** Where a sum comes from is told by its weakest part. */
const worstOf = ({ unpriced, bound, computed }: Usage): CostSource =>
  unpriced > 0 ? 'unpriced' : bound > 0 ? 'bound' : computed > 0 ? 'computed' : 'logged'
