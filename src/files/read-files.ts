import type { TouchHow } from '../facts/fact.ts'
import type { Store } from '../store/store.ts'
import type { FileEdit, FileTouch, TouchedFile } from './file.ts'

/** All SQL that reads the tables of touched files. Times in ms since the epoch; unknown is null. */

type Row = {
  sessionId: string
  at: number
  how: TouchHow
  added: number | null
  removed: number | null
  guessed: number
  itemId: string
}

const columns = 'session_id AS sessionId, at, how, added, removed, guessed, item_id AS itemId'

const toTouch = <R extends Row>({ guessed, ...row }: R) => ({ ...row, isGuessed: guessed === 1 })

/** The last changes since a time, the newest first. */
export const recentEdits = (index: Store, since: number, limit: number): FileEdit[] =>
  index.$client
    .query<Row & { path: string }, [number, number]>(
      `SELECT path, ${columns} FROM file_touches JOIN file_paths ON file_paths.id = file
       WHERE at >= ? AND how <> 'read' ORDER BY at DESC LIMIT ?`,
    )
    .all(since, limit)
    .map(toTouch)

/** In which sessions files were touched, from `from` until before `to`, once in twenty seconds, in order. */
export const touchesBetween = (
  index: Store,
  from: number,
  to: number,
  limit: number,
): { sessionId: string; at: number; isWrite: number }[] =>
  index.$client
    .query<{ sessionId: string; at: number; isWrite: number }, [number, number, number]>(
      `SELECT session_id AS sessionId, min(at) AS at, max(how <> 'read') AS isWrite FROM file_touches
       WHERE at >= ? AND at < ? GROUP BY session_id, at / 20000 ORDER BY 2 LIMIT ?`,
    )
    .all(from, to, limit)

export const touchedCounts = (index: Store, since: number) =>
  index.$client
    .query<{ files: number; sessions: number }, [number]>(
      'SELECT count(DISTINCT file) AS files, count(DISTINCT session_id) AS sessions FROM file_touches WHERE at >= ?',
    )
    .get(since)!

/** Which files were touched: of all of them, those that were changed, or those that were only read. */
export type FileChoice = 'all' | 'written' | 'read'

const choices: Record<FileChoice, string> = {
  all: '1',
  written: "sum(how <> 'read') > 0",
  read: "sum(how <> 'read') = 0",
}

/** The touched files whose path holds all of some words, the last touched first. */
export const touchedFiles = (
  index: Store,
  { since, choice, words, limit }: { since: number; choice: FileChoice; words: readonly string[]; limit: number },
): TouchedFile[] =>
  index.$client
    .query<TouchedFile, { since: number; words: string; limit: number }>(
      `SELECT path, max(at) AS lastAt, sum(how = 'read') AS reads, sum(how <> 'read') AS writes,
         count(DISTINCT session_id) AS sessions
       FROM file_touches JOIN file_paths ON file_paths.id = file
       WHERE at >= $since
         AND NOT EXISTS (SELECT 1 FROM json_each($words) AS word WHERE instr(lower(file_paths.path), word.value) = 0)
       GROUP BY file HAVING ${choices[choice]} ORDER BY lastAt DESC LIMIT $limit`,
    )
    .all({ since, words: JSON.stringify(words), limit })

/** The touches of a file since a time, oldest first; of more than `limit` the latest. */
export const touchesOfFile = (index: Store, path: string, since: number, limit: number): FileTouch[] =>
  index.$client
    .query<Row, [string, number, number]>(
      `SELECT ${columns} FROM file_touches WHERE file = (SELECT id FROM file_paths WHERE host = '' AND path = ?)
         AND at >= ? ORDER BY at DESC LIMIT ?`,
    )
    .all(path, since, limit)
    .reverse()
    .map(toTouch)

/** The touches of a file before a time, the newest first: at least `limit` where there are as many, and none of a millisecond left out. */
export const touchesBefore = (index: Store, path: string, before: number, limit: number): FileTouch[] =>
  index.$client
    .query<Row, { path: string; before: number; limit: number }>(
      `WITH own AS (SELECT id FROM file_paths WHERE host = '' AND path = $path)
       SELECT ${columns} FROM file_touches WHERE file = (SELECT id FROM own) AND at < $before AND at >= coalesce(
         (SELECT at FROM file_touches WHERE file = (SELECT id FROM own) AND at < $before
          ORDER BY at DESC LIMIT 1 OFFSET $limit - 1), 0)
       ORDER BY at DESC`,
    )
    .all({ path, before, limit })
    .map(toTouch)

/** What all touches of a file since a time come to. */
export const countsOfFile = (index: Store, path: string, since: number) =>
  index.$client
    .query<{ reads: number; writes: number; sessions: number; writers: number }, [string, number]>(
      `SELECT count(*) FILTER (WHERE how = 'read') AS reads, count(*) FILTER (WHERE how <> 'read') AS writes,
         count(DISTINCT session_id) AS sessions,
         count(DISTINCT session_id) FILTER (WHERE how <> 'read') AS writers
       FROM file_touches WHERE file = (SELECT id FROM file_paths WHERE host = '' AND path = ?) AND at >= ?`,
    )
    .get(path, since)!

/** How many edits of a file since a time put in what an earlier one had taken out, and took out what that had put in. */
export function timesReverted(index: Store, path: string, since: number, limit: number): number {
  const edits = index.$client
    .query<{ added: number; removed: number }, [string, number, number]>(
      `SELECT added_hash AS added, removed_hash AS removed FROM file_touches
       WHERE file = (SELECT id FROM file_paths WHERE host = '' AND path = ?) AND at >= ? AND added_hash IS NOT NULL
         AND removed_hash IS NOT NULL ORDER BY at DESC LIMIT ?`,
    )
    .all(path, since, limit)
    .reverse()
  const open = new Map<string, number>()
  let reverted = 0
  for (const { added, removed } of edits) {
    const undone = `${removed} ${added}`
    const times = open.get(undone) ?? 0
    if (times > 0) {
      reverted++
      open.set(undone, times - 1)
    } else open.set(`${added} ${removed}`, (open.get(`${added} ${removed}`) ?? 0) + 1)
  }
  return reverted
}

type Path = { id: number; path: string }

const nameIn = (path: string) => path.slice(path.lastIndexOf('/'))

/** The paths in some folders with the same file name as another. The folders end with a stroke. */
export const pathsBelow = (index: Store, folders: readonly string[], path: string, limit: number): Path[] => {
  const query = index.$client.query<Path, { from: string; to: string; name: string; limit: number }>(
    `SELECT id, path FROM file_paths
     WHERE host = '' AND path >= $from AND path < $to AND substr(path, -length($name)) = $name LIMIT $limit`,
  )
  // What follows a stroke in the order of signs is a zero.
  return folders.flatMap((from) => query.all({ from, to: `${from.slice(0, -1)}0`, name: nameIn(path), limit }))
}

/** All paths with the same file name as another, the last known first: it looks at every path. */
export const pathsOfSameName = (index: Store, path: string, limit: number): Path[] =>
  index.$client
    .query<Path, { name: string; limit: number }>(
      `SELECT id, path FROM file_paths WHERE host = '' AND substr(path, -length($name)) = $name
       ORDER BY id DESC LIMIT $limit`,
    )
    .all({ name: nameIn(path), limit })

/** The number of one path, as a list that is empty where nobody has touched it. */
export const pathAlone = (index: Store, path: string): Path[] =>
  index.$client.query<Path, [string]>("SELECT id, path FROM file_paths WHERE host = '' AND path = ?").all(path)

/** When a file was last touched, by the number of its path; undefined for never. */
export const lastTouchOf = (index: Store, file: number): number | undefined =>
  index.$client
    .query<{ at: number | null }, [number]>('SELECT max(at) AS at FROM file_touches WHERE file = ?')
    .get(file)?.at ?? undefined

/** The files that several sessions have changed since a time, the last changed first. */
export const sharedFiles = (index: Store, since: number, limit: number): string[] =>
  index.$client
    .query<{ path: string }, [number, number]>(
      `SELECT path FROM (
         SELECT file, max(at) AS lastAt FROM file_touches WHERE at >= ? AND how <> 'read'
         GROUP BY file HAVING count(DISTINCT session_id) > 1 ORDER BY lastAt DESC LIMIT ?
       ) JOIN file_paths ON file_paths.id = file ORDER BY lastAt DESC`,
    )
    .all(since, limit)
    .map(({ path }) => path)

/** The files that the same sessions changed since a time, and in how many of them. */
export const changedTogether = (index: Store, path: string, since: number, limit: number) =>
  index.$client
    .query<{ path: string; sessions: number }, { path: string; since: number; limit: number }>(
      `WITH own AS (SELECT id FROM file_paths WHERE host = '' AND path = $path)
       SELECT path, count(DISTINCT session_id) AS sessions
       FROM file_touches JOIN file_paths ON file_paths.id = file
       WHERE at >= $since AND how <> 'read' AND file <> (SELECT id FROM own) AND session_id IN (
         SELECT session_id FROM file_touches WHERE file = (SELECT id FROM own) AND how <> 'read' AND at >= $since)
       GROUP BY file ORDER BY sessions DESC, max(at) DESC LIMIT $limit`,
    )
    .all({ path, since, limit })
