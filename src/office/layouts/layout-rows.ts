import type { Store } from '../../store/store.ts'
import type { LayoutVersion } from './layout.ts'

/** All SQL of the table `office_layouts`. Each function throws what SQLite throws. Times in ms. */

/** `layout` is JSON; null for an office that is composed by itself. */
type LayoutRow = LayoutVersion & { layout: string | null }

const versionColumns = 'revision, saved_at AS savedAt, saved_by AS savedBy, note, decks, pieces'

/** The newest first. */
export const versionRows = (store: Store): LayoutVersion[] =>
  store.$client.query<LayoutVersion, []>(`SELECT ${versionColumns} FROM office_layouts ORDER BY revision DESC`).all()

/** The office that was saved last; null where none was. */
export const newestLayoutRow = (store: Store): LayoutRow | null =>
  store.$client
    .query<LayoutRow, []>(`SELECT ${versionColumns}, layout FROM office_layouts ORDER BY revision DESC LIMIT 1`)
    .get()

export const layoutRow = (store: Store, revision: number): LayoutRow | null =>
  store.$client
    .query<LayoutRow, [number]>(`SELECT ${versionColumns}, layout FROM office_layouts WHERE revision = ?`)
    .get(revision)

/** Adds a version and removes all but the newest `kept`: both, or neither. */
export const addLayoutRow = (store: Store, row: LayoutRow, kept: number) =>
  store.$client
    .transaction(() => {
      store.$client
        .query(
          `INSERT INTO office_layouts (revision, saved_at, saved_by, note, decks, pieces, layout)
           VALUES ($revision, $savedAt, $savedBy, $note, $decks, $pieces, $layout)`,
        )
        .run(row)
      store.$client.query('DELETE FROM office_layouts WHERE revision <= ?').run(row.revision - kept)
    })
    .immediate()
