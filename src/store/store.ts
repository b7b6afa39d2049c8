import { Database } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { drizzle } from 'drizzle-orm/bun-sqlite'
import indexInit from './migrations/index/001-init.sql' with { type: 'text' }
import indexCosts from './migrations/index/002-costs.sql' with { type: 'text' }
import indexPrices from './migrations/index/003-prices.sql' with { type: 'text' }
import indexRows from './migrations/index/004-rows.sql' with { type: 'text' }
import indexNames from './migrations/index/005-names.sql' with { type: 'text' }
import indexHosts from './migrations/index/006-hosts.sql' with { type: 'text' }
import wheelhouseInit from './migrations/wheelhouse/001-init.sql' with { type: 'text' }
import wheelhouseBudgets from './migrations/wheelhouse/002-budgets.sql' with { type: 'text' }

/** In order, forever. A shipped migration is never edited; a mistake gets a new one. */
export const migrations = {
  index: [indexInit, indexCosts, indexPrices, indexRows, indexNames, indexHosts],
  wheelhouse: [wheelhouseInit, wheelhouseBudgets],
} satisfies Record<string, string[]>

export type StoreName = keyof typeof migrations

/** A query surface over one of the two databases: drizzle for typed queries, `$client` for prepared statements. */
export type Store = ReturnType<typeof openStore>

/**
 * Opens one of the two databases for writing and brings it up to date. Each migration runs in its own transaction
 * together with the count of those applied, so that a kill between any two instructions leaves a whole database.
 * A database newer than this program is refused, never changed.
 */
export function openStore(name: StoreName, path: string) {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const client = new Database(path, { create: true, readwrite: true, strict: true })
  try {
    client.run('PRAGMA busy_timeout = 5000')
    const applied = appliedTo(client, name)
    setPragmas(client)
    migrate(client, migrations[name], applied)
    return drizzle({ client })
  } catch (error) {
    client.close()
    throw error
  }
}

/** What every connection that writes is set to. */
export function setPragmas(client: Database) {
  // WAL with synchronous NORMAL loses at most the last commits on power loss, and cursors with them: nothing doubles.
  client.run('PRAGMA journal_mode = WAL')
  client.run('PRAGMA synchronous = NORMAL')
  client.run('PRAGMA foreign_keys = ON')
  // Without it INSERT OR REPLACE would get past the trigger that keeps the audit.
  client.run('PRAGMA recursive_triggers = ON')
}

/** The same database for reading only: what another thread writes is seen at its next commit. */
export function openStoreForReading(path: string): Store {
  const client = new Database(path, { readonly: true, strict: true })
  client.run('PRAGMA busy_timeout = 5000')
  return drizzle({ client })
}

/** How many migrations a database has behind it; asked before anything is done to it. */
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

/** Thrown when a database was written by a newer version; nothing of it was touched. */
export class StoreTooNew extends Error {
  override name = 'StoreTooNew'
}
