import type { Store } from '../store/store.ts'

/** The part of a feature that says which rows are deleted when. */
type Owner = {
  name: string
  tables?: { wheelhouse?: Record<string, { deleteBy?: { column: string; afterMs: number } }> }
}

/** Deletes the rows of wheelhouse.sqlite whose time is over. `now` in ms. Throws the errors of SQLite. */
export function deleteExpired(store: Store, features: readonly Owner[], now: number) {
  for (const { tables } of features)
    for (const [table, { deleteBy }] of Object.entries(tables?.wheelhouse ?? {}))
      if (deleteBy) store.$client.run(`DELETE FROM ${table} WHERE ${deleteBy.column} < ?`, [now - deleteBy.afterMs])
}

const everyMs = 24 * 3_600_000

/** Deletes rows whose time is over, now and once a day, until the returned function is called. */
export function startRetention(
  store: Store,
  features: readonly Owner[],
  { now, onError }: { now: () => number; onError: (error: unknown) => void },
) {
  const run = () => {
    try {
      deleteExpired(store, features, now())
    } catch (error) {
      // A full disk deletes nothing either; the next run will.
      onError(error)
    }
  }
  run()
  const timer = setInterval(run, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
