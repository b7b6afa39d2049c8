import { expect, test } from 'bun:test'
import { openStore, type StoreName } from '../store/store.ts'
import { features } from './features.ts'

/** The tables that features register for a database, in order of the alphabet. */
const registered = (name: StoreName) =>
  features.flatMap(({ tables }) => Object.keys((tables as Record<string, object> | undefined)?.[name] ?? {})).sort()

/** The tables and views that the database has once its migrations are applied. */
function present(name: StoreName) {
  const store = openStore(name, ':memory:')
  const names = store.$client
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    )
    .all()
  store.$client.close()
  return names.map(({ name }) => name).sort()
}

for (const name of ['index', 'wheelhouse', 'logs', 'metrics'] as const)
  test(`each table of ${name}.sqlite belongs to one feature, which says how long its rows are kept`, () => {
    expect(registered(name)).toEqual(present(name))
  })
