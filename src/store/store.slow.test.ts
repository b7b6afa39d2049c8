import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { temporary } from '../lib/testing/temporary.ts'
import { migrations } from './migrations.ts'

const versionOf = (client: Database) =>
  client.query<{ user_version: number }, []>('PRAGMA user_version').get()!.user_version
const tablesOf = (client: Database) =>
  client
    .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
    .all()
    .map(({ name }) => name)

/** Three migrations that take a while, after the real ones: each fills a table or makes one anew. */
const slow = [
  'CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, hex(randomblob(40)) AS text FROM n',
  'CREATE TABLE bigger AS SELECT i, text || text AS text FROM big; DROP TABLE big',
  'CREATE UNIQUE INDEX by_text ON bigger (text)',
]
const program = (path: string) =>
  `import { migrations } from ${JSON.stringify(`${import.meta.dir}/migrations.ts`)}
   import { openStore } from ${JSON.stringify(`${import.meta.dir}/store.ts`)}
   migrations.index.push(...${JSON.stringify(slow)})
   console.log('begun')
   openStore('index', ${JSON.stringify(path)}).$client.close()`

async function migrateInChild(path: string, killAfterMs?: number) {
  const child = Bun.spawn([process.execPath, '-e', program(path)], { stdout: 'pipe', stderr: 'inherit' })
  if (killAfterMs !== undefined) {
    await child.stdout.getReader().read()
    await Bun.sleep(killAfterMs)
    child.kill('SIGKILL')
  }
  return child.exited
}

test('a program killed at any moment of its migrations leaves a whole database that can go on', async () => {
  using folder = temporary('store')
  const own = migrations.index.length
  const expected = [['big'], ['bigger'], ['bigger']]
  const begun = performance.now()
  await migrateInChild(folder.at('whole.sqlite'), undefined)
  const wholeMs = performance.now() - begun
  const stoppedAt = new Set<number>()
  for (let round = 0; round < 12; round++) {
    const path = folder.at(`${round}.sqlite`)
    await migrateInChild(path, (wholeMs * round) / 12)
    if (existsSync(path)) {
      const client = new Database(path)
      const version = versionOf(client)
      stoppedAt.add(version)
      expect(client.query('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
      const made = tablesOf(client).filter((name) => name.startsWith('big'))
      expect([version, made]).toEqual([version, version <= own ? [] : expected[version - own - 1]!])
      expect(tablesOf(client).includes('usage')).toBe(version > 0)
      client.close()
    }
    expect(await migrateInChild(path)).toBe(0)
    const client = new Database(path)
    expect([versionOf(client), client.query('SELECT count(*) AS n FROM bigger').get()]).toEqual([
      own + slow.length,
      { n: 20_000 },
    ])
    client.close()
  }
  expect(stoppedAt.size).toBeGreaterThan(1)
}, 180_000)
