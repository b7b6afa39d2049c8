import type { Batch } from '../../facts/source.ts'
import { fingerprintOf, statOf } from './paths.ts'

/** The facts of one step of reading, before the pass adds its progress. */
export type Portion = Pick<Batch, 'unit' | 'facts' | 'cursor' | 'unread'>

/** A unit that is unfinished is read again after this long, though nothing may be written to it. */
export const settleMs = 2_000

/** Something that is read as a whole during a pass: a file, a database, a folder of small files. */
export type Unit = {
  /** Names the unit in findings. */
  path: string
  /** Its size in bytes, by which progress is measured; asked once in a pass, and only of a unit that is due. */
  size(): number
  /** When it was last written, in ms since the epoch. */
  at: number
  /** How it looks from outside. A unit that looks as when it was last read to its end is skipped; null is never skipped. */
  fingerprint: string | null
  /** A commit can stand in the journal of a database some time before it can be read, so a changed one is read repeatedly. */
  isDatabase?: boolean
  /**
   * Reads what lies behind the cursors. `unfinished` says that the end of the unit is still being written and is worth
   * another look a little later. Throws what opening the unit throws.
   */
  read(): Iterable<Portion | 'unfinished'> | AsyncIterable<Portion | 'unfinished'>
}

/** How a file looked from outside before it was opened; `at` in ms since the epoch. */
export type FileLook = { fingerprint: string; size: number; at: number }

type Read = (look: FileLook) => ReturnType<Unit['read']>

/** A file as a unit; none where the file is gone. */
export function fileUnit(path: string, read: Read): Unit[] {
  const stat = statOf(path)
  if (!stat) return []
  const { ino, size, mtimeMs: at } = stat
  const fingerprint = `${ino} ${size} ${at}`
  return [{ path, size: () => size, at, fingerprint, read: () => read({ fingerprint, size, at }) }]
}

/** An SQLite database with its journal as a unit; none where the database is gone. */
export function databaseUnit(path: string, read: Read): Unit[] {
  return fileUnit(path, read).map((unit) => ({
    ...unit,
    at: Math.max(unit.at, statOf(`${path}-wal`)?.mtimeMs ?? 0),
    fingerprint: `${unit.fingerprint} ${fingerprintOf(`${path}-wal`)}`,
    isDatabase: true,
  }))
}

export const newestFirst = (units: Unit[]): Unit[] => units.toSorted((a, b) => b.at - a.at)
