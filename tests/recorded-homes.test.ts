import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { agentStore, recordedHome, runOnce, start, temporary, until } from './testing/program.ts'

type Finding = { level: string; code: string; message: string; fix: string | null; about: string }
type Doctor = { healthy: boolean; findings: Finding[] }
type Overview = {
  sources: { state: string; detail: string; findings: Finding[] }[]
  sessions: { total: number }
  verdict: { level: string; text: string }
}
type Report = { totals: { calls: number; costUsd: number | null } }

/** Somebody who owns nothing here; tests run as root, who may read everything. */
const nobody = 65_534
const isRoot = process.getuid?.() === 0

const calls = (server: { ask<T>(path: string): Promise<T> }) =>
  server.ask<Report>('/api/costs/report?by=agent').then((report) => report.totals.calls)

/** What a home consists of: every path with its size and time of change. */
function photograph(home: string) {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path, Bun.hash(readFileSync(path)).toString(36)].join(' ')
    })
    .sort()
}

test('nothing of a home is written to, in either era', async () => {
  for (const version of ['2026.9.6', '2026.3.24'] as const) {
    using folder = temporary('untouched')
    const home = recordedHome(version, folder.path)
    const before = photograph(home)
    await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
    await server.caughtUp()
    expect(await calls(server)).toBeGreaterThan(40)
    await server.stop()
    expect(photograph(home)).toEqual(before)
  }
})

test('a missing home is said with where it was looked for, and is found as soon as it is there', async () => {
  using folder = temporary('missing')
  const home = join(folder.path, 'openclaw-2026.3.24')
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  const [source] = (await server.ask<Overview>('/api/overview')).sources
  expect([source!.state, source!.detail]).toEqual(['absent', `looked in ${home}`])
  recordedHome('2026.3.24', folder.path)
  await until('the home that appeared is read', async () => (await calls(server)) === 63, 5_000)
})

test('a home this user may not read is named, with what to do, and the rest goes on', async () => {
  if (!isRoot) return
  using folder = temporary('denied')
  const [closed, open] = [recordedHome('2026.9.6', folder.path), recordedHome('2026.3.24', folder.path)]
  chmodSync(join(closed, 'agents', 'main', 'agent', 'openclaw-agent.sqlite'), 0o000)
  mkdirSync(join(folder.path, 'data'))
  chownSync(join(folder.path, 'data'), nobody, nobody)
  await using server = await start(folder.path, [], { uid: nobody, env: { OPENCLAW_STATE_DIR: `${closed},${open}` } })
  await server.caughtUp()
  const { healthy, findings } = await server.ask<Doctor>('/api/doctor')
  expect(healthy).toBe(false)
  const finding = findings.find(({ code }) => code === 'not-readable')!
  expect(finding.message).toContain(join('agents', 'main', 'agent', 'openclaw-agent.sqlite'))
  expect(finding.fix).toContain('the user who runs OpenClaw')
  expect(await calls(server)).toBe(24 + 1 + 63)
  expect((await server.ask<Overview>('/api/overview')).verdict.level).toBe('fault')
  const ended = await runOnce(folder.path, ['doctor', '--data', join(folder.path, 'data')], { uid: nobody })
  expect(ended.code).toBe(1)
})

test('a home in a folder that may not be written to is read to the last row of its journal', async () => {
  if (!isRoot) return
  using folder = temporary('readonly')
  const home = recordedHome('2026.9.6', folder.path)
  const path = join(home, 'agents', 'ops', 'agent', 'openclaw-agent.sqlite')
  // A gateway that runs as somebody else: its last rows stand only in the journal.
  using writing = new Database(path)
  writing.run('PRAGMA journal_mode = WAL')
  writing.run('PRAGMA wal_autocheckpoint = 0')
  writing.run(
    'INSERT INTO transcript_events (session_id, seq, event_json, created_at) SELECT session_id, max(seq) + 1, ?, 1 FROM transcript_events GROUP BY session_id LIMIT 1',
    [
      JSON.stringify({
        type: 'message',
        id: crypto.randomUUID(),
        timestamp: '2026-11-20T23:30:00Z',
        message: { role: 'assistant', usage: { input: 1, output: 1, cost: { total: 5 } } },
      }),
    ],
  )
  mkdirSync(join(folder.path, 'data'))
  chownSync(join(folder.path, 'data'), nobody, nobody)
  await using server = await start(folder.path, [], { uid: nobody, env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  expect(await calls(server)).toBe(51 + 1)
})

test('a schema from the future is read as far as its columns tell, and said to be new', async () => {
  using folder = temporary('future')
  const home = recordedHome('2026.9.6', folder.path)
  {
    using database = new Database(join(home, 'agents', 'main', 'agent', 'openclaw-agent.sqlite'))
    database.run('PRAGMA user_version = 24')
    database.run('ALTER TABLE session_nodes DROP COLUMN display_name')
  }
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  const { findings } = await server.ask<Doctor>('/api/doctor')
  expect(findings.find(({ code }) => code === 'schema-unknown')!.message).toContain('schema 24')
  expect(await calls(server)).toBe(51)
})

test('torn lines, binary junk and a database that is none are counted and named; everything around them is read', async () => {
  using folder = temporary('torn')
  const home = recordedHome('2026.3.24', folder.path)
  const sessions = join(home, 'agents', 'main', 'sessions')
  const file = join(sessions, '05a1e75b-a57c-4ec1-99a7-4f795486d027.jsonl')
  appendFileSync(file, '{"type":"message","mess\n')
  appendFileSync(file, Buffer.from([0xff, 0xfe, 0x00, 0x0a]))
  appendFileSync(file, '{"type":"message","id":"torn-last-line","message":{"role":"assist')
  writeFileSync(join(sessions, 'sessions.json.tmp'), 'half')
  mkdirSync(join(home, 'agents', 'odd', 'agent'), { recursive: true })
  writeFileSync(
    join(home, 'agents', 'odd', 'agent', 'openclaw-agent.sqlite'),
    'this is no database at all, but it is long enough to look like one',
  )
  symlinkSync(home, join(home, 'agents', 'loop'))
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  const { findings } = await server.ask<Doctor>('/api/doctor')
  expect(findings.find(({ code }) => code === 'unread')!.message).toContain('2 lines')
  expect(findings.some(({ code, message }) => code === 'broken' && message.includes('odd'))).toBe(true)
  expect(await calls(server)).toBe(63)
})

test('what a hostile home holds is named, stops nothing and becomes no sum', async () => {
  using folder = temporary('hostile')
  const home = recordedHome('2026.3.24', folder.path)
  const sessions = join(home, 'agents', 'main', 'sessions')
  const message = (id: string, rest: object) =>
    JSON.stringify({ type: 'message', id, timestamp: '2026-11-20T23:40:00Z', message: { role: 'assistant', ...rest } })
  const cost = { total: 0.01 }
  // A pipe would wait for ever, a bomb unpack without end, and two absurd counts overflow every sum.
  spawnSync('mkfifo', [join(sessions, 'pipe.jsonl'), join(sessions, 'pipe.jsonl.deleted.2026-11-20T23-00-00.000Z.zst')])
  mkdirSync(join(home, 'agents', 'piped', 'agent'), { recursive: true })
  spawnSync('mkfifo', [join(home, 'agents', 'piped', 'agent', 'openclaw-agent.sqlite')])
  const bomb = Bun.zstdCompressSync(Buffer.alloc(700 << 20))
  writeFileSync(join(sessions, 'bomb.jsonl.deleted.2026-11-20T23-00-00.000Z.zst'), bomb)
  const lines = [
    message('a1', { usage: { input: 9e18, output: 1, cost } }),
    message('a2', { usage: { input: 9e18, output: 1, cost } }),
    message('a3', { content: [null, 7, 'x'], stopReason: 'toolUse', usage: { input: 5, output: 1, cost } }),
    message('a4', { timestamp: 8.7e15, usage: { input: 5, output: 1, cost: { total: 1e308 } } }),
    message('a5', { usage: { input: -5, output: 1, cost } }),
    '[]',
    'null',
    message('a6', { usage: { input: 5, output: 1, cost } }),
  ]
  writeFileSync(join(sessions, 'hostile.jsonl'), `${lines.join('\n')}\n`)
  const catalogue = join(sessions, 'sessions.json')
  const entries = JSON.parse(readFileSync(catalogue, 'utf8'))
  entries['agent:main:odd'] = {
    sessionId: 'hostile',
    label: 'x'.repeat(5_000_000),
    status: { toString: 1 },
    startedAt: {},
  }
  writeFileSync(catalogue, JSON.stringify(entries))
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  // Three of the lines are answers that can be summed.
  expect(await calls(server)).toBe(63 + 3)
  const answer = await fetch(`${server.url}/api/overview`)
  expect([answer.status, (await answer.text()).length < 200_000]).toEqual([200, true])
  const { findings } = await server.ask<Doctor>('/api/doctor')
  expect(findings.filter(({ code }) => code === 'broken').length).toBeGreaterThanOrEqual(2)
  expect(findings.find(({ message }) => message.includes('hostile.jsonl'))!.message).toContain('3 lines')
  expect(findings.some(({ message }) => message.includes('bomb.jsonl'))).toBe(true)
  for (const by of ['day', 'week', 'session', 'block'])
    expect((await fetch(`${server.url}/api/costs/report?by=${by}`)).status).toBe(200)
}, 60_000)

test('what we keep is readable by its owner alone, in whatever folder', async () => {
  using folder = temporary('private')
  const data = join(folder.path, 'data')
  mkdirSync(data, { mode: 0o755 })
  await using server = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await server.caughtUp()
  const open = readdirSync(data).filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0)
  expect(open).toEqual([])
})

test('a home that is half migrated, with the same answers in both stores, counts each once', async () => {
  using folder = temporary('half')
  const home = recordedHome('2026.9.6', folder.path)
  const archive = readdirSync(join(home, 'agents', 'main', 'sessions')).find((name) => name.endsWith('.zst'))!
  const lines = new TextDecoder().decode(
    Bun.zstdDecompressSync(readFileSync(join(home, 'agents', 'main', 'sessions', archive))),
  )
  writeFileSync(join(home, 'agents', 'main', 'sessions', `${archive.slice(0, 36)}.jsonl`), lines)
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  expect(await calls(server)).toBe(51)
})

test('a home that is being written while it is read ends with every row, once', async () => {
  using folder = temporary('busy')
  const home = recordedHome('2026.9.6', folder.path)
  using database = agentStore(home, 'ops')
  database.run('PRAGMA journal_mode = WAL')
  const { id, seq } = database
    .query<{ id: string; seq: number }, []>(
      'SELECT session_id AS id, max(seq) AS seq FROM transcript_events GROUP BY session_id LIMIT 1',
    )
    .get()!
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  const insert = database.prepare(
    'INSERT INTO transcript_events (session_id, seq, event_json, created_at) VALUES (?, ?, ?, ?)',
  )
  for (let n = 1; n <= 400; n++) {
    const entry = {
      type: 'message',
      id: crypto.randomUUID(),
      timestamp: new Date().toISOString(),
      message: { role: 'assistant', usage: { input: 3, output: 2, cost: { total: 0.01 } } },
    }
    insert.run(id, seq + n, JSON.stringify(entry), Date.now())
    if (n % 20 === 0) await Bun.sleep(5)
  }
  await until('all rows are there', async () => (await calls(server)) === 51 + 400)
  await Bun.sleep(300)
  expect(await calls(server)).toBe(51 + 400)
})

test('each row that a gateway writes is seen by itself, without another one having to follow', async () => {
  using folder = temporary('journal')
  const home = recordedHome('2026.9.6', folder.path)
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  using database = agentStore(home, 'ops')
  database.run('PRAGMA journal_mode = WAL')
  const { id, seq } = database
    .query<{ id: string; seq: number }, []>(
      'SELECT session_id AS id, max(seq) AS seq FROM transcript_events GROUP BY session_id LIMIT 1',
    )
    .get()!
  const insert = database.prepare(
    'INSERT INTO transcript_events (session_id, seq, event_json, created_at) VALUES (?, ?, ?, ?)',
  )
  for (let n = 1; n <= 20; n++) {
    // Nothing else may be going on that would look again by chance.
    await Bun.sleep(200)
    const message = { role: 'assistant', usage: { input: 3, output: 2, cost: { total: 0.01 } } }
    const timestamp = new Date().toISOString()
    insert.run(
      id,
      seq + n,
      JSON.stringify({ type: 'message', id: crypto.randomUUID(), timestamp, message }),
      Date.now(),
    )
    await until(`row ${n} is counted`, async () => (await calls(server)) === 51 + n, 12_000)
  }
})

test('a commit that the disk takes its time to confirm is seen once it can be read', async () => {
  using folder = temporary('slow')
  const home = recordedHome('2026.9.6', folder.path)
  const path = join(home, 'agents', 'ops', 'agent', 'openclaw-agent.sqlite')
  using database = new Database(path)
  database.run('PRAGMA journal_mode = WAL')
  database.run('PRAGMA user_version = 23')
  const { id, seq } = database
    .query<{ id: string; seq: number }, []>(
      'SELECT session_id AS id, max(seq) AS seq FROM transcript_events GROUP BY session_id LIMIT 1',
    )
    .get()!
  // A twin gets the row, so that its journal and then its index of the journal can be put in place one by one.
  const twinPath = join(folder.path, 'twin.sqlite')
  for (const part of ['', '-wal']) copyFileSync(path + part, twinPath + part)
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  using twin = new Database(twinPath)
  const message = { role: 'assistant', usage: { input: 3, output: 2, cost: { total: 0.01 } } }
  const timestamp = new Date().toISOString()
  twin.run('INSERT INTO transcript_events (session_id, seq, event_json, created_at) VALUES (?, ?, ?, ?)', [
    id,
    seq + 1,
    JSON.stringify({ type: 'message', id: crypto.randomUUID(), timestamp, message }),
    Date.now(),
  ])
  overwrite(`${path}-wal`, readFileSync(`${twinPath}-wal`))
  await Bun.sleep(450)
  expect(await calls(server)).toBe(51)
  overwrite(`${path}-shm`, readFileSync(`${twinPath}-shm`))
  await until('the row is counted', async () => (await calls(server)) === 52, 12_000)
})

test('a disk that fills up is said, and what was missed is read when there is room again', async () => {
  if (!isRoot || !canMount()) return
  using folder = temporary('full')
  const data = join(folder.path, 'data')
  mkdirSync(data)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', data]).status !== 0) return
  try {
    const home = recordedHome('2026.3.24', folder.path)
    await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
    await server.caughtUp()
    writeFileSync(join(data, 'ballast'), Buffer.alloc(64 << 10))
    spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'ballast')}`, 'bs=4096', 'count=4096'])
    const file = join(home, 'agents', 'main', 'sessions', '05a1e75b-a57c-4ec1-99a7-4f795486d027.jsonl')
    const line = (n: number) =>
      JSON.stringify({
        type: 'message',
        id: n.toString(16).padStart(8, '0'),
        timestamp: new Date().toISOString(),
        message: {
          role: 'assistant',
          content: 'x'.repeat(200),
          model: 'fake-large',
          usage: { input: 3, output: 2, cost: { total: 0.01 } },
        },
      })
    for (let n = 0; n < 1_500; n++) appendFileSync(file, `${line(n)}\n`)
    const cannotKeep = async () =>
      (await server.ask<Doctor>('/api/doctor')).findings.find(({ code }) => code === 'cannot-keep')
    const { message } = await until('the full disk is said', cannotKeep)
    expect(message).toContain('is full')
    const readiness = await fetch(`${server.url}/readyz`)
    expect([readiness.status, await readiness.json()]).toEqual([503, { ready: false, missing: message }])
    expect((await server.ask<Overview>('/api/overview')).verdict).toEqual({ level: 'fault', text: message })
    rmSync(join(data, 'ballast'))
    await until('it is ready again', async () => (await fetch(`${server.url}/readyz`)).ok, 30_000)
    expect(await calls(server)).toBe(63 + 1_500)
    expect((await server.ask<Doctor>('/api/doctor')).healthy).toBe(true)
  } finally {
    spawnSync('umount', ['-l', data])
  }
})

test('a data folder on a full disk is refused with a sentence', async () => {
  if (!isRoot || !canMount()) return
  using folder = temporary('full-start')
  const data = join(folder.path, 'data')
  mkdirSync(data)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', data]).status !== 0) return
  try {
    spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'ballast')}`, 'bs=4096', 'count=64'])
    const { code, stderr } = await runOnce(folder.path, ['serve', '--port', '0', '--data', data])
    expect(code).toBe(2)
    expect(stderr).toContain('disk is full')
    expect(stderr).not.toContain('    at ')
  } finally {
    spawnSync('umount', ['-l', data])
  }
})

/** Writes over a file in place, as SQLite does with its journal; whoever has it open sees it. */
function overwrite(path: string, bytes: Uint8Array) {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, 0)
  closeSync(file)
}

/** Some sandboxes let nobody mount. */
function canMount() {
  return spawnSync('sh', ['-c', 'command -v mount']).status === 0
}
