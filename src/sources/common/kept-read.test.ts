import { expect, test } from 'bun:test'
import {
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { keptRead } from './kept-read.ts'

/** A reader that counts, with a clock that stands a minute ahead of the files unless it is set. */
function start(read: (path: string) => string) {
  const counted = { reads: 0, aheadMs: 60_000 }
  const look = keptRead(
    (path) => {
      counted.reads++
      try {
        return read(path)
      } catch {
        return 'nothing'
      }
    },
    () => Date.now() + counted.aheadMs,
  )
  return { counted, look }
}

const textOf = (path: string) => readFileSync(path, 'utf8')

test('a file that has not changed is read once', () => {
  using folder = temporary('kept')
  const path = folder.at('lock')
  writeFileSync(path, 'one')
  const { counted, look } = start(textOf)
  for (let n = 0; n < 5; n++) expect(look(path)).toBe('one')
  expect(counted.reads).toBe(1)
})

test('a folder that has not changed is not listed again, and one that has is', () => {
  using folder = temporary('kept')
  const { counted, look } = start((path) => readdirSync(path).sort().join(' '))
  expect([look(folder.path), look(folder.path)]).toEqual(['', ''])
  expect(counted.reads).toBe(1)
  writeFileSync(folder.at('a'), '')
  expect([look(folder.path), look(folder.path)]).toEqual(['a', 'a'])
  expect(counted.reads).toBe(2)
})

test('it is read again where it was replaced by one of the same size and time, or closed to us', () => {
  using folder = temporary('kept')
  const path = folder.at('lock')
  const at = new Date(1_700_000_000_000)
  writeFileSync(path, 'one')
  utimesSync(path, at, at)
  const { counted, look } = start(textOf)
  expect(look(path)).toBe('one')
  writeFileSync(folder.at('new'), 'two')
  utimesSync(folder.at('new'), at, at)
  renameSync(folder.at('new'), path)
  expect(look(path)).toBe('two')
  chmodSync(path, 0o400)
  look(path)
  expect(counted.reads).toBe(3)
})

test('what changed just now is read each time, because it may change once more without looking different', () => {
  using folder = temporary('kept')
  const path = folder.at('lock')
  writeFileSync(path, 'one')
  const { counted, look } = start(textOf)
  counted.aheadMs = 0
  look(path)
  look(path)
  expect(counted.reads).toBe(2)
})

test('that it is not there is kept too, until it is', () => {
  using folder = temporary('kept')
  const path = folder.at('lock')
  const { counted, look } = start(textOf)
  expect([look(path), look(path)]).toEqual(['nothing', 'nothing'])
  expect(counted.reads).toBe(1)
  writeFileSync(path, 'one')
  expect(look(path)).toBe('one')
  rmSync(path)
  expect(look(path)).toBe('nothing')
})

test('a symbolic link is followed each time', () => {
  using folder = temporary('kept')
  writeFileSync(folder.at('target'), 'one')
  symlinkSync(folder.at('target'), folder.at('link'))
  const { look } = start(textOf)
  expect(look(folder.at('link'))).toBe('one')
  writeFileSync(folder.at('target'), 'two')
  expect(look(folder.at('link'))).toBe('two')
})
