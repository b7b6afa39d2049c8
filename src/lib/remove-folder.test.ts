import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeFolder } from './remove-folder.ts'

test('a folder is gone even where another thread takes its files at the same time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-removed-'))
  const files = Array.from({ length: 400 }, (_, n) => join(folder, 'deep', String(n)))
  mkdirSync(join(folder, 'deep'))
  for (const file of files) writeFileSync(file, '')
  const taker = `
    const { rmSync } = require('node:fs')
    self.onmessage = ({ data }) => { postMessage('begun'); for (const file of data) rmSync(file, { force: true }); postMessage('done') }`
  const worker = new Worker(URL.createObjectURL(new Blob([taker], { type: 'text/javascript' })))
  const begun = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  worker.onmessage = ({ data }) => (data === 'begun' ? begun : done).resolve()
  worker.postMessage(files.toReversed())
  await begun.promise
  removeFolder(folder)
  expect(existsSync(folder)).toBe(false)
  await done.promise
  worker.terminate()
})

test('a folder that is not there is no trouble', () => {
  removeFolder(join(tmpdir(), 'wheelhouse-never-was'))
})
