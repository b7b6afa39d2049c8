import type { Store } from '../store/store.ts'

/** All SQL of the table `agent_looks`. Each function throws what SQLite throws. Times in ms. */

export const lookRows = (store: Store): [agentId: string, choice: string][] =>
  store.$client
    .query<{ id: string; choice: string }, []>('SELECT agent_id AS id, choice FROM agent_looks')
    .all()
    .map(({ id, choice }) => [id, choice])

export const putLook = (store: Store, id: string, choice: string, { at, by }: { at: number; by: string }) =>
  void store.$client
    .query(
      `INSERT OR REPLACE INTO agent_looks (agent_id, choice, chosen_at, chosen_by) VALUES ($id, $choice, $at, $by)`,
    )
    .run({ id, choice, at, by })

export const deleteLook = (store: Store, id: string) =>
  void store.$client.query('DELETE FROM agent_looks WHERE agent_id = ?').run(id)
