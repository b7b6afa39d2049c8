import type { Runtime, SessionKind } from '../facts/fact.ts'
import { nameInId } from '../ids.ts'
import type { Store } from '../store/store.ts'
import type { OlderWindows, SessionSummary } from './listing.ts'
import type { LiveState } from './live-state.ts'
import type { Evidence } from './state.ts'

/** Lists show the current window of each conversation; what is not known to be an older one counts as current. */
export const listed = 'coalesce(current, 1) = 1'

type Row = Evidence & {
  id: string
  runtime: Runtime
  agentId: string
  key: string | null
  title: string | null
  parentKey: string | null
  parentAgentId: string | null
  startedAt: number | null
  contextTokens: number | null
  contextLimit: number | null
}

type Sum = { id: string; cost: number | null; total: number; unsure: number }

/** Every listed session with no more than ordering, narrowing and counting need: thousands in milliseconds. */
export function createSessionSummaries(index: Store, liveState: LiveState) {
  const db = index.$client

  /** Our id of each parent by `agent key`; the current window of a key, else its newest, is the parent. */
  function parentsOf(keys: readonly string[]): Map<string, string> {
    if (keys.length === 0) return new Map()
    return new Map(
      db
        .query<{ key: string; agent: string; id: string }, [string]>(
          `SELECT key, agent_id AS agent, id FROM sessions WHERE key IN (SELECT value FROM json_each(?)) ORDER BY ${listed}, last_at`,
        )
        .all(JSON.stringify([...new Set(keys)]))
        .map((parent) => [`${parent.agent} ${parent.key}`, parent.id]),
    )
  }

  return {
    parentsOf,

    /** All of them, states judged at `now`; what they cost only where it is asked for. */
    all(now: number, { withCosts }: { withCosts: boolean }): SessionSummary[] {
      const rows = db
        .query<Row, []>(
          `SELECT id, runtime, agent_id AS agentId, key, coalesce(nullif(title, ''), nullif(first_prompt, '')) AS title, kind, status,
             parent_key AS parentKey, parent_agent_id AS parentAgentId, started_at AS startedAt, last_at AS lastAt, ended_at AS endedAt,
             context_tokens AS contextTokens, context_limit AS contextLimit, last_role AS lastRole, stop_reason AS stopReason,
             open_tool AS openTool
           FROM sessions WHERE ${listed}`,
        )
        .all()
      const parents = parentsOf(rows.flatMap(({ parentKey }) => parentKey ?? []))
      const sums = withCosts ? costs() : undefined
      return rows.map((row) => {
        const sum = sums?.get(row.id)
        return {
          id: row.id,
          agentId: row.agentId,
          runtime: row.runtime,
          kind: (row.kind ?? 'other') as SessionKind,
          state: liveState.judge({ ...row, current: true }, now).state,
          parentId:
            row.parentKey === null
              ? null
              : (parents.get(`${row.parentAgentId ?? row.agentId} ${row.parentKey}`) ?? null),
          title: row.title,
          startedAt: row.startedAt,
          lastAt: row.lastAt,
          contextPercent: percent(row.contextTokens, row.contextLimit),
          costUsd: sum?.cost ?? null,
          costIsLowerBound: (sum?.unsure ?? 0) > 0,
          totalTokens: sum?.total ?? 0,
        }
      })
    },

    /** What the windows cost that no list shows: of conversations that went on in another, and of archives. */
    olderWindows(): OlderWindows {
      return db
        .query<OlderWindows & { unsure: number | null }, []>(
          `SELECT sum(cost_usd) AS costUsd, coalesce(sum(total), 0) AS totalTokens,
             coalesce(sum(bound_tokens) + sum(unpriced_tokens), 0) AS unsure
           FROM usage_15m WHERE session_id NOT IN (SELECT id FROM sessions WHERE ${listed})`,
        )
        .all()
        .map(({ unsure, ...sums }) => ({ ...sums, costIsLowerBound: (unsure ?? 0) > 0 }))[0]!
    },

    /** The ids in which every word of `q` is found, in whatever is written about a session and in any case. */
    finds(q: string): Set<string> {
      const words = q.toLowerCase().split(/\s+/).filter(Boolean)
      const texts = db
        .query<{ id: string; about: string }, []>(
          `SELECT id, concat_ws(char(10), title, first_prompt, key, id, project_path, branch,
             (SELECT nullif(name, '') FROM agents WHERE agents.id = agent_id), agent_id) AS about
           FROM sessions WHERE ${listed}`,
        )
        .all()
      const found = new Set<string>()
      for (const { id, about } of texts) {
        const text = about.toLowerCase()
        if (words.every((word) => text.includes(word))) found.add(id)
      }
      return found
    },

    /** What agents are called; the last part of its id for one without a name. */
    agentNames(): Map<string, string> {
      const named = db.query<{ id: string; name: string | null }, []>('SELECT id, name FROM agents').all()
      return new Map(named.map(({ id, name }) => [id, name || nameInId(id)]))
    },
  }

  function costs(): Map<string, Sum> {
    const sums = db
      .query<Sum, []>(
        `SELECT session_id AS id, sum(cost_usd) AS cost, sum(total) AS total, sum(bound_tokens) + sum(unpriced_tokens) AS unsure
         FROM usage_15m GROUP BY +session_id`,
      )
      .all()
    return new Map(sums.map((sum) => [sum.id, sum]))
  }
}

/** How full a context is, to a tenth of a percent; null where one of the numbers is unknown. */
export const percent = (tokens: number | null, limit: number | null) =>
  tokens !== null && limit ? Math.round((tokens / limit) * 1000) / 10 : null
