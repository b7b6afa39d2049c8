import type { Store } from '../store/store.ts'
import { shownTitle } from './shown-title.ts'

/** As much of a session as is found without its text; `title` is what it was called. */
type TitledRow = { id: string; title: string | null; lastAt: number | null }

const titledColumns = "id, nullif(title, '') AS title, last_at AS lastAt"
const titled = (rows: TitledRow[]): TitledRow[] => rows.map((row) => ({ ...row, title: shownTitle(row.title) }))

/** All sessions behind one, the last active first and then by id; those of unknown time are the last. */
export function titledRowsBehind(index: Store, behind: Omit<TitledRow, 'title'> | null, limit: number): TitledRow[] {
  const { lastAt, id } = behind ?? { lastAt: Number.MAX_SAFE_INTEGER, id: '' }
  const known =
    lastAt === null
      ? []
      : index.$client
          .query<TitledRow, [number, number, string, number]>(
            `SELECT ${titledColumns} FROM sessions WHERE last_at <= ? AND (last_at < ? OR id > ?)
             ORDER BY last_at DESC, id LIMIT ?`,
          )
          .all(lastAt, lastAt, id, limit)
  if (known.length === limit) return titled(known)
  const unknown = index.$client
    .query<TitledRow, [string, number]>(
      `SELECT ${titledColumns} FROM sessions WHERE last_at IS NULL AND id > ? ORDER BY id LIMIT ?`,
    )
    .all(lastAt === null ? id : '', limit - known.length)
  return titled([...known, ...unknown])
}

/** The same of these ids, in no order. */
export const titledRows = (index: Store, ids: readonly string[]): TitledRow[] =>
  titled(
    index.$client
      .query<TitledRow, [string]>(`SELECT ${titledColumns} FROM sessions WHERE id IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(ids)),
  )

/** How many sessions there are, also those that no list shows. */
export const countSessions = (index: Store): number =>
  index.$client.query<{ n: number }, []>('SELECT count(*) AS n FROM sessions').get()!.n
