import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createCrons } from '../../crons/crons.ts'
import type { Fact } from '../../facts/fact.ts'
import type { Batch, Source } from '../../facts/source.ts'
import { indexOnce, startIndex } from '../../indexing/testing/index-all.ts'
import { canBeNobody, runAsNobody } from '../../lib/testing/nobody.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { sessionsIn } from '../../sessions/testing/sessions-in.ts'
import { suffixesFor } from './openclaw.ts'
import { agentDatabasePath } from './stores/agent-database.ts'
import { stateDatabasePath } from './stores/state-database.ts'
import {
  answerEntry,
  appendLine,
  callsIn,
  copiedHome,
  type Era,
  firstSession,
  inDatabase,
  insertEvent,
  recordedSums,
  transcripts,
} from './testing/home.ts'
import { openClawIn } from './testing/worlds.ts'

const later = Date.UTC(2026, 10, 21)

type Sums = Record<string, { calls: number; costUsd: number | null }>

/** Rounds to a billionth of a dollar. */
const rounded = (sums: Sums) =>
  Object.fromEntries(
    Object.entries(sums).map(([agent, sum]) => [
      agent,
      { ...sum, costUsd: sum.costUsd === null ? null : Number(sum.costUsd.toFixed(9)) },
    ]),
  )

/** The sums, unreadable places and report of homes after one pass on a new index. */
async function sumsOf(...homes: string[]) {
  const once = await indexOnce(() => [openClawIn(...homes)])
  const found = {
    sums: rounded(once.sums()),
    unread: once.unread(),
    report: once.posted.findLast((message) => message.kind === 'reports')!.reports[0]!,
  }
  once.index.$client.close()
  return found
}

/** The facts of one pass; cursors are stored in `cursors` where it is given. */
async function readOnce(source: Source, cursors = new Map<string, unknown>()) {
  const batches: Batch[] = []
  for await (const batch of source.read((unit) => cursors.get(unit), new AbortController().signal)) {
    batches.push(batch)
    if (batch.cursor !== null) cursors.set(batch.unit, structuredClone(batch.cursor))
  }
  return { facts: batches.flatMap(({ facts }) => facts), unread: batches.flatMap(({ unread }) => unread) }
}

const answersIn = (facts: Fact[]) => facts.filter(({ kind }) => kind === 'usage').length

for (const era of ['2026.9.6', '2026.3.24'] as Era[])
  test(`the recorded home of ${era} comes to what its files say`, async () => {
    using home = copiedHome(era)
    const { sums, unread, report } = await sumsOf(home.path)
    expect(sums).toEqual(recordedSums[era])
    expect(unread).toEqual([])
    expect([report.state, report.findings]).toEqual(['ok', []])
    expect(report.detail).toEndWith(era === '2026.9.6' ? 'SQLite schema 23' : 'JSONL')
  })

test('reading leaves a home as it was', async () => {
  for (const era of ['2026.9.6', '2026.3.24'] as Era[]) {
    using home = copiedHome(era)
    const picture = () =>
      readdirSync(home.path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => [entry.name, Bun.hash(readFileSync(join(entry.parentPath, entry.name)))])
        .sort()
    const before = picture()
    await sumsOf(home.path)
    expect(picture()).toEqual(before)
  }
})

test('two homes are counted side by side, and the agents of the second have names of their own', async () => {
  using one = copiedHome('2026.9.6')
  using two = copiedHome('2026.3.24')
  const { sums, report } = await sumsOf(one.path, two.path)
  const renamed = Object.entries(sums).map(([agent, sum]) => [agent.replace(/-[0-9a-f]{6}$/, '#2'), sum])
  const second = Object.entries(recordedSums['2026.3.24']).map(([agent, sum]) => [`${agent}#2`, sum])
  expect(Object.fromEntries(renamed)).toEqual({ ...recordedSums['2026.9.6'], ...Object.fromEntries(second) })
  expect(report.detail).toContain(two.path)
})

test('one home under several names is counted once', async () => {
  using home = copiedHome('2026.9.6')
  const link = join(dirname(home.path), 'link')
  symlinkSync(home.path, link)
  const { sums, report } = await sumsOf(link, home.path, `${home.path}/`)
  expect(sums).toEqual(recordedSums['2026.9.6'])
  expect(report.detail).toStartWith('3 agents in ')
})

test('a backup beside its original adds nothing', async () => {
  using home = copiedHome('2026.9.6')
  const copy = join(dirname(home.path), 'backup')
  cpSync(home.path, copy, { recursive: true })
  const { sums } = await sumsOf(home.path, copy)
  expect(Object.values(sums).reduce((all, { calls }) => all + calls, 0)).toBe(callsIn('2026.9.6'))
})

test('the first home ever seen keeps plain names, whatever is named before it later', () => {
  const { byHome } = suffixesFor(['/a'], {})
  expect(byHome).toEqual({ '/a': '' })
  const later = suffixesFor(['/b', '/a'], byHome)
  expect(later).toEqual({ byHome: { '/a': '', '/b': expect.stringMatching(/^-[0-9a-f]{6}$/) }, changed: true })
  expect(suffixesFor(['/b'], later.byHome)).toEqual({ byHome: later.byHome, changed: false })
})

test('a home moved half way, with the same rows in both stores, is counted once', async () => {
  using home = copiedHome('2026.9.6')
  inDatabase(home.path, 'main', (database) => {
    const folder = home.at('agents', 'main', 'sessions')
    const rows = database
      .query<{ id: string; json: string | null; zstd: Uint8Array | null }, []>(
        'SELECT session_id AS id, event_json AS json, event_zstd AS zstd FROM transcript_events ORDER BY session_id, seq',
      )
      .all()
    for (const { id, json, zstd } of rows)
      appendFileSync(join(folder, `${id}.jsonl`), `${json ?? Buffer.from(Bun.zstdDecompressSync(zstd!)).toString()}\n`)
  })
  const { sums, report } = await sumsOf(home.path)
  expect(sums).toEqual(recordedSums['2026.9.6'])
  expect(report.detail).toEndWith('JSONL, SQLite schema 23')
})

/** Changes the first transcript of main, and compares an index that had read it with one that had not. */
async function changedTranscript(change: (file: string, home: string) => void, calls = callsIn('2026.3.24')) {
  using home = copiedHome('2026.3.24')
  const [file = ''] = transcripts(home.path, 'main')
  await using started = startIndex(() => [openClawIn(home.path)])
  await started.until(started.isDone)
  change(file, home.path)
  appendLine(transcripts(home.path, 'ops')[0]!, answerEntry(later))
  await started.until(() => 'openclaw:ops' in started.sums() && started.sums()['openclaw:ops']!.calls === 27)
  await Bun.sleep(50)
  expect(started.calls()).toBe(calls + 1)
  const fresh = await indexOnce(() => [openClawIn(home.path)])
  fresh.index.$client.close()
  return { started: started.sums(), home: home.path }
}

test('a transcript that is deleted is archived under another name, and not counted again', async () => {
  await changedTranscript((file) => renameSync(file, `${file}.deleted.2026-11-21T00-00-00.000Z`))
})
test('nor one that is reset', async () => {
  await changedTranscript((file) => {
    renameSync(file, `${file}.reset.2026-11-21T00-00-00.000Z`)
    writeFileSync(file, '{"type":"session","version":3,"id":"x","timestamp":"2026-11-21T00:00:00.000Z"}\n')
  })
})
test('nor one that is archived and compressed', async () => {
  await changedTranscript((file) => {
    writeFileSync(`${file}.deleted.2026-11-21T00-00-00.000Z.0c0f.zst`, Bun.zstdCompressSync(readFileSync(file)))
    unlinkSync(file)
  })
})
test('nor one that is rewritten by a compaction', async () => {
  await changedTranscript((file) => {
    const lines = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, [lines[0], ...lines.slice(3)].join('\n'))
  })
})
test('nor one that is truncated; what is gone from it stays counted', async () => {
  await changedTranscript((file) => truncateSync(file, 300))
})
test('nor one that is gone', async () => {
  await changedTranscript((file) => unlinkSync(file))
})
test('trajectories, checkpoints and locks are no transcripts', async () => {
  await changedTranscript((file) => {
    for (const other of ['.trajectory.jsonl', '.checkpoint.1.jsonl', '.jsonl.lock', '.jsonl.bak'])
      cpSync(file, file.replace('.jsonl', other))
  })
})

test('an archive that is read while it is still being written is read again when it is whole', async () => {
  using home = copiedHome('2026.3.24')
  const folder = home.at('agents', 'main', 'sessions')
  const name = join(folder, '11111111-1111-4111-8111-111111111111.jsonl.deleted.2026-11-21T00-00-00.000Z.aa.zst')
  const whole = Bun.zstdCompressSync(`${JSON.stringify(answerEntry(later))}\n`)
  writeFileSync(name, whole.subarray(0, whole.length - 9))
  using folderOfIndex = temporary('index')
  const path = folderOfIndex.at('index.sqlite')
  const first = await indexOnce(() => [openClawIn(home.path)], { path })
  expect(first.unread().map(({ unit }) => basename(unit))).toEqual([basename(name)])
  first.index.$client.close()
  writeFileSync(name, whole)
  const second = await indexOnce(() => [openClawIn(home.path)], { path })
  expect([second.calls(), second.unread()]).toEqual([callsIn('2026.3.24') + 1, []])
  second.index.$client.close()
})

test('a second start on the same index reads nothing again', async () => {
  for (const era of ['2026.9.6', '2026.3.24'] as Era[]) {
    using home = copiedHome(era)
    using folder = temporary('index')
    const path = folder.at('index.sqlite')
    for (const _ of [1, 2, 3]) {
      const { sums, index, posted } = await indexOnce(() => [openClawIn(home.path)], { path })
      expect(rounded(sums())).toEqual(recordedSums[era])
      const anew = posted.some((message) => message.kind === 'committed' && message.touched.usage)
      expect(anew).toBe(_ === 1)
      index.$client.close()
    }
  }
})

test('an event that is compressed is read like a plain one', async () => {
  using home = copiedHome('2026.9.6')
  inDatabase(home.path, 'main', (database) => {
    const id = firstSession(database)
    insertEvent(database, id, answerEntry(later), { compressed: true })
    insertEvent(database, id, answerEntry(later))
  })
  expect((await sumsOf(home.path)).sums['openclaw:main']!.calls).toBe(29)
})

test('a schema nobody knows yet is said, and read by its columns', async () => {
  using home = copiedHome('2026.9.6')
  inDatabase(home.path, 'main', (database) => {
    database.run('PRAGMA user_version = 24')
    database.run('ALTER TABLE transcript_events ADD COLUMN event_brotli BLOB')
    database.run('ALTER TABLE session_nodes RENAME COLUMN label TO caption')
    insertEvent(database, firstSession(database), answerEntry(later))
  })
  const { sums, report } = await sumsOf(home.path)
  expect(sums['openclaw:main']!.calls).toBe(28)
  expect(report.state).toBe('ok')
  expect(report.findings).toEqual([
    {
      level: 'warn',
      code: 'schema-unknown',
      message: expect.stringContaining('has schema 24'),
      fix: expect.any(String),
    },
  ])
})

test('so is one of the state database', async () => {
  using home = copiedHome('2026.9.6')
  const state = new Database(stateDatabasePath(home.path))
  state.run('PRAGMA user_version = 19')
  state.close(true)
  const { report } = await sumsOf(home.path)
  expect(report.findings.map(({ code, message }) => [code, message.includes('has schema 19')])).toEqual([
    ['schema-unknown', true],
  ])
})

test('tables and columns that are missing take only what they held', async () => {
  using home = copiedHome('2026.9.6')
  inDatabase(home.path, 'main', (database) => {
    database.run('PRAGMA foreign_keys = OFF')
    for (const table of [
      'session_nodes',
      'session_windows',
      'session_transcript_archives',
      'session_transcript_cold_archives',
      'transcript_rewrite_watermarks',
    ])
      database.run(`DROP TABLE ${table}`)
  })
  rmSync(home.at('agents', 'main', 'sessions'), { recursive: true })
  const { sums, report } = await sumsOf(home.path)
  expect([sums['openclaw:main']!.calls, report.findings]).toEqual([26, []])
})

test('a database that is none is a finding, until it is mended', async () => {
  using home = copiedHome('2026.9.6')
  const path = agentDatabasePath(home.path, 'ops')
  const whole = readFileSync(path)
  writeFileSync(path, 'no database '.repeat(500))
  const source = openClawIn(home.path)
  const cursors = new Map<string, unknown>()
  expect(answersIn((await readOnce(source, cursors)).facts)).toBe(callsIn('2026.9.6') - 20 + 1)
  expect([source.report().state, source.report().findings.map(({ code }) => code)]).toEqual(['trouble', ['broken']])
  writeFileSync(path, whole)
  expect(answersIn((await readOnce(source, cursors)).facts)).toBe(20)
  expect([source.report().state, source.report().findings]).toEqual(['ok', []])
})

test('what was wrong with a file that is gone is wrong no more', async () => {
  using home = copiedHome('2026.3.24')
  const odd = home.at('agents', 'main', 'sessions', 'folder.jsonl')
  mkdirSync(odd)
  const source = openClawIn(home.path)
  await readOnce(source)
  expect(source.report().state).toBe('trouble')
  rmSync(odd, { recursive: true })
  await readOnce(source)
  expect(source.report()).toMatchObject({ state: 'ok', findings: [] })
})

test('an empty database, as it is for a moment when it is made, is no fault', async () => {
  using home = copiedHome('2026.9.6')
  mkdirSync(home.at('agents', 'new', 'agent'), { recursive: true })
  writeFileSync(agentDatabasePath(home.path, 'new'), '')
  expect((await sumsOf(home.path)).report).toMatchObject({ state: 'ok', findings: [] })
})

test('a session that is written anew is read anew, and nothing in it counts twice', async () => {
  using home = copiedHome('2026.9.6')
  const source = openClawIn(home.path)
  const cursors = new Map<string, unknown>()
  await readOnce(source, cursors)
  const before = await sumsOf(home.path)
  inDatabase(home.path, 'main', (database) => {
    const id = firstSession(database)
    // A rewrite deletes the first rows, moves the others to the front, and adds one.
    database.run('DELETE FROM transcript_events WHERE session_id = ? AND seq < 2', [id])
    database.run('UPDATE transcript_events SET seq = seq - 100 WHERE session_id = ?', [id])
    database.run('UPDATE transcript_events SET seq = seq + 98 WHERE session_id = ?', [id])
    insertEvent(database, id, answerEntry(later))
    database.run(
      "UPDATE transcript_rewrite_watermarks SET generation = 'ffffffffffffffffffffffffffffffff' WHERE session_id = ?",
      [id],
    )
  })
  const anew = (await readOnce(source, cursors)).facts
  expect(answersIn(anew)).toBeGreaterThan(1)
  const keysBefore = new Set(
    (await readOnce(openClawIn(home.path))).facts.flatMap((fact) => (fact.kind === 'usage' ? [fact.key] : [])),
  )
  expect(keysBefore.size).toBe(callsIn('2026.9.6') + 1)
  expect((await sumsOf(home.path)).sums['openclaw:main']!.calls).toBe(before.sums['openclaw:main']!.calls + 1)
})

test('a row that is written anew where it stood is found by its generation', async () => {
  using home = copiedHome('2026.9.6')
  const source = openClawIn(home.path)
  const cursors = new Map<string, unknown>()
  await readOnce(source, cursors)
  const rewrite = (generation: string, entry: unknown) =>
    inDatabase(home.path, 'main', (database) => {
      const id = firstSession(database)
      database.run('UPDATE transcript_events SET event_json = ? WHERE session_id = ? AND seq = 2', [
        JSON.stringify(entry),
        id,
      ])
      database.run('UPDATE transcript_rewrite_watermarks SET generation = ? WHERE session_id = ?', [generation, id])
    })
  rewrite('eeee', answerEntry(later))
  expect(answersIn((await readOnce(source, cursors)).facts)).toBeGreaterThan(1)
  expect((await sumsOf(home.path)).sums['openclaw:main']!.calls).toBe(28)
  expect(answersIn((await readOnce(openClawIn(home.path), cursors)).facts)).toBe(0)
})

test('events that are written while a session is read are all said, once', async () => {
  using home = copiedHome('2026.9.6')
  const writer = new Database(agentDatabasePath(home.path, 'main'))
  writer.run('PRAGMA journal_mode = WAL')
  const id = firstSession(writer)
  const many = writer.transaction((count: number) => {
    for (let n = 0; n < count; n++) insertEvent(writer, id, answerEntry(later + n))
  })
  many(1_000)
  const source = openClawIn(home.path)
  const cursors = new Map<string, unknown>()
  const keys: string[] = []
  let written = 1_000
  for (let pass = 0; pass < 3; pass++)
    for await (const { unit, facts, cursor } of source.read(
      (unit) => cursors.get(unit),
      new AbortController().signal,
    )) {
      if (cursor !== null) cursors.set(unit, structuredClone(cursor))
      const found = facts.flatMap((fact) => (fact.kind === 'usage' ? [fact.key] : []))
      keys.push(...found)
      if (found.length > 100 && written < 2_000) {
        many(250)
        written += 250
      }
    }
  writer.close()
  expect(new Set(keys).size).toBe(callsIn('2026.9.6') + written)
  // Only the deleted transcript is stored twice.
  expect(keys.length).toBe(callsIn('2026.9.6') + written + 1)
})

test('a fork repeats its parent without being counted for it', async () => {
  using home = copiedHome('2026.3.24')
  const folder = home.at('agents', 'main', 'sessions')
  const [parent, child] = ['22222222-2222-4222-8222-222222222222', '33333333-3333-4333-8333-333333333333']
  const old = answerEntry(later)
  const begins = (id: string, at: number, parentSession?: string) => ({
    type: 'session',
    version: 3,
    id,
    timestamp: new Date(at).toISOString(),
    parentSession,
  })
  appendLine(join(folder, `${parent}.jsonl`), begins(parent!, later - 5))
  appendLine(join(folder, `${parent}.jsonl`), old)
  appendLine(join(folder, `${child}.jsonl`), begins(child!, later + 5, `${folder}/${parent}.jsonl`))
  appendLine(join(folder, `${child}.jsonl`), old)
  appendLine(join(folder, `${child}.jsonl`), answerEntry(later + 10))
  expect((await sumsOf(home.path)).sums['openclaw:main']!.calls).toBe(32 + 2)
})

test('a fork of a fork repeats both without being counted for them, and each answer is its own session’s', async () => {
  using home = copiedHome('2026.3.24')
  const folder = home.at('agents', 'main', 'sessions')
  const ids = ['2', '3', '4'].map((digit) => `${digit.repeat(8)}-2222-4222-8222-222222222222`)
  const begins = (n: number) => ({
    type: 'session',
    version: 3,
    id: ids[n],
    timestamp: new Date(later + 10 * n).toISOString(),
    ...(n > 0 && { parentSession: `${folder}/${ids[n - 1]}.jsonl` }),
  })
  const answers = [0, 1, 2].map((n) => answerEntry(later + 10 * n + 5))
  for (const n of [2, 1, 0]) {
    const file = join(folder, `${ids[n]}.jsonl`)
    for (const line of [begins(n), ...answers.slice(0, n + 1)]) appendLine(file, line)
  }
  await using started = await indexOnce(() => [openClawIn(home.path)])
  const sessions = started.index.$client
    .query<{ id: string; n: number }, [number]>(
      'SELECT session_id AS id, count(*) AS n FROM usage WHERE at > ? GROUP BY 1',
    )
    .all(later)
  expect(sessions).toEqual(ids.map((id) => ({ id: `openclaw.main.${id}`, n: 1 })))
})

test('lines of every odd kind are taken as they are', async () => {
  using home = copiedHome('2026.3.24')
  const [file = ''] = transcripts(home.path, 'main')
  const carriage = JSON.stringify(answerEntry(later))
  const long = { ...answerEntry(later + 1), padding: 'x'.repeat(16 << 20) }
  appendFileSync(
    file,
    Buffer.concat([
      Buffer.from(`${carriage}\r\n\n\n`),
      Buffer.from('{"type":"message","id":"\xff\xfe","message":{"role":"user","content":"\xc3\x28"}}\n', 'latin1'),
    ]),
  )
  appendLine(file, long)
  for (const odd of [
    'null',
    '[]',
    '"text"',
    '7',
    '{}',
    '{"type":"message"}',
    '{"type":"message","message":null}',
    '{"type":"message","message":{"role":"assistant","usage":{"input":"many","output":-3,"cost":{"total":"free"}}}}',
    '{"type":"message","message":{"role":"assistant","stopReason":"toolUse","content":[null,7,{"type":"toolCall"}]}}',
  ])
    appendFileSync(file, `${odd}\n`)
  appendLine(file, answerEntry(later + 2))
  const { sums, unread } = await sumsOf(home.path)
  expect(sums['openclaw:main']!.calls).toBe(32 + 3)
  expect(unread.filter(({ reason }) => /JSON/.test(reason))).toEqual([])
})

/** Runs a pass in a child process as the user nobody, and answers its report. */
function reportAsNobody(home: string) {
  const script = `import { openClawIn } from ${JSON.stringify(`${import.meta.dir}/testing/worlds.ts`)}
    const source = openClawIn(${JSON.stringify(home)})
    let answers = 0
    for await (const { facts } of source.read(() => undefined, new AbortController().signal))
      answers += facts.filter(({ kind }) => kind === 'usage').length
    source.watch(() => {})()
    console.log(JSON.stringify({ answers, ...source.report() }))`
  const done = runAsNobody(script)
  if (done.exitCode !== 0) throw new Error(done.stderr.toString())
  return JSON.parse(done.stdout.toString()) as {
    answers: number
    state: string
    findings: { code: string; message: string }[]
  }
}

const closable: [what: string, era: Era, path: string[], answers: number][] = [
  ['a transcript', '2026.3.24', ['agents', 'writer', 'sessions', '01781b1f-0464-4433-8088-d7dd02f2f355.jsonl'], 63 - 1],
  ['a folder of sessions', '2026.3.24', ['agents', 'writer', 'sessions'], 63 - 4],
  ['a database', '2026.9.6', ['agents', 'writer', 'agent', 'openclaw-agent.sqlite'], 52 - 4],
  ['the folder of all agents', '2026.3.24', ['agents'], 0],
  ['the folder of jobs', '2026.3.24', ['cron'], 63],
  ['a whole home', '2026.9.6', [], 0],
]
for (const [what, era, path, answers] of closable)
  test.if(canBeNobody)(`${what} one may not read is a finding that names it, and the rest is read`, () => {
    using home = copiedHome(era)
    Bun.spawnSync(['chmod', '-R', 'a+rX', home.path])
    const closed = home.at(...path)
    chmodSync(closed, 0o600)
    const report = reportAsNobody(home.path)
    expect([report.answers, report.state]).toEqual([answers, 'trouble'])
    const denied = report.findings.filter(({ code }) => code === 'not-readable').map(({ message }) => message)
    expect(denied).toContain(`${closed} may not be read by this user.`)
    chmodSync(closed, 0o700)
  })

test('no table that holds secrets is ever named', () => {
  const secret = /auth_profile|secret_store|device_auth|device_identit|exec_approvals_config|auth-profiles/i
  for (const file of new Bun.Glob('{*,stores/*}.ts').scanSync(import.meta.dir))
    if (!file.endsWith('.test.ts'))
      expect([file, secret.test(readFileSync(join(import.meta.dir, file), 'utf8'))]).toEqual([file, false])
})

test('a home whose secret tables cannot be read is read all the same', async () => {
  using home = copiedHome('2026.9.6')
  for (const path of [agentDatabasePath(home.path, 'main'), stateDatabasePath(home.path)]) {
    const database = new Database(path)
    const tables = database
      .query<{ name: string }, []>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE '%auth%' OR name LIKE '%secret%' OR name LIKE '%device%')",
      )
      .all()
    expect(tables.length).toBeGreaterThan(1)
    // A view takes the place of the table, and reading it is an error.
    for (const { name } of tables) {
      database.run(`DROP TABLE "${name}"`)
      database.run(`CREATE VIEW "${name}" AS SELECT * FROM looked_into_a_secret`)
    }
    database.close(true)
  }
  const { sums, report } = await sumsOf(home.path)
  expect([sums, report.findings]).toEqual([recordedSums['2026.9.6'], []])
})

test('who there is comes from the configuration and from folders; who is gone from both is no longer present', async () => {
  using home = copiedHome('2026.3.24')
  const cursors = new Map<string, unknown>()
  const agents = (facts: Fact[]) =>
    facts.flatMap((fact) => (fact.kind === 'agent' ? [`${fact.id} ${fact.name ?? ''} ${fact.present}`] : []))
  const source = openClawIn(home.path)
  expect(agents((await readOnce(source, cursors)).facts).sort()).toEqual([
    'openclaw:main Clawdia true',
    'openclaw:nosuchagent nosuchagent true',
    'openclaw:ops Opsy true',
    'openclaw:writer Quill true',
  ])
  rmSync(home.at('agents', 'nosuchagent'), { recursive: true })
  expect(agents((await readOnce(source, cursors)).facts)).toEqual(['openclaw:nosuchagent  false'])
  expect(agents((await readOnce(source, cursors)).facts)).toEqual([])
  mkdirSync(home.at('agents', 'nosuchagent'))
  expect(agents((await readOnce(openClawIn(home.path), cursors)).facts)).toContain(
    'openclaw:nosuchagent nosuchagent true',
  )
})

test('a configuration that is broken is a finding, and agents keep the names of their folders', async () => {
  using home = copiedHome('2026.9.6')
  writeFileSync(home.at('openclaw.json'), '{ agents: {')
  const { sums, report } = await sumsOf(home.path)
  expect([sums['openclaw:main'], report.findings.map(({ code }) => code)]).toEqual([
    recordedSums['2026.9.6']['openclaw:main'],
    ['config-unreadable'],
  ])
})

/** The jobs of an index, as `name status present`. */
async function jobsAfter(home: string, path: string) {
  const { index } = await indexOnce(() => [openClawIn(home)], { path })
  const jobs = createCrons(index, { host: '', now: () => 0, timezone: 'UTC' })
    .jobs()
    .filter(({ system }) => !system)
    .map(({ name, lastStatus }) => `${name}: ${lastStatus}`)
  const runs = index.$client.query<{ n: number }, []>('SELECT count(*) AS n FROM cron_runs').get()!.n
  index.$client.close()
  return { jobs: jobs.sort(), runs }
}

test('jobs and their runs are told alike in both eras; a job that is gone is no longer listed, its runs stay', async () => {
  for (const era of ['2026.9.6', '2026.3.24'] as Era[]) {
    using home = copiedHome(era)
    using folder = temporary('index')
    const path = folder.at('index.sqlite')
    const before = await jobsAfter(home.path, path)
    expect(before.jobs.length).toBeGreaterThan(3)
    expect(before.runs).toBeGreaterThan(3)
    if (era === '2026.9.6') {
      const state = new Database(stateDatabasePath(home.path))
      state.run('DELETE FROM cron_jobs WHERE declaration_key IS NULL OR 1')
      state.run('DELETE FROM task_runs')
      state.close(true)
    } else {
      writeFileSync(home.at('cron', 'jobs.json'), '{"version":1,"jobs":[]}')
      rmSync(home.at('cron', 'runs'), { recursive: true })
    }
    expect(await jobsAfter(home.path, path)).toEqual({ jobs: [], runs: before.runs })
  }
})

test('jobs that still stand in a file beside an early database are read', async () => {
  using home = copiedHome('2026.3.24')
  mkdirSync(home.at('state'))
  const state = new Database(stateDatabasePath(home.path))
  state.run('CREATE TABLE device_pairing (id TEXT)')
  state.close()
  using folder = temporary('index')
  expect((await jobsAfter(home.path, folder.at('i.sqlite'))).jobs.length).toBeGreaterThan(3)
})

for (const file of [
  ['agents', 'main', 'sessions', 'sessions.json'],
  ['cron', 'jobs.json'],
])
  test(`${file.at(-1)} caught while it is being written is named, and forgiven when it is whole again`, async () => {
    using home = copiedHome('2026.3.24')
    const path = home.at(...file)
    const whole = readFileSync(path)
    await using started = startIndex(() => [openClawIn(home.path)])
    await started.until(started.isDone)
    writeFileSync(path, whole.subarray(0, 200))
    await started.until(() => started.unread().length === 1)
    writeFileSync(path, whole)
    await started.until(() => started.unread().length === 0)
  })

/** The windows of a key that lists show. */
const shown = (index: Parameters<typeof sessionsIn>[0], key: string) =>
  sessionsIn(index, { host: '', timezone: 'UTC', now: () => later })
    .list({ q: key })
    .items.map(({ id }) => id.split('.').at(-1))

test('of the windows of a key the current one is listed, also after it was switched there and back', async () => {
  using home = copiedHome('2026.9.6')
  const key = 'agent:main:dash-custom'
  const [old, fresh] = ['f43cd0ce-d9cc-41d9-9f6a-c31a56544002', '44444444-4444-4444-8444-444444444444']
  const switchTo = (id: string) =>
    inDatabase(home.path, 'main', (database) => {
      database.run(
        'INSERT OR IGNORE INTO session_windows (session_id, session_key, created_at, updated_at) VALUES (?, ?, 1, 1)',
        [id, key],
      )
      database.run(
        'UPDATE session_nodes SET current_session_id = ?, updated_at = updated_at + 1 WHERE session_key = ?',
        [id, key],
      )
    })
  await using started = startIndex(() => [openClawIn(home.path)])
  await started.until(started.isDone)
  expect(shown(started.index, key)).toEqual([old])
  for (const id of [fresh, old, fresh]) {
    switchTo(id)
    await started.until(() => String(shown(started.index, key)) === id)
  }
})

test('a cron run is one session, with the status of its run, however often its job is touched', async () => {
  using home = copiedHome('2026.9.6')
  const [job, run] = ['agent:main:cron:2dd09c73-4c21-4d7a-bb37-b73e034e5410', '8f601a1a-bd1d-4db1-ac06-171094b275c8']
  await using started = startIndex(() => [openClawIn(home.path)])
  await started.until(started.isDone)
  const status = () =>
    started.index.$client.query('SELECT status, kind FROM sessions WHERE id = ?').all(`openclaw.main.${run}`)
  expect(status()).toEqual([{ status: 'failed', kind: 'cron' }])
  const commits = () => started.posted.filter(({ kind }) => kind === 'committed').length
  const before = commits()
  inDatabase(home.path, 'main', (database) =>
    database.run('UPDATE session_nodes SET updated_at = updated_at + 1 WHERE session_key = ?', [job]),
  )
  await started.until(() => commits() > before)
  expect(status()).toEqual([{ status: 'failed', kind: 'cron' }])
})

test('a sub-agent knows its parent, also across agents', async () => {
  using home = copiedHome('2026.9.6')
  const { index } = await indexOnce(() => [openClawIn(home.path)])
  const sessions = sessionsIn(index, { host: '', timezone: 'UTC', now: () => later })
  const parents = sessions.list({ kind: ['subagent'] }).items.map(({ agentId, parentId }) => [agentId, parentId])
  expect(parents.sort()).toEqual([
    ['openclaw:main', 'openclaw.main.43e22b20-1926-420a-9963-8e0d33b20340'],
    ['openclaw:ops', 'openclaw.main.43e22b20-1926-420a-9963-8e0d33b20340'],
  ])
  index.$client.close()
})

test('an agent that comes while we watch is seen with everything it does', async () => {
  using home = copiedHome('2026.9.6')
  await using started = startIndex(() => [openClawIn(home.path)])
  await started.until(started.isDone)
  const file = '55555555-5555-4555-8555-555555555555.jsonl'
  const answers = (agent: string) => started.sums()[`openclaw:${agent}`]?.calls ?? 0

  // The folders exist before anybody can watch them.
  mkdirSync(home.at('agents', 'sudden', 'sessions'), { recursive: true })
  appendLine(home.at('agents', 'sudden', 'sessions', file), answerEntry(later))
  await started.until(() => answers('sudden') === 1)

  // Each folder appears while the one above is watched.
  mkdirSync(home.at('agents', 'slow'))
  await Bun.sleep(50)
  mkdirSync(home.at('agents', 'slow', 'sessions'))
  await Bun.sleep(50)
  appendLine(home.at('agents', 'slow', 'sessions', file), answerEntry(later + 1))
  await started.until(() => answers('slow') === 1)
}, 15_000)

test('a transcript that begins again under its own name is about what it says now', async () => {
  using home = copiedHome('2026.3.24')
  const [file = ''] = transcripts(home.path, 'main')
  const source = openClawIn(home.path)
  const cursors = new Map<string, unknown>()
  await readOnce(source, cursors)
  writeFileSync(file, '')
  appendLine(file, { type: 'message', id: 'a', message: { role: 'user', content: 'Something else entirely' } })
  const words = (await readOnce(source, cursors)).facts.flatMap((fact) =>
    fact.kind === 'session' ? [fact.firstPrompt] : [],
  )
  expect(words).toEqual(['Something else entirely'])
})
