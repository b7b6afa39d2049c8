import type { Database } from 'bun:sqlite'
import type { Store } from '../store/store.ts'

/** Writes which places of foreign data could not be read, and why. `at` is when that was noticed, in ms. */
export function createUnread(index: Database) {
  const save = index.prepare(
    'INSERT OR REPLACE INTO unread (host, runtime, unit, place, reason, at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const removeWhole = index.prepare(
    "DELETE FROM unread WHERE host = ? AND runtime = ? AND unit = ? AND place LIKE 'whole %'",
  )
  return {
    write: (host: string, runtime: string, unit: string, place: string, reason: string, at: number) =>
      void save.run(host, runtime, unit, place, reason, at),

    /** Removes that a unit as a whole could not be read; single places of it stay. */
    removeWhole: (host: string, runtime: string, unit: string) => void removeWhole.run(host, runtime, unit),
  }
}

/** The unread places of one unit: how many there are, and one of them with its reason. `host` is '' for this machine. */
export type UnreadUnit = { host: string; runtime: string; unit: string; count: number; place: string; reason: string }

/** The units with the most unread places, at most 100. */
export const unreadUnits = (index: Store): UnreadUnit[] =>
  index.$client
    .query<UnreadUnit, []>(
      `SELECT host, runtime, unit, count(*) AS count, min(place) AS place, reason FROM unread
       GROUP BY host, runtime, unit ORDER BY count DESC LIMIT 100`,
    )
    .all()
