import type { Database } from 'bun:sqlite'

/**
 * How far each unit of a source has been read. Nothing of it is held in memory: a hundred thousand sessions would be as
 * many parser states, of which hardly any is ever asked for again.
 */
export function createCursors(index: Database) {
  const save = index.prepare('INSERT OR REPLACE INTO cursors (host, runtime, unit, cursor) VALUES (?, ?, ?, ?)')
  const find = index.prepare<{ cursor: string }, [host: string, runtime: string, unit: string]>(
    'SELECT cursor FROM cursors WHERE host = ? AND runtime = ? AND unit = ?',
  )
  const any = index.prepare<unknown, [host: string, runtime: string]>(
    'SELECT 1 FROM cursors WHERE host = ? AND runtime = ? LIMIT 1',
  )
  return {
    /** The cursor a unit was last committed with; undefined for one that was never read. */
    of(host: string, runtime: string, unit: string): unknown {
      const row = find.get(host, runtime, unit)
      return row ? (JSON.parse(row.cursor) as unknown) : undefined
    },

    /** Whether any unit of a runtime on a host was ever read. */
    hasAny: (host: string, runtime: string): boolean => any.get(host, runtime) !== null,

    write: (host: string, runtime: string, unit: string, cursor: unknown) =>
      void save.run(host, runtime, unit, JSON.stringify(cursor)),
  }
}
