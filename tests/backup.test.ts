import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agentStore, launch, recordedHome, runOnce, signIn, start, temporary } from './testing/program.ts'

/** A folder with a data folder in it, on which a server has run once, and a sprite that says whose it is. */
async function used(name: string) {
  const folder = temporary(name)
  const home = recordedHome('2026.9.6', folder.path)
  const env = { OPENCLAW_STATE_DIR: home, WHEELHOUSE_DATA_DIR: join(folder.path, 'data') }
  const server = await start(folder.path, [], { env })
  await server.caughtUp()
  await server.stop()
  mark(join(folder.path, 'data'), name)
  return { ...folder, at: (...parts: string[]) => join(folder.path, ...parts), env, home }
}

/** Says in each part of a data folder whose it is. */
function mark(data: string, name: string) {
  using database = new Database(join(data, 'wheelhouse.sqlite'))
  database.run('CREATE TABLE IF NOT EXISTS test_mark (name TEXT)')
  database.run('DELETE FROM test_mark')
  database.run('INSERT INTO test_mark VALUES (?)', [name])
  mkdirSync(join(data, 'sprites'), { recursive: true })
  writeFileSync(join(data, 'sprites', 'mark.png'), name)
}

function marks(data: string) {
  using database = new Database(join(data, 'wheelhouse.sqlite'), { readonly: true })
  const inDatabase = database.query<{ name: string }, []>('SELECT name FROM test_mark').get()?.name
  return [inDatabase, readFileSync(join(data, 'sprites', 'mark.png'), 'utf8')]
}

test('backed up while agents write and the server reads, every copy is whole and counts what it held', async () => {
  using folder = await used('busy')
  await using server = await start(folder.path, [], { env: folder.env })
  await server.caughtUp()
  const agent = readdirSync(join(folder.home, 'agents'))[0]!
  const store = agentStore(folder.home, agent)
  store.run('CREATE TABLE IF NOT EXISTS scratch (n INTEGER)')
  let writes = 0
  const writing = setInterval(() => {
    store.run('INSERT INTO scratch VALUES (?)', [writes++])
    server.ask('/api/overview').catch(() => {})
  }, 5)
  try {
    for (let round = 0; round < 4; round++) {
      const file = folder.at(`backup-${round}.tar.gz`)
      expect(await runOnce(folder.path, ['backup', file, '--all'], { env: folder.env })).toMatchObject({ code: 0 })
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const check = await runOnce(folder.path, ['restore', file, '--check', '--json'], { env: folder.env })
      expect({ code: check.code, stderr: check.stderr }).toEqual({ code: 0, stderr: '' })
    }
  } finally {
    clearInterval(writing)
    store.close()
  }
  expect(writes).toBeGreaterThan(20)
  const before = await server.ask<{ totals: unknown }>('/api/costs/report?by=agent')
  await server.stop()

  using other = temporary('restored')
  const env = { ...folder.env, WHEELHOUSE_DATA_DIR: join(other.path, 'data') }
  const restored = await runOnce(other.path, ['restore', folder.at('backup-3.tar.gz')], { env })
  expect(restored).toMatchObject({ code: 0, stderr: '' })
  const databases = readdirSync(join(other.path, 'data')).filter((name) => name.endsWith('.sqlite'))
  expect(databases).toContain('index.sqlite')
  for (const name of databases) {
    using database = new Database(join(other.path, 'data', name), { readonly: true })
    expect(database.query('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  }
  await using again = await start(other.path, [], { env })
  await again.caughtUp()
  expect((await again.ask<{ totals: unknown }>('/api/costs/report?by=agent')).totals).toEqual(before.totals)
  const { items } = await again.ask<{ items: { action: string; outcome: string }[] }>('/api/audit/acts', {
    headers: await signIn(again, again),
  })
  expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('backup.restore done')
}, 120_000)

test('a running server, another file, a newer or changed backup: each is refused in a sentence, and nothing changes', async () => {
  using folder = await used('refused')
  const file = folder.at('b.tar.gz')
  await runOnce(folder.path, ['backup', file], { env: folder.env })
  const refuse = async (words: string[]) => {
    const { code, stderr } = await runOnce(folder.path, ['restore', ...words], { env: folder.env })
    expect({ code, lines: stderr.trimEnd().split('\n').length, words }).toEqual({ code: 2, lines: 1, words })
    expect(marks(folder.at('data'))).toEqual(['refused', 'refused'])
    return stderr
  }
  {
    await using _ = await start(folder.path, [], { env: folder.env })
    expect(await refuse([file])).toContain('Another Wheelhouse is using the data folder')
    // Looking alone disturbs nobody.
    expect((await runOnce(folder.path, ['restore', file, '--check'], { env: folder.env })).code).toBe(0)
  }
  expect(await refuse([folder.at('none.tar.gz')])).toContain('There is no file')
  writeFileSync(folder.at('other.tar.gz'), 'this is no backup at all')
  expect(await refuse([folder.at('other.tar.gz')])).toContain('is not a backup of Wheelhouse')
  const whole = readFileSync(file)
  writeFileSync(folder.at('torn.tar.gz'), whole.subarray(0, whole.length / 2))
  expect(await refuse([folder.at('torn.tar.gz')])).toContain('is torn')
  const open = folder.at('open')
  mkdirSync(open)
  spawnSync('tar', ['-C', open, '-xzf', file])
  const manifest = readFileSync(join(open, 'manifest.json'), 'utf8')
  const repacked = (change: string) => {
    writeFileSync(join(open, 'manifest.json'), change)
    spawnSync('tar', ['-C', open, '-czf', folder.at('changed.tar.gz'), 'manifest.json', 'wheelhouse.sqlite', 'sprites'])
    return refuse([folder.at('changed.tar.gz')])
  }
  expect(await repacked(manifest.replace(/"schema": \d+/, '"schema": 500'))).toContain('has version 500')
  expect(await repacked(manifest.replace(/("sha256": ")./, '$1x'))).toContain('is not one that Wheelhouse wrote')
  expect(await refuse([])).toContain('Say which')
  expect(existsSync(folder.at('data', 'restoring'))).toBe(false)
}, 120_000)

test('killed at any moment of a restore, the data are the old ones or the new ones, and never some of each', async () => {
  using from = await used('new')
  writeFileSync(
    from.at('data', 'sprites', 'weight.png'),
    new Uint8Array(4e6).map(() => Math.random() * 256),
  )
  await runOnce(from.path, ['backup', from.at('b.tar.gz'), '--all'], { env: from.env })
  const seen = new Map<string, number>()
  let duringSwap = 0
  using to = await used('old')
  for (let round = 0; round < 24; round++) {
    mark(to.at('data'), 'old')
    const restore = launch(to.path, ['restore', from.at('b.tar.gz')], to.env)
    const journal = to.at('data', 'restoring', 'journal.json')
    // Every other time it is killed as soon as it begins to change something.
    if (round % 2 === 0) while (restore.isRunning() && !existsSync(journal)) await Bun.sleep(0)
    else await Bun.sleep(20 + round * 12)
    if (restore.isRunning()) restore.kill('SIGKILL')
    await restore.exited
    if (existsSync(journal)) duringSwap++
    await using server = await start(to.path, [], { env: to.env })
    await server.stop()
    const now = marks(to.at('data'))
    expect(new Set(now).size).toBe(1)
    expect(existsSync(to.at('data', 'restoring'))).toBe(false)
    seen.set(now[0]!, (seen.get(now[0]!) ?? 0) + 1)
    // It is named by the second.
    for (const name of readdirSync(to.at('data')).filter((name) => name.startsWith('before-restore-')))
      rmSync(to.at('data', name), { recursive: true })
  }
  expect(duringSwap).toBeGreaterThan(0)
  expect(seen.get('old')).toBeGreaterThan(0)
}, 240_000)

const canMount = process.getuid?.() === 0 && spawnSync('which', ['mount']).status === 0

/** A disk of so many kilobytes; undefined where none may be made here. */
function smallDisk(path: string, kilobytes: number) {
  mkdirSync(path, { recursive: true })
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path]).status !== 0) return undefined
  chmodSync(path, 0o700)
  return {
    readOnly: () => spawnSync('mount', ['-o', 'remount,ro', path]),
    [Symbol.dispose]: () => void spawnSync('umount', [path]),
  }
}

test.if(canMount)(
  'a disk that is full or read-only is said, and loses nothing',
  async () => {
    using folder = await used('disk')
    const file = folder.at('b.tar.gz')
    writeFileSync(
      folder.at('data', 'sprites', 'weight.png'),
      new Uint8Array(3e6).map(() => Math.random() * 256),
    )
    await runOnce(folder.path, ['backup', file], { env: folder.env })
    using disk = smallDisk(folder.at('disk'), 2_048)
    // A container may forbid it.
    if (!disk) return
    const full = await runOnce(folder.path, ['backup', folder.at('disk', 'b.tar.gz')], { env: folder.env })
    expect(full).toMatchObject({ code: 2, stderr: expect.stringContaining('the disk is full') })
    expect(readdirSync(folder.at('disk'))).toEqual([])
    const env = { ...folder.env, WHEELHOUSE_DATA_DIR: folder.at('disk', 'data') }
    const small = await runOnce(folder.path, ['restore', file], { env })
    expect(small).toMatchObject({ code: 2, stderr: expect.stringMatching(/has .* left, and the backup takes/) })
    expect(existsSync(folder.at('disk', 'data', 'restoring'))).toBe(false)
    disk.readOnly()
    const closed = await runOnce(folder.path, ['backup', folder.at('disk', 'b.tar.gz')], { env: folder.env })
    expect(closed).toMatchObject({ code: 2, stderr: expect.stringContaining('read-only') })
  },
  120_000,
)

test('an agent takes no secrets and restores nothing', async () => {
  using folder = await used('agent')
  const env = { ...folder.env, CLAUDECODE: '1' }
  const secrets = await runOnce(folder.path, ['backup', folder.at('b.tar.gz'), '--secrets'], { env })
  expect(secrets).toMatchObject({ code: 2, stderr: expect.stringContaining('asked for it') })
  expect(await runOnce(folder.path, ['backup', folder.at('b.tar.gz')], { env })).toMatchObject({ code: 0 })
  const restore = await runOnce(folder.path, ['restore', folder.at('b.tar.gz')], { env })
  expect(restore).toMatchObject({ code: 2, stderr: expect.stringContaining('asked for it') })
})
