import { Database } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import indexInit from './migrations/index/001-init.sql' with { type: 'text' }
import indexCosts from './migrations/index/002-costs.sql' with { type: 'text' }
import indexPrices from './migrations/index/003-prices.sql' with { type: 'text' }
import indexRows from './migrations/index/004-rows.sql' with { type: 'text' }
import indexNames from './migrations/index/005-names.sql' with { type: 'text' }
import indexHosts from './migrations/index/006-hosts.sql' with { type: 'text' }
import indexNarrow from './migrations/index/007-narrow.sql' with { type: 'text' }
import indexManySessions from './migrations/index/020-many-sessions.sql' with { type: 'text' }
import indexTotals from './migrations/index/021-totals.sql' with { type: 'text' }
import indexWaits from './migrations/index/022-waits.sql' with { type: 'text' }
import indexContextWindows from './migrations/index/023-context-windows.sql' with { type: 'text' }
import indexFees from './migrations/index/024-fees.sql' with { type: 'text' }
import indexFiles from './migrations/index/026-files.sql' with { type: 'text' }
import indexCronDefinitions from './migrations/index/027-cron-definitions.sql' with { type: 'text' }
import indexOutside from './migrations/index/028-outside.sql' with { type: 'text' }
import indexWorktrees from './migrations/index/029-worktrees.sql' with { type: 'text' }
import indexLimitReadings from './migrations/index/030-limit-readings.sql' with { type: 'text' }
import wheelhouseInit from './migrations/wheelhouse/001-init.sql' with { type: 'text' }
import wheelhouseBudgets from './migrations/wheelhouse/002-budgets.sql' with { type: 'text' }
import wheelhouseActing from './migrations/wheelhouse/003-acting.sql' with { type: 'text' }
import wheelhouseNeeds from './migrations/wheelhouse/004-needs.sql' with { type: 'text' }
import wheelhouseFigures from './migrations/wheelhouse/005-figures.sql' with { type: 'text' }
import wheelhouseAnnotations from './migrations/wheelhouse/006-annotations.sql' with { type: 'text' }
import wheelhouseCronDeadlines from './migrations/wheelhouse/007-cron-deadlines.sql' with { type: 'text' }
import wheelhouseApprovals from './migrations/wheelhouse/008-approvals.sql' with { type: 'text' }
import wheelhouseControls from './migrations/wheelhouse/009-controls.sql' with { type: 'text' }
import wheelhouseActs from './migrations/wheelhouse/010-acts.sql' with { type: 'text' }
import wheelhouseGatewayChanges from './migrations/wheelhouse/011-gateway-changes.sql' with { type: 'text' }
import wheelhouseSessionActs from './migrations/wheelhouse/012-session-acts.sql' with { type: 'text' }
import wheelhouseBreaker from './migrations/wheelhouse/013-breaker.sql' with { type: 'text' }

/** The migrations in order. A shipped migration is never edited; a mistake is corrected by a new one. */
export const migrations = {
  index: [
    indexInit,
    indexCosts,
    indexPrices,
    indexRows,
    indexNames,
    indexHosts,
    indexNarrow,
    indexManySessions,
    indexTotals,
    indexWaits,
    indexContextWindows,
    indexFees,
    indexFiles,
    indexCronDefinitions,
    indexOutside,
    indexWorktrees,
    indexLimitReadings,
  ],
  wheelhouse: [
    wheelhouseInit,
    wheelhouseBudgets,
    wheelhouseActing,
    wheelhouseNeeds,
    wheelhouseFigures,
    wheelhouseAnnotations,
    wheelhouseCronDeadlines,
    wheelhouseApprovals,
    wheelhouseControls,
    wheelhouseActs,
    wheelhouseGatewayChanges,
    wheelhouseSessionActs,
    wheelhouseBreaker,
  ],
} satisfies Record<string, string[]>

export type StoreName = keyof typeof migrations

/** A connection to one of the two databases. */
export type Store = { $client: Database }

/**
 * Opens one of the two databases for writing and brings it up to date. Each migration runs in one transaction with the
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
