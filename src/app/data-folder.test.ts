import { expect, test } from 'bun:test'
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { temporary } from '../lib/testing/temporary.ts'
import { CannotStart } from './cannot-start.ts'
import { lockDataFolder } from './data-folder.ts'

const asRoot = process.getuid?.() === 0
const nobody = 65_534

/** What taking a folder ends in: the sentence of the refusal, or nothing. */
function refusalOf(folder: string): string | undefined {
  try {
    lockDataFolder(folder).release()
    return undefined
  } catch (error) {
    if (error instanceof CannotStart) return error.message
    throw error
  }
}

test('a folder of our own is taken, made where it is missing, and also behind a link', () => {
  using place = temporary('data-folder')
  expect(refusalOf(place.at('new', 'data'))).toBeUndefined()
  symlinkSync(place.at('new'), place.at('link'))
  expect(refusalOf(place.at('link', 'data'))).toBeUndefined()
})

test('a folder into which everyone may write is refused, and so is one below it', () => {
  using place = temporary('data-folder')
  mkdirSync(place.at('open', 'below', 'data'), { recursive: true })
  chmodSync(place.at('open'), 0o777)
  for (const folder of [place.at('open'), place.at('open', 'below', 'data')])
    expect(refusalOf(folder)).toStartWith(`Others on this machine may write into ${place.at('open')}`)
})

test('below a sticky folder such as /tmp a folder of our own is taken', () => {
  using place = temporary('data-folder')
  mkdirSync(place.at('sticky'))
  chmodSync(place.at('sticky'), 0o1777)
  expect(refusalOf(place.at('sticky', 'data'))).toBeUndefined()
})

test.if(asRoot)('a folder or a database of somebody else is refused, each file of them', () => {
  using place = temporary('data-folder')
  mkdirSync(place.at('theirs'))
  chownSync(place.at('theirs'), nobody, nobody)
  expect(refusalOf(place.at('theirs'))).toStartWith(`${place.at('theirs')} belongs to another user`)

  for (const database of ['index.sqlite', 'wheelhouse.sqlite'])
    for (const name of [database, `${database}-wal`, `${database}-shm`, `${database}-journal`]) {
      const folder = place.at(`with ${name}`)
      mkdirSync(folder)
      writeFileSync(`${folder}/${name}`, '')
      expect(refusalOf(folder)).toBeUndefined()
      chownSync(`${folder}/${name}`, nobody, nobody)
      expect(refusalOf(folder)).toStartWith(`${folder}/${name} belongs to another user`)
    }
})

test.if(asRoot)('a database that is a link to a file of somebody else is refused', () => {
  using place = temporary('data-folder')
  mkdirSync(place.at('data'))
  writeFileSync(place.at('planted.sqlite'), '')
  chownSync(place.at('planted.sqlite'), nobody, nobody)
  symlinkSync(place.at('planted.sqlite'), place.at('data', 'wheelhouse.sqlite'))
  expect(refusalOf(place.at('data'))).toContain('belongs to another user')
})

test.if(asRoot)('a folder of ours inside one of somebody else is refused, sticky or not', () => {
  using place = temporary('data-folder')
  for (const mode of [0o755, 0o1777]) {
    const theirs = place.at(`theirs ${mode}`)
    mkdirSync(`${theirs}/data`, { recursive: true })
    chownSync(theirs, nobody, nobody)
    chmodSync(theirs, mode)
    expect(refusalOf(`${theirs}/data`)).toStartWith(`${theirs} belongs to another user`)
  }
})

test.if(asRoot)('a folder that a group may write to is refused, but for a group of the user’s own', () => {
  using place = temporary('data-folder')
  mkdirSync(place.at('group'))
  chmodSync(place.at('group'), 0o770)
  expect(refusalOf(place.at('group'))).toBeUndefined()
  chownSync(place.at('group'), 0, 100)
  expect(refusalOf(place.at('group'))).toStartWith('Others on this machine may write')
})
