import type { Store } from '../store/store.ts'
import type { ActRecord, Before } from './act-record.ts'

/** All SQL of the table `session_acts`. Each function throws what SQLite throws. Times in ms. */

type Row = Omit<ActRecord, 'before'> & { before: string }

const columns = `id, session_id AS sessionId, kind, text, who, asked_at AS askedAt, state, ended_at AS endedAt, note,
  new_key AS newKey, before`

const toRecord = ({ before, ...rest }: Row): ActRecord => ({ ...rest, before: JSON.parse(before) as Before })

/** Writes records, whole: all of them, or none. */
export const putActs = (store: Store, records: readonly ActRecord[]) =>
  store.$client
    .transaction(() => {
      for (const { before, ...rest } of records)
        store.$client
          .query(
            `INSERT OR REPLACE INTO session_acts
               (id, session_id, kind, text, who, asked_at, state, ended_at, note, new_key, before)
             VALUES ($id, $sessionId, $kind, $text, $who, $askedAt, $state, $endedAt, $note, $newKey, $before)`,
          )
          .run({ ...rest, before: JSON.stringify(before) })
    })
    .immediate()

export function actById(store: Store, id: string): ActRecord | undefined {
  const row = store.$client.query<Row, [string]>(`SELECT ${columns} FROM session_acts WHERE id = ?`).get(id)
  return row ? toRecord(row) : undefined
}

/** Those that have no end yet, the oldest first. */
export const openActs = (store: Store): ActRecord[] =>
  store.$client
    .query<Row, []>(`SELECT ${columns} FROM session_acts WHERE ended_at IS NULL ORDER BY asked_at, id`)
    .all()
    .map(toRecord)

/** The last of a session, the latest first. */
export const actsOfSession = (store: Store, sessionId: string, limit: number): ActRecord[] =>
  store.$client
    .query<Row, [string, number]>(
      `SELECT ${columns} FROM session_acts WHERE session_id = ? ORDER BY asked_at DESC, id DESC LIMIT ?`,
    )
    .all(sessionId, limit)
    .map(toRecord)

/** The last of all sessions, the latest first. */
export const latestActs = (store: Store, limit: number): ActRecord[] =>
  store.$client
    .query<Row, [number]>(`SELECT ${columns} FROM session_acts ORDER BY asked_at DESC, id DESC LIMIT ?`)
    .all(limit)
    .map(toRecord)
