import type { Store } from '../store/store.ts'

/** The features' own words on what is deleted when, as far as it is carried out. */
type Owner = {
  name: string
  tables?: { wheelhouse?: Record<string, { deleteBy?: { column: string; afterMs: number } }> }
}

/** Deletes from wheelhouse.sqlite what features keep no longer. `now` in ms. Throws what SQLite throws. */
export function deleteExpired(store: Store, features: readonly Owner[], now: number) {
  for (const { tables } of features)
    for (const [table, { deleteBy }] of Object.entries(tables?.wheelhouse ?? {}))
      if (deleteBy) store.$client.run(`DELETE FROM ${table} WHERE ${deleteBy.column} < ?`, [now - deleteBy.afterMs])
}

const everyMs = 24 * 3_600_000

/** Deletes what is kept no longer, now and once a day. Returns its end. */
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
