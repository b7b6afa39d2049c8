import type { Runtime } from '../facts/runtimes.ts'
import type { Store } from '../store/store.ts'
import { narrowed, type RowFilter, type Values } from './row-filter.ts'
import { shownTitle } from './shown-title.ts'
import type { Evidence } from './state.ts'

/** All SQL that reads the table `sessions`. Times in ms since the epoch; unknown is null. */

/** Lists show the current window of each conversation. A session of which nobody says so counts as current. */
const isListed = 'coalesce(current, 1) = 1'

/**
 * The ids of some sessions as SQL, for conditions on the tables of other modules. `$project` and `$cron` are bound by
 * the statement around it.
 */
export const sessionIdsSql = {
  ofProject: 'SELECT id FROM sessions WHERE project_path = $project',
  withProject: "SELECT id FROM sessions WHERE project_path <> ''",
  ofCronJob: 'SELECT id FROM sessions WHERE cron_id = $cron',
  withCronJob: "SELECT id FROM sessions WHERE cron_id <> ''",
} as const

/** A row as views need it; `current` is 1 or 0. */
export type SessionRow = Evidence & {
  id: string
  /** '' for this machine. */
  host: string
  runtime: Runtime
  agentId: string
  key: string | null
  current: number
  title: string | null
  firstPrompt: string | null
  channel: string | null
  reason: string | null
  parentKey: string | null
  parentAgentId: string | null
  model: string | null
  projectPath: string | null
  worktreePath: string | null
  branch: string | null
  startedAt: number | null
  contextTokens: number | null
  contextLimit: number | null
}

const columns = `id, host, runtime, agent_id AS agentId, key, coalesce(current, 1) AS current, title,
  first_prompt AS firstPrompt, kind, channel, status, reason, parent_key AS parentKey, parent_agent_id AS parentAgentId,
  model, project_path AS projectPath, worktree_path AS worktreePath, branch, started_at AS startedAt, last_at AS lastAt,
  ended_at AS endedAt, context_tokens AS contextTokens, context_limit AS contextLimit, last_role AS lastRole, stop_reason AS stopReason,
  open_tool AS openTool, waits_for AS waitsFor`

/** The rows of these ids, in no order; unknown ids are left out. */
export const sessionRows = (index: Store, ids: readonly string[]): SessionRow[] =>
  index.$client
    .query<SessionRow, [string]>(`SELECT ${columns} FROM sessions WHERE id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(ids))

/** The listed sessions that were active at or after a moment, the latest first, at most 2,000. */
export const sessionRowsSince = (index: Store, since: number): SessionRow[] =>
  index.$client
    .query<SessionRow, [number]>(
      `SELECT ${columns} FROM sessions WHERE ${isListed} AND last_at >= ? ORDER BY last_at DESC LIMIT 2000`,
    )
    .all(since)

/** The ids of the listed sessions that were active last between two moments, at most `limit`, the latest. */
export const sessionIdsLastBetween = (index: Store, from: number, to: number, limit: number): string[] =>
  index.$client
    .query<{ id: string }, [number, number, number]>(
      `SELECT id FROM sessions WHERE ${isListed} AND last_at >= ? AND last_at < ? ORDER BY last_at DESC LIMIT ?`,
    )
    .all(from, to, limit)
    .map(({ id }) => id)

/** The listed sessions of an agent: those that their store calls running, then the latest. */
export const sessionRowsOfAgent = (index: Store, agentId: string, limit: number): SessionRow[] =>
  index.$client
    .query<SessionRow, [string, number]>(
      `SELECT ${columns} FROM sessions WHERE agent_id = ? AND ${isListed}
       ORDER BY (status = 'running') DESC, last_at DESC LIMIT ?`,
    )
    .all(agentId, limit)

/** The listed sessions of a conversation, at most 5: the runs of a cron job share its key. */
export const sessionIdsOfKey = (index: Store, agentId: string, key: string): string[] =>
  index.$client
    .query<{ id: string }, [string, string]>(
      `SELECT id FROM sessions WHERE agent_id = ? AND key = ? AND ${isListed} LIMIT 5`,
    )
    .all(agentId, key)
    .map(({ id }) => id)

/** All windows of a conversation with when each began (ms), the first one first. */
export const windowsOfKey = (index: Store, agentId: string, key: string): { id: string; startedAt: number | null }[] =>
  index.$client
    .query<{ id: string; startedAt: number | null }, [string, string]>(
      'SELECT id, started_at AS startedAt FROM sessions WHERE agent_id = ? AND key = ? ORDER BY started_at, last_at',
    )
    .all(agentId, key)

/** The newest session of each runtime in each folder since a moment (ms), by the runtime's own key. */
export const latestByFolder = (index: Store, since: number): { runtime: Runtime; folder: string; key: string }[] =>
  index.$client
    .query<{ runtime: Runtime; folder: string; key: string; at: number }, [number]>(
      `SELECT runtime, project_path AS folder, key, max(last_at) AS at FROM sessions
       WHERE ${isListed} AND last_at >= ? AND project_path <> '' AND key <> '' GROUP BY runtime, project_path`,
    )
    .all(since)

/** When a listed session was active last, in ms. */
export const latestActivity = (index: Store): number | null =>
  index.$client
    .query<{ at: number }, []>(
      `SELECT last_at AS at FROM sessions WHERE ${isListed} AND last_at IS NOT NULL ORDER BY last_at DESC, id DESC LIMIT 1`,
    )
    .get()?.at ?? null

/** The ids of the listed sessions that a runtime knows by this key; several where it was copied to another project. */
export const sessionIdsOfRuntimeKey = (index: Store, runtime: string, key: string): string[] =>
  index.$client
    .query<{ id: string }, [string, string]>(
      `SELECT id FROM sessions WHERE key = ? AND runtime = ? AND ${isListed} LIMIT 5`,
    )
    .all(key, runtime)
    .map(({ id }) => id)

export const countListedSessions = (index: Store): number =>
  index.$client.query<{ n: number | null }, []>('SELECT sum(listed) AS n FROM session_counts').get()!.n ?? 0

/** As much of a row as ordering, narrowing and counting need. `title` is its first prompt where it has no name. */
export type SummaryRow = Evidence &
  Pick<
    SessionRow,
    | 'id'
    | 'runtime'
    | 'agentId'
    | 'key'
    | 'title'
    | 'model'
    | 'projectPath'
    | 'worktreePath'
    | 'branch'
    | 'parentKey'
    | 'parentAgentId'
    | 'startedAt'
    | 'contextTokens'
    | 'contextLimit'
  >

const summaryColumns = `id, runtime, agent_id AS agentId, key, coalesce(nullif(title, ''), nullif(first_prompt, '')) AS title,
  kind, status, model, project_path AS projectPath, worktree_path AS worktreePath, branch, parent_key AS parentKey, parent_agent_id AS parentAgentId, started_at AS startedAt,
  last_at AS lastAt, ended_at AS endedAt, context_tokens AS contextTokens, context_limit AS contextLimit,
  last_role AS lastRole, stop_reason AS stopReason, open_tool AS openTool, waits_for AS waitsFor`

/** The ids of the listed sessions that a filter finds. */
export function listedIds(index: Store, filter: RowFilter): Set<string> {
  const { sql, values } = narrowed(filter)
  const rows = index.$client.query<{ id: string }, [Values]>(`SELECT id FROM sessions WHERE ${isListed} ${sql}`)
  return new Set(rows.all(values).map(({ id }) => id))
}

/** Every listed session that a filter finds, in no order. */
export function summaryRows(index: Store, filter: RowFilter = {}): SummaryRow[] {
  const { sql, values } = narrowed(filter)
  return index.$client
    .query<SummaryRow, [Values]>(`SELECT ${summaryColumns} FROM sessions WHERE ${isListed} ${sql}`)
    .all(values)
}

/** Every listed session, one after another. */
export const summaryRowsInTurn = (index: Store): Iterable<SummaryRow> =>
  index.$client.query<SummaryRow, []>(`SELECT ${summaryColumns} FROM sessions WHERE ${isListed}`).iterate()

/** The keys of all sessions that began another one. */
export const parentKeys = (index: Store): string[] =>
  index.$client
    .query<{ key: string }, []>("SELECT DISTINCT parent_key AS key FROM sessions WHERE parent_key <> ''")
    .all()
    .map(({ key }) => key)

/** The listed sessions of these ids that a filter finds, in no order. */
export function summaryRowsOf(index: Store, ids: readonly string[], filter: RowFilter = {}): SummaryRow[] {
  const { sql, values } = narrowed(filter)
  return index.$client
    .query<SummaryRow, [Values]>(
      `SELECT ${summaryColumns} FROM sessions WHERE id IN (SELECT value FROM json_each($ids)) AND ${isListed} ${sql}`,
    )
    .all({ ...values, ids: JSON.stringify(ids) })
}

/** Which of these sessions lists show. */
export const listedSessionIds = (index: Store, ids: readonly string[]): Set<string> =>
  new Set(
    index.$client
      .query<{ id: string }, [string]>(
        `SELECT id FROM sessions WHERE id IN (SELECT value FROM json_each(?)) AND ${isListed}`,
      )
      .all(JSON.stringify(ids))
      .map(({ id }) => id),
  )

/** A place among sessions, the last active first: behind it come earlier ones, then those of which nobody knows. */
export type LastPlace = { lastAt: number | null; id: string }

/** The listed sessions behind a place, or from the beginning, the last active first, at most `limit`. */
export function summaryRowsBehind(
  index: Store,
  filter: RowFilter,
  behind: LastPlace | undefined,
  limit: number,
): SummaryRow[] {
  const { sql, values } = narrowed(filter)
  const read = (place: string, more: Values, limit: number) =>
    index.$client
      .query<SummaryRow, [Values]>(
        `SELECT ${summaryColumns} FROM sessions WHERE ${isListed} AND ${place} ${sql}
         ORDER BY last_at DESC, id DESC LIMIT $limit`,
      )
      .all({ ...values, ...more, limit })
  const dated =
    behind === undefined
      ? read('last_at IS NOT NULL', {}, limit)
      : behind.lastAt === null
        ? []
        : read('(last_at, id) < ($lastAt, $id)', { lastAt: behind.lastAt, id: behind.id }, limit)
  if (dated.length === limit) return dated
  const undated =
    behind?.lastAt === null
      ? read('last_at IS NULL AND id < $id', { id: behind.id }, limit)
      : read('last_at IS NULL', {}, limit - dated.length)
  return [...dated, ...undated]
}

/** The listed sessions since a moment that may be at work or need somebody, as far as their stores tell. */
export function unsettledSummaryRows(index: Store, since: number, filter: RowFilter = {}): SummaryRow[] {
  const { sql, values } = narrowed(filter)
  return index.$client
    .query<SummaryRow, [Values]>(
      `SELECT ${summaryColumns} FROM sessions WHERE ${isListed} AND ${isUnsettled} AND last_at >= $from ${sql}`,
    )
    .all({ ...values, from: since })
}

/** What `isUnsettled` leaves out is idle, asleep, finished, killed or unknown, whatever time it is. */
const isUnsettled = `(status IN ('running', 'failed', 'timed-out') OR last_role IN ('user', 'tool')
    OR stop_reason IN ('toolUse', 'error'))`

/** The listed children of the sessions with these keys. */
export const childSummaryRows = (index: Store, parentKeys: readonly string[]): SummaryRow[] =>
  index.$client
    .query<SummaryRow, [string]>(
      `SELECT ${summaryColumns} FROM sessions
       WHERE parent_key IN (SELECT value FROM json_each(?)) AND parent_key <> '' AND ${isListed}`,
    )
    .all(JSON.stringify([...new Set(parentKeys)]))

/** As much of a session as its state needs, and its model. */
export type StateRow = Evidence & Pick<SessionRow, 'id' | 'runtime' | 'agentId' | 'key' | 'model'>

/** The listed sessions of each of these agents: those that their store calls running, then the latest, at most `limit`. */
export const stateRowsOfAgents = (index: Store, agentIds: readonly string[], limit: number): StateRow[] =>
  index.$client
    .query<StateRow, [string, number]>(
      `SELECT sessions.id, runtime, agent_id AS agentId, sessions.key, model, kind, status, last_at AS lastAt, ended_at AS endedAt,
         last_role AS lastRole, stop_reason AS stopReason, open_tool AS openTool, waits_for AS waitsFor
       FROM json_each(?) AS agent CROSS JOIN sessions WHERE sessions.rowid IN (
         SELECT one.rowid FROM sessions AS one WHERE one.agent_id = agent.value AND coalesce(one.current, 1) = 1
         ORDER BY (one.status = 'running') DESC, one.last_at DESC LIMIT ?)`,
    )
    .all(JSON.stringify(agentIds), limit)

/** What is written about every listed session, one text each: the words that a search looks through. */
export const searchTexts = (index: Store): { id: string; agentId: string; text: string }[] =>
  index.$client
    .query<{ id: string; agentId: string; text: string }, []>(
      `SELECT id, agent_id AS agentId,
         concat_ws(char(10), title, first_prompt, key, id, project_path, branch, agent_id) AS text
       FROM sessions WHERE ${isListed}`,
    )
    .all()

/** The session that stands for each of these keys, by `agent key`: the current window, else the latest. */
export function sessionIdsByKey(index: Store, keys: readonly string[]): Map<string, string> {
  if (keys.length === 0) return new Map()
  const rows = index.$client
    .query<{ key: string; agentId: string; id: string }, [string]>(
      `SELECT key, agent_id AS agentId, id FROM sessions WHERE key IN (SELECT value FROM json_each(?))
       ORDER BY ${isListed}, last_at`,
    )
    .all(JSON.stringify([...new Set(keys)]))
  return new Map(rows.map(({ agentId, key, id }) => [`${agentId} ${key}`, id]))
}

/** The ids of the sessions of this machine that a runtime knows by these keys; several of a key that was copied elsewhere. */
export const sessionsOfRuntimeKeys = (
  index: Store,
  keys: readonly string[],
): { id: string; runtime: Runtime; key: string }[] =>
  index.$client
    .query<{ id: string; runtime: Runtime; key: string }, [string]>(
      `SELECT id, runtime, key FROM sessions WHERE key IN (SELECT value FROM json_each(?)) AND host = '' ORDER BY id`,
    )
    .all(JSON.stringify([...new Set(keys)]))

/** The parent of each session that another one began, by id. */
export function parentsOfSessions(index: Store): Map<string, string> {
  const rows = index.$client
    .query<{ id: string; agentId: string; parentKey: string }, []>(
      `SELECT id, coalesce(parent_agent_id, agent_id) AS agentId, parent_key AS parentKey
       FROM sessions WHERE parent_key <> ''`,
    )
    .all()
  const idByKey = sessionIdsByKey(
    index,
    rows.map(({ parentKey }) => parentKey),
  )
  return new Map(
    rows.flatMap(({ id, agentId, parentKey }) => {
      const parent = idByKey.get(`${agentId} ${parentKey}`)
      return parent === undefined || parent === id ? [] : [[id, parent] as const]
    }),
  )
}

/** A number that grows whenever it changes which session began which (`tree`), or which cron job began which (`cron`). */
export const sessionMark = (index: Store, name: 'tree' | 'cron'): number =>
  index.$client.query<{ version: number }, [string]>('SELECT version FROM session_marks WHERE name = ?').get(name)
    ?.version ?? 0

type Label = { id: string; label: string }
const label = "coalesce(nullif(title, ''), first_prompt, id) AS label"

/** What these sessions are called: their name, else their first prompt, else their id. As it was written: it may hold anything. */
export const sessionLabelsOf = (index: Store, ids: readonly string[]): Label[] =>
  index.$client
    .query<Label, [string]>(`SELECT id, ${label} FROM sessions WHERE id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify([...new Set(ids)]))
    .map(({ id, label }) => ({ id, label: shownTitle(label) ?? id }))

/** The project of each session that has one, as the path of its folder. */
export const projectsBySession = (index: Store): Map<string, string> => valuesBySession(index, 'project_path')

/** The cron job of each session that one began, by its id. */
export const cronJobsBySession = (index: Store): Map<string, string> => valuesBySession(index, 'cron_id')

function valuesBySession(index: Store, column: 'project_path' | 'cron_id') {
  const rows = index.$client.query<{ id: string; value: string }, []>(
    `SELECT id, ${column} AS value FROM sessions WHERE ${column} <> ''`,
  )
  return new Map(rows.all().map(({ id, value }) => [id, value]))
}

/** Which of these sessions are known and were begun by no cron job. */
export const sessionsWithoutCronJob = (index: Store, ids: readonly string[]): Set<string> =>
  new Set(
    index.$client
      .query<{ id: string }, [string]>(
        "SELECT id FROM sessions WHERE id IN (SELECT value FROM json_each(?)) AND coalesce(cron_id, '') = ''",
      )
      .all(JSON.stringify([...new Set(ids)]))
      .map(({ id }) => id),
  )

/** How many conversations an agent has, older windows not counted, and when its first session began. */
export const sessionCountOfAgent = (index: Store, agentId: string): { total: number; firstAt: number | null } =>
  index.$client
    .query<{ total: number; firstAt: number | null }, [string]>(
      `SELECT count(*) FILTER (WHERE ${isListed}) AS total, min(coalesce(started_at, last_at)) AS firstAt
       FROM sessions WHERE agent_id = ?`,
    )
    .get(agentId)!

/** How many sessions since a moment an agent began for each other agent, or another for it; the most first. */
export const sharedSessions = (index: Store, agentId: string, since: number): { agentId: string; count: number }[] =>
  index.$client
    .query<{ agentId: string; count: number }, [string, string, string, number]>(
      `SELECT iif(agent_id = ?, parent_agent_id, agent_id) AS agentId, count(*) AS count FROM sessions
       WHERE parent_key IS NOT NULL AND parent_agent_id <> agent_id AND (agent_id = ? OR parent_agent_id = ?) AND last_at >= ?
       GROUP BY 1 ORDER BY 2 DESC, 1`,
    )
    .all(agentId, agentId, agentId, since)
