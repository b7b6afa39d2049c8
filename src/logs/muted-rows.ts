import type { Store } from '../store/store.ts'

/** All SQL of the table `muted_errors`. Each function throws what SQLite throws. Times in ms. */

export const mutedRows = (store: Store): Map<string, { at: number; by: string }> =>
  new Map(
    store.$client
      .query<{ id: string; at: number; by: string }, []>('SELECT id, muted_at AS at, muted_by AS by FROM muted_errors')
      .all()
      .map(({ id, ...muted }) => [id, muted]),
  )

export const putMuted = (store: Store, id: string, { at, by }: { at: number; by: string }) =>
  void store.$client
    .query('INSERT OR REPLACE INTO muted_errors (id, muted_at, muted_by) VALUES (?, ?, ?)')
    .run(id, at, by)

export const deleteMuted = (store: Store, id: string) =>
  void store.$client.query('DELETE FROM muted_errors WHERE id = ?').run(id)
