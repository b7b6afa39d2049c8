import { expect, test } from 'bun:test'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporary } from '../../lib/testing/temporary.ts'
import { createSourcePass, type Summary } from './source-pass.ts'
import { fileUnit, newestFirst, type Portion } from './unit.ts'

type Read = (path: string) => Iterable<Portion | 'unfinished'>

const portion = (unit: string): Portion => ({ unit, facts: [], cursor: 1, unread: [] })

/** A source whose units are the files of a folder; what a unit yields can be changed by its name. */
function sourceOver(folder: string, names: string[], summary: Partial<Summary> = {}) {
  const readings: string[] = []
  const readers = new Map<string, Read>()
  const { source } = createSourcePass({
    runtime: 'codex',
    name: 'Sailors',
    places: [folder],
    fixes: { absent: 'Look elsewhere.', broken: 'The rest is shown.' },
    survey: () => ({
      units: newestFirst(
        names.flatMap((name) =>
          fileUnit(join(folder, name), () => {
            readings.push(name)
            return readers.get(name)?.(join(folder, name)) ?? [portion(name)]
          }),
        ),
      ),
      summarize: () => ({ isThere: true, detail: 'files', deniedFolders: [], findings: [], ...summary }),
    }),
  })
  return {
    source,
    reads: (name: string, read: Read) => readers.set(name, read),
    /** One pass, or its beginning: the names of the units whose reading was begun in it. */
    async pass(maxBatches = Number.POSITIVE_INFINITY) {
      readings.length = 0
      const stopping = new AbortController()
      let batches = 0
      for await (const _ of source.read(() => undefined, stopping.signal)) if (++batches >= maxBatches) stopping.abort()
      return [...readings].sort()
    },
    codes: () => source.report().findings.map(({ code }) => code),
  }
}

function failing(code: string): Read {
  return () => {
    throw Object.assign(new Error('it does not open'), { code })
  }
}

function files(...names: string[]) {
  const folder = temporary('pass')
  for (const name of names) writeFileSync(folder.at(name), name)
  return folder
}

test('units are read once, and those alone that changed are read again', async () => {
  using folder = files('a', 'b')
  const { pass } = sourceOver(folder.path, ['a', 'b'])
  expect(await pass()).toEqual(['a', 'b'])
  expect(await pass()).toEqual([])
  writeFileSync(folder.at('b'), 'longer')
  expect(await pass()).toEqual(['b'])
})

test('a unit that fails is one finding however often it is read, until it can be read', async () => {
  using folder = files('a', 'b')
  const { pass, reads, codes, source } = sourceOver(folder.path, ['a', 'b'])
  reads('a', failing('EIO'))
  await pass()
  expect(await pass()).toEqual(['a'])
  expect(source.report()).toMatchObject({
    state: 'trouble',
    findings: [{ level: 'error', code: 'broken', message: `${folder.at('a')} cannot be read: it does not open.` }],
  })
  reads('a', () => [])
  expect(await pass()).toEqual(['a'])
  expect([codes(), source.report().state]).toEqual([[], 'ok'])
})

test('a unit that may not be read is called that, and one that is gone is nobody’s fault', async () => {
  using folder = files('a', 'b')
  const { pass, reads, codes } = sourceOver(folder.path, ['a', 'b'])
  reads('a', failing('EACCES'))
  reads('b', failing('ENOENT'))
  await pass()
  expect(codes()).toEqual(['not-readable'])
  rmSync(folder.at('a'))
  await pass()
  expect(codes()).toEqual([])
})

test('a unit whose reading was stopped is read again by the same source', async () => {
  using folder = files('a')
  const { pass, reads } = sourceOver(folder.path, ['a'])
  reads('a', () => [portion('a'), portion('a')])
  expect(await pass(1)).toEqual(['a'])
  expect(await pass()).toEqual(['a'])
  expect(await pass()).toEqual([])
})

test('a unit that is unfinished is read again though it looks the same', async () => {
  using folder = files('a')
  const { pass, reads } = sourceOver(folder.path, ['a'])
  reads('a', () => ['unfinished', portion('a')])
  await pass()
  reads('a', () => [portion('a')])
  expect(await pass()).toEqual(['a'])
  expect(await pass()).toEqual([])
})

test('the report tells of a source that is absent, and of folders that may not be listed', async () => {
  using folder = temporary('pass')
  const absent = sourceOver(folder.path, [], { isThere: false })
  expect(absent.source.report()).toEqual({
    runtime: 'codex',
    state: 'reading',
    detail: 'looking for Sailors',
    findings: [],
  })
  await absent.pass()
  expect(absent.source.report()).toMatchObject({
    state: 'absent',
    detail: `looked in ${folder.path}`,
    findings: [{ level: 'info', code: 'not-found', message: `No Sailors at ${folder.path}.`, fix: 'Look elsewhere.' }],
  })
  mkdirSync(folder.at('shut'))
  const denied = sourceOver(folder.path, [], { deniedFolders: [folder.at('shut')] })
  await denied.pass()
  expect([denied.source.report().state, denied.codes()]).toEqual(['trouble', ['not-readable']])
})
