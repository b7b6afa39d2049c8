import type { Database } from 'bun:sqlite'

/**
 * How far each unit of a source has been read. What is written within a transaction counts as known once `remember` says
 * that it was committed.
 */
export function createCursors(index: Database) {
  const save = index.prepare('INSERT OR REPLACE INTO cursors (host, runtime, unit, cursor) VALUES (?, ?, ?, ?)')
  const all = index
    .query<{ host: string; runtime: string; unit: string; cursor: string }, []>(
      'SELECT host, runtime, unit, cursor FROM cursors',
    )
    .all()
  const known = new Map<string, unknown>(
    all.map(({ host, runtime, unit, cursor }) => [nameOf(host, runtime, unit), JSON.parse(cursor) as unknown]),
  )
  return {
    /** The cursor a unit was last committed with; undefined for one that was never read. */
    of: (host: string, runtime: string, unit: string): unknown => known.get(nameOf(host, runtime, unit)),

    /** Whether any unit of a runtime on a host was ever read. */
    hasAny: (host: string, runtime: string) => known.keys().some((name) => name.startsWith(nameOf(host, runtime, ''))),

    write: (host: string, runtime: string, unit: string, cursor: unknown) =>
      void save.run(host, runtime, unit, JSON.stringify(cursor)),

    remember: (host: string, runtime: string, unit: string, cursor: unknown) =>
      void known.set(nameOf(host, runtime, unit), cursor),
  }
}

/** Neither a host nor a runtime has a space in its name. */
const nameOf = (host: string, runtime: string, unit: string) => `${host} ${runtime} ${unit}`
