import type { Database } from 'bun:sqlite'
import type { SessionFact } from '../facts/fact.ts'
import { redact } from '../lib/redact.ts'

const columnOf = {
  key: 'key',
  title: 'title',
  firstPrompt: 'first_prompt',
  sessionKind: 'kind',
  channel: 'channel',
  current: 'current',
  status: 'status',
  reason: 'reason',
  parentKey: 'parent_key',
  parentAgentId: 'parent_agent_id',
  model: 'model',
  projectPath: 'project_path',
  worktreePath: 'worktree_path',
  branch: 'branch',
  cronId: 'cron_id',
  endedAt: 'ended_at',
  contextTokens: 'context_tokens',
  contextLimit: 'context_limit',
  lastRole: 'last_role',
  stopReason: 'stop_reason',
  openTool: 'open_tool',
  waitsFor: 'waits_for',
} as const satisfies Partial<Record<keyof SessionFact, string>>

type Field = keyof typeof columnOf
const fields = Object.keys(columnOf) as Field[]
/** Facts come with few choices of fields. */
const maxStatements = 100

/**
 * Writes sessions into the index. The catalogue and the transcript of a runtime each state a part, in any order: a field
 * that a fact leaves out stays, and a session only ever begins earlier and ends later than was known. The result holds
 * the ids of other windows of the same conversation that are no longer the current one.
 */
export function writeSessions(index: Database) {
  const statements = new Map<string, ReturnType<typeof index.prepare>>()

  /** A statement that touches the columns of these fields alone: each index of a column that is named is written anew. */
  function upsertOf(fields: Field[]) {
    const name = fields.join()
    let statement = statements.get(name)
    if (!statement) {
      const columns = fields.map((field) => `, ${columnOf[field]}`).join('')
      const values = fields.map((field) => `, $${field}`).join('')
      const changes = fields.map((field) => `, ${columnOf[field]} = $${field}`).join('')
      statement = index.prepare(
        `INSERT INTO sessions (id, host, runtime, agent_id, started_at, last_at${columns})
         VALUES ($id, $host, $runtime, $agentId, $startedAt, $lastAt${values})
         ON CONFLICT (id, host) DO UPDATE SET
           started_at = min(coalesce(started_at, $startedAt), coalesce($startedAt, started_at)),
           last_at = max(coalesce(last_at, $lastAt), coalesce($lastAt, last_at))${changes}`,
      )
      if (statements.size >= maxStatements) statements.clear()
      statements.set(name, statement)
    }
    return statement
  }

  // The runs of a cron job share its key, and none replaces another. With the sign SQLite goes by the key: by the agent it
  // would look through all sessions that the agent ever had.
  const supersede = index.prepare<{ id: string }, [key: string, agentId: string, id: string]>(
    "UPDATE sessions SET current = 0 WHERE key = ? AND +agent_id = ? AND id <> ? AND current = 1 AND kind IS NOT 'cron' RETURNING id",
  )
  return (fact: SessionFact, host: string): string[] => {
    const values: Record<string, string | number | null> = {
      id: fact.id,
      host,
      runtime: fact.runtime,
      agentId: fact.agentId,
      startedAt: fact.startedAt ?? null,
      lastAt: fact.lastAt ?? null,
    }
    const known = fields.filter((field) => (fact[field] ?? undefined) !== undefined)
    for (const field of known) {
      const value = fact[field]!
      values[field] = typeof value === 'boolean' ? Number(value) : value
    }
    // These texts are foreign, and they are shown in many places, some of them terminals.
    for (const field of [
      'title',
      'firstPrompt',
      'reason',
      'openTool',
      'waitsFor',
      'model',
      'projectPath',
      'worktreePath',
      'branch',
    ] as const) {
      const text = fact[field]
      if (text !== undefined) values[field] = redact(text)
    }
    upsertOf(known).run(values)
    if (fact.current !== true || fact.key === undefined) return []
    return supersede.all(fact.key, fact.agentId, fact.id).map(({ id }) => id)
  }
}
