import type { Store } from '../store/store.ts'
import type { FileTouch, OutsideChange } from './file.ts'

/** All SQL that reads who may have changed a file, and what was changed from outside. Times in ms since the epoch. */

/** So many files that change in one moment are the work of a program, and call nobody for each of them. */
const manyFiles = 6

/** The files that agents changed since a time, the last changed first. */
export const filesWritten = (index: Store, since: number, limit: number): string[] =>
  index.$client
    .query<{ path: string }, [number, number]>(
      `SELECT path FROM (
         SELECT file, max(at) AS lastAt FROM file_touches WHERE at >= ? AND how NOT IN ('read', 'delete')
         GROUP BY file ORDER BY lastAt DESC LIMIT ?
       ) JOIN file_paths ON file_paths.id = file WHERE host = '' ORDER BY lastAt DESC`,
    )
    .all(since, limit)
    .map(({ path }) => path)

export const countFilesWritten = (index: Store, since: number): number =>
  index.$client
    .query<{ files: number }, [number]>(
      "SELECT count(DISTINCT file) AS files FROM file_touches WHERE at >= ? AND how NOT IN ('read', 'delete')",
    )
    .get(since)!.files

type Asked = { path: string; at: number; slackMs: number; openMs: number }

/** Whether a call that changed this file ran at a time. One whose end is not known may have run for `openMs`. */
export const wasWrittenBySession = (index: Store, { path, at, slackMs, openMs }: Asked): boolean =>
  index.$client
    .query<{ one: number }, { path: string; from: number; to: number; openMs: number; longest: number }>(
      `SELECT 1 AS one FROM file_touches AS touches LEFT JOIN file_calls AS calls USING (session_id, call_id)
       WHERE touches.file = (SELECT id FROM file_paths WHERE host = '' AND path = $path) AND touches.how <> 'read'
         AND touches.at BETWEEN $longest AND $to AND coalesce(calls.ended_at, touches.at + $openMs) >= $from LIMIT 1`,
    )
    .get({ path, from: at - slackMs, to: at + slackMs, openMs, longest: at - longestCallMs }) !== null

/** The sessions in which a call ran at a time that may have changed any file. */
export const sessionsThatRan = (index: Store, { at, slackMs, openMs }: Omit<Asked, 'path'>): string[] =>
  index.$client
    .query<{ id: string }, { from: number; to: number; openMs: number; longest: number }>(
      `SELECT DISTINCT session_id AS id FROM file_calls
       WHERE any_file AND at BETWEEN $longest AND $to AND coalesce(ended_at, at + $openMs) >= $from`,
    )
    .all({ from: at - slackMs, to: at + slackMs, openMs, longest: at - longestCallMs })
    .map(({ id }) => id)

/** A call that began longer ago is not looked for. */
const longestCallMs = 6 * 3_600_000

/** Whether one of these sessions has changed this file. */
export const hasTouched = (index: Store, path: string, sessionIds: readonly string[]): boolean =>
  sessionIds.length > 0 &&
  index.$client
    .query<{ one: number }, [string, string]>(
      `SELECT 1 AS one FROM file_touches WHERE file = (SELECT id FROM file_paths WHERE host = '' AND path = ?)
         AND how <> 'read' AND session_id IN (SELECT value FROM json_each(?)) LIMIT 1`,
    )
    .get(path, JSON.stringify(sessionIds)) !== null

/** What was changed from outside since a time, by the path of the file. */
export const outsideWritesSince = (index: Store, since: number): { path: string; at: number }[] =>
  index.$client
    .query<{ path: string; at: number }, [number]>(
      'SELECT path, at FROM outside_writes JOIN file_paths ON file_paths.id = file WHERE at >= ?',
    )
    .all(since)

/** The writes of a file from outside since a time, oldest first; those of `alone` only where few files changed in the moment. */
export const outsideTouches = (
  index: Store,
  path: string,
  since: number,
  { limit, alone }: { limit: number; alone: boolean },
): FileTouch[] =>
  index.$client
    .query<{ at: number }, [string, number, number]>(
      `SELECT at FROM outside_writes AS own WHERE file = (SELECT id FROM file_paths WHERE host = '' AND path = ?)
         AND at >= ? ${alone ? `AND ${isAlone}` : ''} ORDER BY at DESC LIMIT ?`,
    )
    .all(path, since, limit)
    .reverse()
    .map(({ at }) => ({ sessionId: '', itemId: '', at, how: 'outside', added: null, removed: null, isGuessed: false }))

const isAlone = `(SELECT count(*) FROM outside_writes AS others WHERE others.moment = own.moment) < ${manyFiles}
  AND NOT own.by_git`

/** The files that were changed from outside since a time, few in a moment, the last changed first. */
export const filesChangedOutside = (index: Store, since: number, limit: number): string[] =>
  index.$client
    .query<{ path: string }, [number, number]>(
      `SELECT path FROM (
         SELECT file, max(at) AS lastAt FROM outside_writes AS own WHERE moment >= ? AND ${isAlone}
         GROUP BY file ORDER BY lastAt DESC LIMIT ?
       ) JOIN file_paths ON file_paths.id = file ORDER BY lastAt DESC`,
    )
    .all(since, limit)
    .map(({ path }) => path)

/** The moments in which files were changed from outside since a time, the newest first. */
export const outsideChanges = (index: Store, since: number, limit: number): OutsideChange[] =>
  index.$client
    .query<Omit<OutsideChange, 'isByGit'> & { byGit: number }, [number, number]>(
      `SELECT max(at) AS at, path, count(*) AS files, max(by_git) AS byGit
       FROM outside_writes JOIN file_paths ON file_paths.id = file
       WHERE moment >= ? GROUP BY moment ORDER BY at DESC LIMIT ?`,
    )
    .all(since, limit)
    .map(({ byGit, ...change }) => ({ ...change, isByGit: byGit === 1 }))
