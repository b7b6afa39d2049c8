import type { Runtime } from '../facts/runtimes.ts'
import type { Store } from '../store/store.ts'

/** All SQL that reads the table `agents`. */

export type AgentRow = {
  id: string
  /** '' for this machine. */
  host: string
  runtime: Runtime
  name: string | null
  emoji: string | null
  model: string | null
  present: number
}

const columns = 'id, host, runtime, name, emoji, model, present'

/** Every agent that its runtime still knows, by id. */
export const presentAgentRows = (index: Store): AgentRow[] =>
  index.$client.query<AgentRow, []>(`SELECT ${columns} FROM agents WHERE present = 1 ORDER BY id`).all()

/** The agents of these ids, present or not; unknown ids are left out. */
export const agentRows = (index: Store, ids: readonly string[]): AgentRow[] =>
  index.$client
    .query<AgentRow, [string]>(`SELECT ${columns} FROM agents WHERE id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(ids))

/** The name of each agent that has one. */
export const agentNames = (index: Store): Map<string, string> =>
  new Map(
    index.$client
      .query<{ id: string; name: string }, []>("SELECT id, name FROM agents WHERE name <> ''")
      .all()
      .map(({ id, name }) => [id, name]),
  )
