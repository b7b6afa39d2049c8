import type { Store } from '../store/store.ts'
import type { ConfigChange, ConfigEdit } from './config-change.ts'
import type { WrittenChange } from './gateway.ts'

/** All SQL of the table `gateway_changes`. Each function throws what SQLite throws. */

/** A change as it is kept, with what takes it back (null where nothing does) and what it has written, without secrets. */
export type ChangeRow = Omit<WrittenChange, 'mayUndo'> & {
  place: string
  undo: ConfigEdit[] | null
  after: Pick<ConfigChange, 'path' | 'after'>[]
}

type Written = Omit<ChangeRow, 'paths' | 'undo' | 'after' | 'restarts'> & {
  paths: string
  undo: string | null
  after: string
  restarts: number
}

export const changeRows = (store: Store): ChangeRow[] =>
  store.$client
    .query<Written, []>(
      'SELECT place, id, who, paths, at, ended_at AS endedAt, restarts, outcome, reason, undo, after FROM gateway_changes',
    )
    .all()
    .map(({ paths, undo, after, restarts, ...rest }) => ({
      ...rest,
      restarts: restarts === 1,
      paths: JSON.parse(paths) as string[],
      undo: undo === null ? null : (JSON.parse(undo) as ConfigEdit[]),
      after: JSON.parse(after) as ChangeRow['after'],
    }))

/** Writes the last change of a gateway in the place of the one before. */
export const putChange = (store: Store, { paths, undo, after, restarts, ...rest }: ChangeRow) =>
  void store.$client
    .query(
      `INSERT OR REPLACE INTO gateway_changes (place, id, who, paths, at, ended_at, restarts, outcome, reason, undo, after)
       VALUES ($place, $id, $who, $paths, $at, $endedAt, $restarts, $outcome, $reason, $undo, $after)`,
    )
    .run({
      ...rest,
      restarts: Number(restarts),
      paths: JSON.stringify(paths),
      undo: undo && JSON.stringify(undo),
      after: JSON.stringify(after),
    })
