import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporary } from '../lib/testing/temporary.ts'
import { openStore, schemas } from '../store/store.ts'
import { type Packed, readArchive, writeArchive } from './archive.ts'
import { makeBackup, type Wanted } from './backup.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { checkBackup, restoreBackup } from './restore.ts'

const now = Date.UTC(2026, 10, 30, 21, 38)
const nothingMore: Wanted = { logs: false, metrics: false, index: false, secrets: false }
const all: Wanted = { logs: true, metrics: true, index: true, secrets: true }

/** A data folder as a server leaves it, with a note in its database. */
function place(note: string) {
  const folder = temporary('backup')
  mkdirSync(folder.at('data/sprites'), { recursive: true })
  mkdirSync(folder.at('data/secrets'))
  for (const name of ['wheelhouse', 'logs', 'metrics', 'index'] as const)
    openStore(name, folder.at('data', `${name}.sqlite`)).$client.close()
  write(folder.at('data'), note)
  writeFileSync(folder.at('data/sprites/desk.png'), note)
  writeFileSync(folder.at('data/secrets/instance'), 'abcdefgh')
  writeFileSync(folder.at('config.toml'), `name = "${note}"\n`)
  const origin = { folder: folder.at('data'), configFile: folder.at('config.toml'), version: '0.1.0', build: 'b', now }
  return {
    ...folder,
    backUp: (into: string, wanted = nothingMore) => makeBackup(into, wanted, { ...origin, host: 'harbour' }),
    restore: (file: string, configFile: string | null = folder.at('config.toml')) =>
      restoreBackup(file, schemas(), {
        folder: folder.at('data'),
        restoring: folder.at('data/restoring'),
        configFile,
        now,
        prepare: () => {},
      }),
    note: () => read(folder.at('data')),
  }
}

function write(folder: string, note: string) {
  using database = new Database(join(folder, 'wheelhouse.sqlite'))
  database.run('CREATE TABLE note AS SELECT ? AS text', [note])
}

function read(folder: string) {
  using database = new Database(join(folder, 'wheelhouse.sqlite'), { readonly: true })
  return database.query<{ text: string }, []>('SELECT text FROM note').get()!.text
}

/** The archive taken apart, changed and packed again. */
async function repack(file: string, into: string, change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void) {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  for await (const { name, content } of readArchive(file)) {
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece.slice())
    files.set(name, new Uint8Array(Buffer.concat(pieces)))
  }
  change(files)
  await writeArchive(
    into,
    [...files].map(([name, content]): Packed => ({ name, content, at: now })),
  )
  return into
}

const manifestIn = (files: Map<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(files.get('manifest.json')!)) as Manifest
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test('a backup holds the own database, sprites and configuration, and secrets and what can be made anew only when asked', async () => {
  using from = place('one')
  const { path, manifest } = await from.backUp(from.path)
  expect(path).toBe(from.at('wheelhouse-20261130-213800.tar.gz'))
  expect(manifest.files.map(({ name }) => name)).toEqual(['wheelhouse.sqlite', 'config.toml', 'sprites/desk.png'])
  const { manifest: whole } = await from.backUp(from.at('all.tar.gz'), all)
  expect(whole.files.map(({ name, schema }) => [name, schema])).toEqual([
    ['wheelhouse.sqlite', schemas().wheelhouse],
    ['logs.sqlite', schemas().logs],
    ['metrics.sqlite', schemas().metrics],
    ['index.sqlite', schemas().index],
    ['config.toml', null],
    ['sprites/desk.png', null],
    ['secrets/instance', null],
  ])
  expect(readdirSync(from.path).filter((name) => name.startsWith('.'))).toEqual([])
})

test('a backup is what was committed, also where nothing of it is in the database file itself yet', async () => {
  using from = place('one')
  using writer = openStore('wheelhouse', from.at('data/wheelhouse.sqlite')).$client
  writer.run("UPDATE note SET text = 'committed'")
  writer.run('BEGIN')
  writer.run("UPDATE note SET text = 'not committed'")
  await from.backUp(from.at('b.tar.gz'))
  writer.run('ROLLBACK')
  using to = place('two')
  await to.restore(from.at('b.tar.gz'))
  expect(to.note()).toBe('committed')
})

test('a restore replaces what the backup holds, keeps the old beside it, and leaves the rest', async () => {
  using from = place('one')
  await from.backUp(from.at('b.tar.gz'))
  using to = place('two')
  const { aside, oldConfig } = await to.restore(from.at('b.tar.gz'))
  expect(to.note()).toBe('one')
  expect(readFileSync(to.at('data/sprites/desk.png'), 'utf8')).toBe('one')
  expect(readFileSync(to.at('config.toml'), 'utf8')).toBe('name = "one"\n')
  expect(existsSync(to.at('data/index.sqlite'))).toBe(true)
  expect(existsSync(to.at('data/restoring'))).toBe(false)
  expect(aside).toBe(to.at('data/before-restore-20261130-213800'))
  expect(read(aside!)).toBe('two')
  expect(oldConfig).toBe(to.at('config.toml.before-restore-20261130-213800'))
  expect(readFileSync(oldConfig!, 'utf8')).toBe('name = "two"\n')
})

test('without a place for the configuration it stays as it is', async () => {
  using from = place('one')
  await from.backUp(from.at('b.tar.gz'))
  using to = place('two')
  expect((await to.restore(from.at('b.tar.gz'), null)).oldConfig).toBeNull()
  expect(readFileSync(to.at('config.toml'), 'utf8')).toBe('name = "two"\n')
})

test('a torn backup is refused at every length, and nothing is changed', async () => {
  using from = place('one')
  const { bytes } = await from.backUp(from.at('b.tar.gz'), all)
  const whole = readFileSync(from.at('b.tar.gz'))
  using to = place('two')
  const torn = to.at('torn.tar.gz')
  for (let length = 0; length < bytes; length += Math.ceil(bytes / 40)) {
    writeFileSync(torn, whole.subarray(0, length))
    await expect(to.restore(torn)).rejects.toThrow(/is torn|is not a backup|it is empty/)
  }
  expect(to.note()).toBe('two')
  expect(existsSync(to.at('data/restoring'))).toBe(false)
})

test('a byte that was changed anywhere is noticed', async () => {
  using from = place('one')
  const { bytes } = await from.backUp(from.at('b.tar.gz'))
  const whole = readFileSync(from.at('b.tar.gz'))
  const bent = from.at('bent.tar.gz')
  for (let at = 10; at < bytes; at += Math.ceil(bytes / 40)) {
    const copy = Buffer.from(whole)
    copy[at]! ^= 0x10
    writeFileSync(bent, copy)
    await expect(checkBackup(bent, schemas())).rejects.toThrow(/Nothing was changed/)
  }
})

test('each way in which a backup can be wrong has its own sentence', async () => {
  using from = place('one')
  await from.backUp(from.at('b.tar.gz'))
  const wrong = async (change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void) => {
    const path = await repack(from.at('b.tar.gz'), from.at(`${crypto.randomUUID()}.tar.gz`), change)
    return checkBackup(path, schemas()).then(
      () => 'it was taken',
      (error: Error) => error.message.replace(path, 'FILE'),
    )
  }
  const outside = ['sprites', '..', '..', 'authorized_keys'].join('/')
  const sayAnd = (change: (manifest: Manifest) => unknown) => (files: Map<string, Uint8Array<ArrayBuffer>>) => {
    const manifest = manifestIn(files)
    change(manifest)
    files.set('manifest.json', bytesOf(manifest))
  }
  expect(await wrong(() => {})).toBe('it was taken')
  expect(await wrong((files) => files.set('sprites/desk.png', bytesOf('other')))).toContain('has another size than')
  expect(await wrong((files) => files.set('sprites/desk.png', new TextEncoder().encode('two')))).toContain(
    'sprites/desk.png in it was changed after it was made',
  )
  expect(await wrong((files) => files.set('sprites/more.png', bytesOf(1)))).toContain('knows nothing')
  expect(await wrong((files) => files.delete('sprites/desk.png'))).toBe(
    'FILE cannot be restored: it is torn: sprites/desk.png is missing. Nothing was changed.',
  )
  expect(await wrong(sayAnd(({ files }) => files.push({ ...files[1]!, name: outside })))).toContain(
    `it names "${outside}", which is no file of a data folder`,
  )
  expect(await wrong(sayAnd(({ files }) => files.push({ ...files[1]!, name: '/etc/passwd' })))).toContain(
    '"/etc/passwd"',
  )
  expect(await wrong(sayAnd(({ files }) => files.push(files[1]!)))).toContain('it names a file twice')
  expect(await wrong(sayAnd(({ files }) => files.splice(0, 1)))).toContain('it holds no wheelhouse.sqlite')
  expect(await wrong(sayAnd(({ files }) => Object.assign(files[0]!, { schema: 1 })))).toContain(
    'wheelhouse.sqlite in it is not the database that its manifest.json tells of',
  )
  expect(await wrong(sayAnd((manifest) => Object.assign(manifest.files[0]!, { schema: 999 })))).toMatch(
    /wheelhouse.sqlite has version 999 and this Wheelhouse knows up to \d+: install 0.1.0, and restore with that/,
  )
  expect(await wrong(sayAnd((manifest) => Object.assign(manifest, { format: 2, version: '9.0.0' })))).toContain(
    'a newer Wheelhouse 9.0.0 made it',
  )
  expect(await wrong((files) => files.set('manifest.json', new TextEncoder().encode('{')))).toContain('is not JSON')
  expect(readManifest('[]', schemas())).toEqual({ why: 'its manifest.json does not say what it is' })
})

test('a link in an archive is refused', async () => {
  using folder = temporary('backup')
  symlinkSync('/etc/passwd', folder.at('manifest.json'))
  expect(Bun.spawnSync(['tar', '-C', folder.path, '-cf', folder.at('b.tar'), 'manifest.json']).exitCode).toBe(0)
  await expect(checkBackup(folder.at('b.tar'), schemas())).rejects.toThrow('which is no plain file')
})

test('a backup that somebody unpacked and packed again with the ordinary program is whole', async () => {
  using from = place('one')
  await from.backUp(from.at('b.tar.gz'))
  mkdirSync(from.at('open'))
  expect(Bun.spawnSync(['tar', '-C', from.at('open'), '-xzf', from.at('b.tar.gz')]).exitCode).toBe(0)
  const names = ['manifest.json', 'wheelhouse.sqlite', 'config.toml', 'sprites']
  for (const format of ['ustar', 'gnu', 'pax']) {
    const file = from.at(`${format}.tar`)
    Bun.spawnSync(['tar', '-C', from.at('open'), `--format=${format}`, '-cf', file, ...names])
    expect((await checkBackup(file, schemas())).files.length).toBe(3)
  }
})

test('what is there already is never written over, and where nothing is there is nothing to back up', async () => {
  using from = place('one')
  writeFileSync(from.at('b.tar.gz'), 'mine')
  await expect(from.backUp(from.at('b.tar.gz'))).rejects.toThrow('is there already')
  expect(readFileSync(from.at('b.tar.gz'), 'utf8')).toBe('mine')
  await expect(from.backUp(from.at('no/such/b.tar.gz'))).rejects.toThrow('There is no folder')
  using empty = temporary('backup')
  const origin = { folder: empty.path, configFile: '', version: '', build: '', host: '', now }
  await expect(makeBackup(empty.at('b'), nothingMore, origin)).rejects.toThrow('There is nothing to back up')
})

test('a link among the sprites is left out and said', async () => {
  using from = place('one')
  symlinkSync('/etc/passwd', from.at('data/sprites/link.png'))
  const { leftOut, manifest } = await from.backUp(from.at('b.tar.gz'))
  expect(leftOut).toEqual(['sprites/link.png'])
  expect(manifest.files.some(({ name }) => name.includes('link'))).toBe(false)
})

test('an older database is brought up to date by whoever opens it, a newer one is refused before', async () => {
  using from = place('one')
  {
    using database = new Database(from.at('data/wheelhouse.sqlite'))
    database.run(`PRAGMA user_version = ${schemas().wheelhouse - 1}`)
  }
  await from.backUp(from.at('older.tar.gz'))
  expect((await checkBackup(from.at('older.tar.gz'), schemas())).files[0]!.schema).toBe(schemas().wheelhouse - 1)
})
