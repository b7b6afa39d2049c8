import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { temporary } from '../lib/testing/temporary.ts'
import { migrations } from './migrations.ts'
import { openStore, openStoreForReading, type StoreName, StoreTooNew } from './store.ts'

const names = Object.keys(migrations) as StoreName[]

const versionOf = (client: Database) =>
  client.query<{ user_version: number }, []>('PRAGMA user_version').get()!.user_version
const tablesOf = (client: Database) =>
  client
    .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name)

/** Runs with these migrations in the place of the real ones. */
function having<T>(name: StoreName, steps: string[], act: () => T): T {
  const real = migrations[name].splice(0)
  migrations[name].push(...steps)
  try {
    return act()
  } finally {
    migrations[name].splice(0, Number.POSITIVE_INFINITY, ...real)
  }
}

for (const name of names) {
  test(`a new ${name} database has every migration applied, and opening it again changes nothing`, () => {
    using folder = temporary('store')
    const path = folder.at('deep', 'a.sqlite')
    const first = openStore(name, path).$client
    expect(versionOf(first)).toBe(migrations[name].length)
    const tables = tablesOf(first)
    expect(tables.length).toBeGreaterThan(2)
    first.close()
    const again = openStore(name, path).$client
    expect(tablesOf(again)).toEqual(tables)
    again.close()
    expect(statSync(folder.at('deep')).mode & 0o777).toBe(0o700)
  })
}

test('migrations apply in order, each once, from wherever a database stands', () => {
  using folder = temporary('store')
  const steps = [
    'CREATE TABLE a (n)',
    'INSERT INTO a VALUES (1); CREATE TABLE b (n)',
    'INSERT INTO b SELECT n + 1 FROM a',
  ]
  for (let from = 0; from <= steps.length; from++) {
    const path = folder.at(`${from}.sqlite`)
    having('index', steps.slice(0, from), () => openStore('index', path).$client.close())
    const client = having('index', steps, () => openStore('index', path).$client)
    expect(versionOf(client)).toBe(3)
    expect(client.query('SELECT n FROM b').all()).toEqual([{ n: 2 }])
    client.close()
  }
})

test('a migration that fails leaves nothing of itself, and all of those before it', () => {
  using folder = temporary('store')
  const path = folder.at('a.sqlite')
  const steps = ['CREATE TABLE a (n)', 'CREATE TABLE b (n); INSERT INTO b VALUES (1); INSERT INTO nowhere VALUES (1)']
  expect(() => having('index', steps, () => openStore('index', path))).toThrow('nowhere')
  const client = new Database(path)
  expect([versionOf(client), tablesOf(client)]).toEqual([1, ['a']])
  client.close()
  const mended = having('index', [steps[0]!, 'CREATE TABLE b (n)'], () => openStore('index', path).$client)
  expect([versionOf(mended), tablesOf(mended)]).toEqual([2, ['a', 'b']])
  mended.close()
})

for (const journal of ['WAL', 'DELETE'])
  test(`a database of a newer program is refused and not touched, not even its ${journal} journal mode`, () => {
    using folder = temporary('store')
    const path = folder.at('a.sqlite')
    const newer = new Database(path)
    newer.run(`PRAGMA journal_mode = ${journal}`)
    newer.run('CREATE TABLE future (n)')
    newer.run('PRAGMA user_version = 99')
    newer.close(true)
    const before = readFileSync(path)
    expect(() => openStore('wheelhouse', path)).toThrow(StoreTooNew)
    expect(() => openStore('wheelhouse', path)).toThrow(
      `has version 99, this Wheelhouse knows up to ${migrations.wheelhouse.length}.`,
    )
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder.path)).toEqual(['a.sqlite'])
  })

test('what is written is seen by a reader at the next look, and a reader cannot write', () => {
  using folder = temporary('store')
  const writer = openStore('index', folder.at('a.sqlite')).$client
  const reader = openStoreForReading(folder.at('a.sqlite')).$client
  writer.run("INSERT INTO cursors VALUES ('', 'a', 'u', '1')")
  expect(reader.query('SELECT cursor FROM cursors').all()).toEqual([{ cursor: '1' }])
  expect(() => reader.run("INSERT INTO cursors VALUES ('', 'b', 'u', '1')")).toThrow('readonly')
  reader.close()
  writer.close()
})

test('the audit can neither be changed, nor removed, nor replaced', () => {
  const { $client: client } = openStore('wheelhouse', ':memory:')
  const line = "(1, 1, 'a', 'done', 'w', 'admin', 'x', 'y', NULL, NULL)"
  client.run(`INSERT INTO audit VALUES ${line}`)
  for (const sql of ['DELETE FROM audit', "UPDATE audit SET who = 'z'", `INSERT OR REPLACE INTO audit VALUES ${line}`])
    expect(() => client.run(sql)).toThrow('append-only')
  expect(client.query('SELECT count(*) AS n FROM audit').get()).toEqual({ n: 1 })
})
