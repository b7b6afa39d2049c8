import { Refusal } from '../lib/refusal.ts'
import type { Runtime, SessionKind } from '../live/fact.ts'
import type { Store } from '../store/store.ts'
import type { CostSource, Session } from './session.ts'
import { type Evidence, patience, type SessionState, stateOf } from './state.ts'

export type Sessions = ReturnType<typeof createSessions>

/** What a list is asked for; a field that is undefined asks for nothing. */
export type SessionQuery = Partial<
  Record<'cursor' | 'q' | 'agent' | 'runtime' | 'kind' | 'state', string | undefined>
> & { limit?: number }

type Row = Evidence & {
  id: string
  runtime: Runtime
  agent_id: string
  key: string | null
  current: number
  title: string | null
  opening_words: string | null
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

const columns = `id, runtime, agent_id, key, coalesce(current, 1) AS current, title, opening_words, kind, channel, status, reason, parent_key, parent_agent_id, model, project_path, branch,
  started_at, last_at AS lastAt, ended_at AS endedAt, context_tokens, context_limit, last_role AS lastRole, stop_reason AS stopReason,
  open_tool AS openTool`

/** Lists show the current window of each conversation; what is not known to be an older one counts as current. */
const listed = 'coalesce(current, 1) = 1'

/** Every transcript, its state and its place in the tree, read from the index. */
export function createSessions(index: Store, { host, now }: { host: string; now: () => number }) {
  const db = index.$client

  function complete(rows: Row[]): Session[] {
    const ids = JSON.stringify(rows.map((row) => row.id))
    const usage = new Map(
      db
        .query<Usage, [string]>(
          `SELECT session_id AS id, sum(input) AS input, sum(output) AS output, sum(cache_read) AS cacheRead,
             sum(cache_write) AS cacheWrite, sum(cost_usd) AS cost, sum(computed_calls) AS computed,
             sum(bound_tokens) AS bound, sum(unpriced_tokens) AS unpriced
           FROM usage_quarters WHERE session_id IN (SELECT value FROM json_each(?)) GROUP BY session_id`,
        )
        .all(ids)
        .map((sum) => [sum.id, sum]),
    )
    const parentKeys = JSON.stringify([...new Set(rows.flatMap((row) => row.parent_key ?? []))])
    const parents = new Map(
      db
        .query<{ key: string; agent: string; id: string }, [string]>(
          `SELECT key, agent_id AS agent, id FROM sessions WHERE key IN (SELECT value FROM json_each(?)) ORDER BY ${listed}, last_at`,
        )
        .all(parentKeys)
        .map((parent) => [`${parent.agent} ${parent.key}`, parent.id]),
    )
    const at = now()
    const parentOf = (row: Row) => parents.get(`${row.parent_agent_id ?? row.agent_id} ${row.parent_key}`) ?? null
    return rows.map((row) => toSession(row, usage.get(row.id), parentOf(row), at, host))
  }

  return {
    /** A page of sessions, last active first. `nextCursor` goes on behind the last item. */
    list({ limit = 50, cursor, q, agent, runtime, kind, state }: SessionQuery): {
      items: Session[]
      nextCursor: string | null
    } {
      let [at, id] = readCursor(cursor)
      const items: Session[] = []
      const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null
      const query = db.query<Row, [Record<string, string | number | null>]>(
        `SELECT ${columns} FROM sessions
         WHERE ${listed} AND (coalesce(last_at, 0), id) < ($at, $id)
           AND ($agent IS NULL OR agent_id = $agent) AND ($runtime IS NULL OR runtime = $runtime) AND ($kind IS NULL OR coalesce(kind, 'other') = $kind)
           AND ($like IS NULL OR title LIKE $like ESCAPE '\\' OR opening_words LIKE $like ESCAPE '\\' OR key LIKE $like ESCAPE '\\' OR id LIKE $like ESCAPE '\\')
         ORDER BY coalesce(last_at, 0) DESC, id DESC LIMIT $limit`,
      )
      // A state is worked out, not stored: rows are read, many at a time, until enough of them fit.
      const page = state === undefined ? limit + 1 : Math.max(limit + 1, 300)
      while (true) {
        const rows = query.all({
          at,
          id,
          agent: agent ?? null,
          runtime: runtime ?? null,
          kind: kind ?? null,
          like,
          limit: page,
        })
        for (const session of complete(rows)) {
          if (items.length === limit) return { items, nextCursor: `${at}.${id}` }
          at = session.lastAt ?? 0
          id = session.id
          if (state === undefined || session.state === state) items.push(session)
        }
        if (rows.length < page) return { items, nextCursor: null }
      }
    },

    /** The sessions of these ids; unknown ones are left out. */
    byIds(ids: string[]): Session[] {
      return complete(
        db
          .query<Row, [string]>(`SELECT ${columns} FROM sessions WHERE id IN (SELECT value FROM json_each(?))`)
          .all(JSON.stringify(ids)),
      )
    },

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

    count: () => db.query<{ n: number }, []>(`SELECT count(*) AS n FROM sessions WHERE ${listed}`).get()!.n,
  }
}

function toSession(row: Row, usage: Usage | undefined, parentId: string | null, now: number, host: string): Session {
  const judged = stateOf(row, now, patience)
  return {
    id: row.id,
    runtime: row.runtime,
    agentId: row.agent_id,
    key: row.key,
    current: row.current === 1,
    title: row.title || row.opening_words || null,
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
    contextPercent:
      row.context_tokens !== null && row.context_limit
        ? Math.round((row.context_tokens / row.context_limit) * 1000) / 10
        : null,
    inputTokens: usage?.input ?? 0,
    outputTokens: usage?.output ?? 0,
    cacheReadTokens: usage?.cacheRead ?? 0,
    cacheWriteTokens: usage?.cacheWrite ?? 0,
    costUsd: usage ? usage.cost : null,
    costSource: usage ? worstOf(usage) : null,
    host,
  }
}

const isStopped = (state: SessionState) => state === 'failed' || state === 'killed' || state === 'timed-out'

/** Where a sum comes from is told by its weakest part. */
const worstOf = ({ unpriced, bound, computed }: Usage): CostSource =>
  unpriced > 0 ? 'unpriced' : bound > 0 ? 'bound' : computed > 0 ? 'computed' : 'logged'

function readCursor(cursor: string | undefined): [at: number, id: string] {
  if (cursor === undefined) return [Number.MAX_SAFE_INTEGER, '']
  const dot = cursor.indexOf('.')
  const at = Number(cursor.slice(0, dot))
  if (dot === -1 || !Number.isFinite(at))
    throw new Refusal('bad-input', 'cursor must be the nextCursor of the page before.')
  return [at, cursor.slice(dot + 1)]
}
