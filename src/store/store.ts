import { Database } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrations } from './migrations.ts'

export type StoreName = keyof typeof migrations

/** The newest version of each database that this program knows. */
export const schemas = () => ({
  index: migrations.index.length,
  wheelhouse: migrations.wheelhouse.length,
  logs: migrations.logs.length,
  metrics: migrations.metrics.length,
})

/** A connection to one of the databases. */
export type Store = { $client: Database }

/**
 * Opens one of the databases for writing and brings it up to date. Each migration runs in one transaction with the
 * count of applied migrations, so that a kill at any moment leaves a whole database. A database of a newer program is
 * refused and stays as it is. Throws StoreTooNew, or what SQLite throws.
 */
export function openStore(name: StoreName, path: string): Store {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const client = new Database(path, { create: true, readwrite: true, strict: true })
  try {
    client.run('PRAGMA busy_timeout = 5000')
    const applied = appliedTo(client, name)
    setPragmas(client)
    migrate(client, migrations[name], applied)
    return { $client: client }
  } catch (error) {
    client.close()
    throw error
  }
}

/** What every connection that writes is set to. */
export function setPragmas(client: Database) {
  // WAL with synchronous NORMAL loses at most the last commits when power fails, and their cursors with them.
  client.run('PRAGMA journal_mode = WAL')
  client.run('PRAGMA synchronous = NORMAL')
  client.run('PRAGMA foreign_keys = ON')
  // Without it INSERT OR REPLACE would bypass the trigger that protects the audit.
  client.run('PRAGMA recursive_triggers = ON')
}

/** Opens a database for reading only. What another thread commits is seen by the next statement. */
export function openStoreForReading(path: string): Store {
  const client = new Database(path, { readonly: true, strict: true })
  client.run('PRAGMA busy_timeout = 5000')
  // In KiB. Pages are read anew after each commit: with less they would be read several times for one answer.
  client.run('PRAGMA cache_size = -16000')
  return { $client: client }
}

/** How many migrations were applied to a database. Throws StoreTooNew before anything of it changes. */
function appliedTo(client: Database, name: StoreName) {
  const known = migrations[name].length
  const applied = client.query<{ user_version: number }, []>('PRAGMA user_version').get()!.user_version
  if (applied > known)
    throw new StoreTooNew(
      `The ${name} database has version ${applied}, this Wheelhouse knows up to ${known}. Start the newer Wheelhouse, or choose another data folder with --data.`,
    )
  return applied
}

function migrate(client: Database, steps: string[], applied: number) {
  for (let next = applied; next < steps.length; next++)
    client
      .transaction(() => {
        client.run(steps[next]!)
        client.run(`PRAGMA user_version = ${next + 1}`)
      })
      .immediate()
}

/** A database was written by a newer version of this program. Nothing of it was changed. */
export class StoreTooNew extends Error {
  override name = 'StoreTooNew'
}
