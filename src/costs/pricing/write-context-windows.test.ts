import type { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { openStore } from '../../store/store.ts'
import { bookEdition, bundledWindow } from './price-book.ts'
import { readContextWindows } from './read-context-windows.ts'
import { writeContextWindows } from './write-context-windows.ts'

const rowsOf = (index: Database) => index.query('SELECT model, tokens, edition FROM context_windows').all()

test('the window of a model is that of the price book, also where only the index is read', () => {
  const store = openStore('index', ':memory:')
  const windowOf = readContextWindows(store)
  expect(windowOf('gpt-5')).toBeNull()
  const windows = writeContextWindows(store.$client)
  for (const model of ['gpt-5', 'nobody knows it', 'gpt-5']) windows.write(model)
  expect([windowOf('gpt-5'), windowOf('nobody knows it')]).toEqual([bundledWindow('gpt-5'), null])
  expect(bundledWindow('gpt-5')).toBeGreaterThan(0)
  expect(rowsOf(store.$client)).toHaveLength(2)
  store.$client.close()
})

test('windows of another edition of the book, or of an index without any, are written anew', () => {
  const { $client: index } = openStore('index', ':memory:')
  index.run("INSERT INTO context_windows VALUES ('gpt-5', 7, 'an old one'), ('gpt-4o', NULL, '')")
  writeContextWindows(index)
  expect(rowsOf(index)).toEqual(
    ['gpt-4o', 'gpt-5'].map((model) => ({ model, tokens: bundledWindow(model), edition: bookEdition })),
  )
  index.close()
})

test('what was written in a transaction that failed is written again', () => {
  const { $client: index } = openStore('index', ':memory:')
  const windows = writeContextWindows(index)
  const fail = index.transaction(() => {
    windows.write('gpt-5')
    throw new Error('the disk is full')
  })
  expect(fail).toThrow('the disk is full')
  windows.forget()
  windows.write('gpt-5')
  expect(rowsOf(index)).toHaveLength(1)
  index.close()
})
