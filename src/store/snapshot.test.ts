import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inSnapshot } from './snapshot.ts'
import { openStore, openStoreForReading } from './store.ts'

test('reads of a snapshot see the same rows, whatever is committed between them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-snapshot-'))
  const path = join(folder, 'index.sqlite')
  const writing = openStore('index', path)
  writing.$client.run('CREATE TABLE numbers (n INTEGER)')
  const reading = openStoreForReading(path)
  const count = () => reading.$client.query<{ n: number }, []>('SELECT count(*) AS n FROM numbers').get()!.n
  const commit = () => writing.$client.run('INSERT INTO numbers VALUES (1)')

  const seen = inSnapshot(reading, () => {
    const before = count()
    commit()
    return [before, count()]
  })
  expect([...seen, count()]).toEqual([0, 0, 1])

  const refuse = () =>
    inSnapshot(reading, () => {
      count()
      throw new Error('refused')
    })
  expect(refuse).toThrow('refused')
  commit()
  expect(count()).toBe(2)

  reading.$client.close()
  writing.$client.close()
  rmSync(folder, { recursive: true })
})
