import type { Store } from '../store/store.ts'
import type { BreakerAct, NewAct } from './act.ts'
import { isOver, type Trip } from './trip.ts'

/** All SQL of the tables `breaker_acts` and `breaker_trips`. Each function throws what SQLite throws. */

const columns = `id, trip_id AS tripId, subject, subject_name AS subjectName, kind, target_id AS targetId, target, at,
  ended_at AS endedAt, outcome, detail, undone_at AS undoneAt, undone_by AS undoneBy`

/** The latest acts, the latest first. */
export const latestActs = (store: Store, limit: number): BreakerAct[] =>
  store.$client.query<BreakerAct, [number]>(`SELECT ${columns} FROM breaker_acts ORDER BY id DESC LIMIT ?`).all(limit)

export const actById = (store: Store, id: number): BreakerAct | null =>
  store.$client.query<BreakerAct, [number]>(`SELECT ${columns} FROM breaker_acts WHERE id = ?`).get(id)

/** What was begun and has no end: a kill left it. */
export const openActs = (store: Store): BreakerAct[] =>
  store.$client.query<BreakerAct, []>(`SELECT ${columns} FROM breaker_acts WHERE outcome = 'open' ORDER BY id`).all()

/** Writes an act and answers its id. */
export const addAct = (store: Store, act: NewAct): number =>
  Number(
    store.$client
      .query(
        `INSERT INTO breaker_acts (trip_id, subject, subject_name, kind, target_id, target, at, ended_at, outcome, detail)
         VALUES ($tripId, $subject, $subjectName, $kind, $targetId, $target, $at, $endedAt, $outcome, $detail)`,
      )
      .run(act).lastInsertRowid,
  )

export const endAct = (
  store: Store,
  { id, outcome, detail, endedAt }: Pick<BreakerAct, 'id' | 'outcome' | 'detail' | 'endedAt'>,
) =>
  void store.$client
    .query('UPDATE breaker_acts SET outcome = ?, detail = ?, ended_at = ? WHERE id = ?')
    .run(outcome, detail, endedAt, id)

/** Notes who took back that a trip holds a job. */
export const undoHold = (
  store: Store,
  { tripId, targetId, at, by }: { tripId: string; targetId: string; at: number; by: string },
) =>
  void store.$client
    .query(
      `UPDATE breaker_acts SET undone_at = ?, undone_by = ?
       WHERE trip_id = ? AND target_id = ? AND kind = 'hold' AND undone_at IS NULL`,
    )
    .run(at, by, tripId, targetId)

/** The trips that are open, or still hold something, the earliest first. */
export const openTrips = (store: Store): Trip[] =>
  store.$client
    .query<{ trip: string }, []>('SELECT trip FROM breaker_trips WHERE is_over = 0 ORDER BY at')
    .all()
    .map(({ trip }) => JSON.parse(trip) as Trip)

/** When the last trip of each guard ended, of those that ended since a moment (ms). */
export function endedSince(store: Store, since: number): Record<string, number> {
  const rows = store.$client
    .query<{ trip: string }, [number]>('SELECT trip FROM breaker_trips WHERE at >= ? ORDER BY at')
    .all(since)
  const trips = rows.map(({ trip }) => JSON.parse(trip) as Trip)
  return Object.fromEntries(trips.flatMap(({ subject, ended }) => (ended ? [[subject, ended.at]] : [])))
}

export const putTrip = (store: Store, trip: Trip) =>
  void store.$client
    .query('INSERT OR REPLACE INTO breaker_trips (id, subject, at, trip, is_over) VALUES (?, ?, ?, ?, ?)')
    .run(trip.id, trip.subject, trip.at, JSON.stringify(trip), isOver(trip) ? 1 : 0)

export const together = (store: Store, write: () => void) => store.$client.transaction(write).immediate()
