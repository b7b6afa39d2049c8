import { constants, Database } from 'bun:sqlite'
import {
  constants as access,
  accessSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { openForeignFile } from './foreign-file.ts'

/** Another program's SQLite file, open for reading. */
type ForeignDatabase = { database: Database; close(): void }

/**
 * Opens another program's database so that it is never changed and never held up. A WAL database that nobody has
 * open (no `-wal` beside it) is opened immutable, which leaves no file behind; one in use is opened read-only in its
 * folder; where that folder may not be written to, it is copied with its `-wal` to a folder of our own.
 * Throws what SQLite or the file system throws; close it within milliseconds.
 */
export function openForeign(path: string): ForeignDatabase {
  const hasWal = existsSync(`${path}-wal`)
  if (!isWal(path)) return direct(path, false)
  if (!hasWal) return direct(path, true)
  if (mayWrite(dirname(path))) return direct(path, false)
  return copied(path)
}

function direct(path: string, immutable: boolean): ForeignDatabase {
  const uri = `file:${encodeURI(path).replaceAll('?', '%3f').replaceAll('#', '%23')}?mode=ro${immutable ? '&immutable=1' : ''}`
  const database = new Database(uri, constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI)
  database.run('PRAGMA busy_timeout = 200')
  return { database, close: () => database.close(false) }
}

const copyPrefix = 'wheelhouse-read-'

/** A copy exists for milliseconds; an older one was left behind by a program that was killed. */
const leftBehindMs = 60 * 60_000

/** Removes the copies that killed programs left in the temporary folder. `now` is in ms. */
export function sweepCopies(now = performance.timeOrigin, folder = tmpdir()) {
  for (const name of listed(folder)) {
    if (!name.startsWith(copyPrefix)) continue
    const path = join(folder, name)
    try {
      if (now - statSync(path).mtimeMs > leftBehindMs) rmSync(path, { recursive: true, force: true })
    } catch {
      // The copy belongs to another user, or is gone already.
    }
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Without a temporary folder there are no copies.
    return []
  }
}

function copied(path: string): ForeignDatabase {
  const folder = mkdtempSync(join(tmpdir(), copyPrefix))
  const copy = join(folder, basename(path))
  try {
    copyFileSync(path, copy)
    copyFileSync(`${path}-wal`, `${copy}-wal`)
    const { database } = direct(copy, false)
    return {
      database,
      close() {
        database.close(false)
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Bytes 18 and 19 of the header are 2 for a database in WAL mode. */
function isWal(path: string) {
  const file = openForeignFile(path)
  try {
    const header = new Uint8Array(20)
    return readSync(file, header, 0, 20, 0) === 20 && header[18] === 2
  } finally {
    closeSync(file)
  }
}

function mayWrite(folder: string) {
  try {
    accessSync(folder, access.W_OK)
    return true
  } catch {
    // A folder that may not be written to is an answer here, not a failure.
    return false
  }
}

/** The names of the columns a table has; empty when there is no such table. */
export function columnsOf(database: Database, table: string): Set<string> {
  const rows = database.query<{ name: string }, [string]>('SELECT name FROM pragma_table_info(?)').all(table)
  return new Set(rows.map((row) => row.name))
}
