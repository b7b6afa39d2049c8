import type { Store } from '../store/store.ts'
import type { Annotation } from './annotation.ts'

/** All SQL of the table `annotations`. Each function throws what SQLite throws. Times in ms. */

type Row = { id: string; tags: string; pinned: number; archived: number; note: string | null }

export const annotationRows = (store: Store): [id: string, annotation: Annotation][] =>
  store.$client
    .query<Row, []>('SELECT session_id AS id, tags, pinned, archived, note FROM annotations')
    .all()
    .map(({ id, tags, pinned, archived, note }) => [
      id,
      { tags: JSON.parse(tags) as string[], isPinned: pinned === 1, isArchived: archived === 1, note },
    ])

/** Writes what each of these sessions has now, null where it has nothing any more: all of it, or none. */
export const putAnnotations = (
  store: Store,
  changes: readonly { id: string; after: Annotation | null }[],
  { at, by }: { at: number; by: string },
) =>
  store.$client
    .transaction(() => {
      for (const { id, after } of changes)
        if (after === null) store.$client.query('DELETE FROM annotations WHERE session_id = ?').run(id)
        else
          store.$client
            .query(
              `INSERT OR REPLACE INTO annotations (session_id, tags, pinned, archived, note, changed_at, changed_by)
               VALUES ($id, $tags, $pinned, $archived, $note, $at, $by)`,
            )
            .run({
              id,
              tags: JSON.stringify(after.tags),
              pinned: Number(after.isPinned),
              archived: Number(after.isArchived),
              note: after.note,
              at,
              by,
            })
    })
    .immediate()
