import type { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Source } from '../../facts/source.ts'
import { indexOnce, startIndex } from '../../indexing/testing/index-all.ts'
import {
  answer,
  firstSession,
  inDatabase,
  insert,
  messageId,
  nothing,
  opencodeIn,
  recordedCalls,
  recordedHome,
  recordedSums,
  update,
} from './testing/world.ts'

const later = Date.UTC(2026, 10, 21, 20)

/** The sums of homes on an index of their own. */
async function sumsOf(...homes: string[]) {
  const once = await indexOnce(() => [opencodeIn(...homes)])
  const all = Object.values(once.sums())
  const sum = (field: 'input' | 'output' | 'cacheRead' | 'costUsd' | 'calls') =>
    all.reduce((total, one) => total + (one[field] ?? 0), 0)
  const found = {
    calls: sum('calls'),
    sums: {
      input: sum('input'),
      output: sum('output'),
      cacheRead: sum('cacheRead'),
      costUsd: Number(sum('costUsd').toFixed(9)),
    },
    agents: Object.keys(once.sums()),
    unread: once.unread().map(({ reason }) => reason),
    report: once.posted.findLast((message) => message.kind === 'reports')!.reports[0]!,
    sessions: once.index.$client.query<Record<string, unknown>, []>('SELECT * FROM sessions ORDER BY started_at').all(),
  }
  once.index.$client.close()
  return found
}

/** The sums of the recording after a change of its database. */
async function after(change: (database: Database, home: string) => void) {
  using home = recordedHome()
  inDatabase(home.database, (database) => change(database, home.home))
  return await sumsOf(home.home)
}

/** Makes passes with stored cursors, and answers the keys of each. */
function listener() {
  const cursors = new Map<string, unknown>()
  return async (source: Source) => {
    const keys: string[] = []
    for await (const { unit, cursor, facts } of source.read((at) => cursors.get(at), new AbortController().signal)) {
      if (cursor !== null) cursors.set(unit, structuredClone(cursor))
      for (const fact of facts) if (fact.kind === 'usage') keys.push(fact.key.replace('opencode:', ''))
    }
    return keys
  }
}

test('the recorded home comes to what the model said it had counted; copies in a fork are not counted again', async () => {
  using home = recordedHome()
  const { calls, sums, unread, report, agents } = await sumsOf(home.home)
  expect({ calls, sums, unread }).toEqual({ calls: recordedCalls, sums: recordedSums, unread: [] })
  expect([report.state, report.findings]).toEqual(['ok', []])
  expect(report.detail).toStartWith('5 sessions in ')
  expect(agents.map((agent) => agent.replace(/-[0-9a-f]{6}$/, ''))).toEqual(['opencode:boat', 'opencode:dock'])
})

test('its sessions have their names, times, folders and parents, and show how they stand', async () => {
  using home = recordedHome()
  const { sessions } = await sumsOf(home.home)
  expect(sessions).toMatchObject([
    {
      title: 'Charting the reef',
      first_prompt: '"Chart the reef"',
      kind: 'direct',
      project_path: '/home/user/boat',
      model: 'gull-1',
      last_role: 'assistant',
      stop_reason: 'stop',
      context_tokens: 5_605,
      started_at: 1_795_275_818_044,
      last_at: 1_795_275_854_992,
    },
    { title: 'Sound the depth (@general subagent)', kind: 'subagent', parent_key: firstSession },
    {
      title: 'Charting the reef',
      first_prompt: '"Have a look around"',
      last_role: 'user',
      stop_reason: '',
      context_tokens: 8_608,
    },
    { project_path: '/home/user/dock', model: 'free-1' },
    { title: 'Charting the reef (fork #1)', context_tokens: 11_611 },
  ])
  expect(sessions[1]!.parent_agent_id).toBe(sessions[0]!.agent_id)
  for (const { id } of sessions) expect(id).toMatch(/^opencode\.(boat|dock)-[0-9a-f]{6}\.ses_\w+$/)
})

test('reading leaves a home as it was', async () => {
  using home = recordedHome()
  const picture = () => readdirSync(home.home).map((name) => [name, Bun.hash(readFileSync(join(home.home, name)))])
  const before = picture()
  await sumsOf(home.home)
  expect(picture()).toEqual(before)
})

test('where the original of a fork is gone its copies count, once for all forks', async () => {
  const { calls } = await after((database) => {
    const copies = database
      .query<{ id: string; data: string; at: number }, [string, number]>(
        'SELECT id, data, time_created AS at FROM message WHERE session_id = ? AND time_created < ?',
      )
      .all('ses_e0136120dffeFuTrg14BhBXmPM', 1_795_276_008_946)
    database.run(
      "INSERT INTO session (id, project_id, slug, directory, title, version, time_created, time_updated) SELECT 'ses_fork2', project_id, slug, directory, title, version, time_created + 5, time_updated FROM session WHERE id = 'ses_e0136120dffeFuTrg14BhBXmPM'",
    )
    for (const { id, data, at } of copies) insert(database, `${id}2`, data, { session: 'ses_fork2', at })
    database.run('DELETE FROM message WHERE session_id = ?', [firstSession])
  })
  expect(calls).toBe(recordedCalls)
})

test('an answer is said while it grows and when it is whole, and the last word stands', async () => {
  using home = recordedHome()
  const pass = listener()
  const source = opencodeIn(home.home)
  await pass(source)
  const id = messageId(1)
  const write = (act: (database: Database) => void) => inDatabase(home.database, act)
  write((database) => insert(database, id, answer({ tokens: nothing, cost: 0, completed: null, finish: null })))
  expect(await pass(source)).toEqual([])
  write((database) => update(database, id, answer({ completed: null, finish: null })))
  expect(await pass(source)).toEqual([id])
  write((database) => insert(database, messageId(2), answer({ at: later + 1 })))
  expect(await pass(source)).toEqual([messageId(2)])
  write((database) =>
    update(
      database,
      id,
      answer({ tokens: { total: 300, input: 200, output: 90, reasoning: 0, cache: { read: 10, write: 0 } } }),
    ),
  )
  expect(await pass(opencodeIn(home.home))).toEqual([id])
  const { calls, sums } = await sumsOf(home.home)
  expect([calls, sums.input]).toEqual([recordedCalls + 2, recordedSums.input + 300])
})

test('what is undone and said anew takes the rows of what is gone, and is read all the same', async () => {
  using home = recordedHome()
  const pass = listener()
  const source = opencodeIn(home.home)
  await pass(source)
  for (let round = 0; round < 5; round++) {
    inDatabase(home.database, (database) => {
      for (let row = 0; row < 3; row++)
        insert(database, messageId(round * 10 + row), answer({ at: later + round * 10 + row }))
    })
    await pass(source)
    inDatabase(home.database, (database) => {
      database.run('DELETE FROM message WHERE rowid > (SELECT max(rowid) - 3 FROM message)')
      for (let row = 3; row < 6; row++)
        insert(database, messageId(round * 10 + row), answer({ at: later + round * 10 + row }))
    })
    expect(await pass(round % 2 ? source : opencodeIn(home.home))).toEqual(
      expect.arrayContaining([3, 4, 5].map((row) => messageId(round * 10 + row))),
    )
  }
})

test('rows that are numbered anew are read, and counted once', async () => {
  using home = recordedHome()
  await using started = startIndex(() => [opencodeIn(home.home)])
  await started.until(() => started.calls() === recordedCalls)
  inDatabase(home.database, (database) => {
    database.run('DELETE FROM message WHERE id IN (SELECT id FROM message ORDER BY rowid LIMIT 3)')
    database.run('VACUUM')
    insert(database, messageId(1), answer())
  })
  await started.until(() => started.calls() === recordedCalls + 1)
})

test('an answer with thousands before it is read page by page, each once', async () => {
  using home = recordedHome()
  inDatabase(home.database, (database) =>
    database.transaction(() => {
      for (let row = 0; row < 1_500; row++) insert(database, messageId(row), answer({ at: later + row }))
    })(),
  )
  expect((await sumsOf(home.home)).calls).toBe(recordedCalls + 1_500)
  const pass = listener()
  expect((await pass(opencodeIn(home.home))).length).toBe(recordedCalls + 1_500 + 3)
  inDatabase(home.database, (database) => database.run('DELETE FROM message WHERE rowid > 1400'))
  inDatabase(home.database, (database) => insert(database, messageId(9_999), answer()))
  const said = await pass(opencodeIn(home.home))
  expect(said).toContain(messageId(9_999))
  expect(said.length).toBeLessThan(500)
})

test('rows that cannot be read are named, and the sum is that of the good ones', async () => {
  const { calls, unread, sums } = await after((database) => {
    const bad = [
      '{"role":"assistant","tokens":',
      '[]',
      answer({ tokens: { input: -1, output: 1 } }),
      answer({ tokens: { input: 1 } }),
      answer({ tokens: { input: 1e12, output: 1 } }),
      answer({ at: 1 }),
      answer({ at: Date.UTC(2090, 0, 1) }),
      answer({ cost: -1 }),
      `{"role":"assistant","pad":"${'x'.repeat(5 << 20)}"}`,
      `{"role":"user","pad":"${'x'.repeat(5 << 20)}"}`,
      { role: 'user' },
      {},
    ]
    for (const [number, data] of bad.entries()) insert(database, messageId(number), data, { at: later + number })
    database
      .query('INSERT INTO message VALUES (?, ?, ?, ?, ?)')
      .run('msg_bytes', firstSession, later, later, Buffer.from('{"role":"assistant","cost":\xff\xfe', 'latin1'))
  })
  expect([calls, sums]).toEqual([recordedCalls, recordedSums])
  expect(unread.sort()).toEqual(
    [
      'JSON Parse error: Unexpected EOF',
      expect.stringContaining('JSON Parse error'),
      'not a JSON object',
      'no answer has -1 input tokens',
      'no count of output tokens',
      'no answer has 1000000000000 input tokens',
      'dated 1970-01-01',
      'dated 2090-01-01',
      'no answer costs -1 dollars',
      '5 MB are too long',
    ].sort(),
  )
})

test('ids that are not safe in a path never get into one', async () => {
  const { sessions, calls } = await after((database) => {
    database.run('PRAGMA foreign_keys = OFF')
    insert(database, '../../etc/passwd', answer(), { session: '../x\0<b>' })
    insert(database, `msg_${'x'.repeat(10_000)}`, answer({ at: later + 1 }), { session: 'y'.repeat(10_000) })
  })
  expect(calls).toBe(recordedCalls + 2)
  for (const { id } of sessions) expect(id).toMatch(/^opencode\.[a-z0-9-]+\.[A-Za-z0-9_-]{1,80}$/)
})

test('a schema with less in it is read by what is there', async () => {
  const { calls, sums } = await after((database) => {
    database.run('PRAGMA foreign_keys = OFF')
    database.run('CREATE TABLE moved (id TEXT PRIMARY KEY, data TEXT)')
    database.run("INSERT INTO moved SELECT id, json_set(data, '$.sessionID', session_id) FROM message")
    for (const table of ['message', 'session', 'part']) database.run(`DROP TABLE ${table}`)
    database.run('ALTER TABLE moved RENAME TO message')
  })
  // The beginning of the fork is unknown here, so that its copies count as answers.
  expect(calls).toBe(recordedCalls + 3)
  expect(sums.input).toBe(recordedSums.input + 4_500)
})

test('a schema that nobody knows is a finding, an empty database none', async () => {
  const unknown = await after((database) => {
    database.run('PRAGMA foreign_keys = OFF')
    database.run('ALTER TABLE message RENAME COLUMN data TO body')
  })
  expect(unknown.report.findings).toMatchObject([{ code: 'broken', message: expect.stringContaining('does not know') }])
  const empty = await after((database) => database.run('DELETE FROM message'))
  expect([empty.calls, empty.report.findings]).toEqual([0, []])
})

/** Moves the messages of a session into files, as opencode stored them before it had a database. */
function intoFiles(home: string, session: string) {
  inDatabase(join(home, 'opencode.db'), (database) => {
    const folder = join(home, 'storage', 'message', session)
    mkdirSync(folder, { recursive: true })
    for (const { id, data } of database
      .query<{ id: string; data: string }, [string]>('SELECT id, data FROM message WHERE session_id = ?')
      .all(session)) {
      const file = join(folder, `${id}.json`)
      writeFileSync(file, JSON.stringify({ id, sessionID: session, ...JSON.parse(data) }))
      utimesSync(file, 1_795_000_000, 1_795_000_000)
    }
    mkdirSync(join(home, 'storage', 'session', 'global'), { recursive: true })
    writeFileSync(
      join(home, 'storage', 'session', 'global', `${session}.json`),
      JSON.stringify({
        id: session,
        directory: '/home/user/boat',
        title: 'From a file',
        time: { created: 1_795_275_818_044 },
      }),
    )
  })
}

test('files behind the rows are the same answers, and the row has the word about the session', async () => {
  using home = recordedHome()
  intoFiles(home.home, firstSession)
  const { calls, sums, sessions } = await sumsOf(home.home)
  expect([calls, sums]).toEqual([recordedCalls, recordedSums])
  expect(sessions).toHaveLength(5)
  expect(sessions[0]!.title).toBe('Charting the reef')
})

test('a home of files alone tells the same of the same', async () => {
  using home = recordedHome()
  intoFiles(home.home, firstSession)
  const both = await sumsOf(home.home)
  rmSync(home.database)
  const { calls, sessions, agents } = await sumsOf(home.home)
  expect(calls).toBe(3)
  expect(sessions).toMatchObject([
    { id: both.sessions[0]!.id, title: 'From a file', kind: 'direct', last_at: 1_795_275_854_992 },
  ])
  expect(agents).toEqual([both.agents[0]!])
})

test('a home under two names, a copy and a channel beside it add nothing', async () => {
  using home = recordedHome()
  symlinkSync(home.home, home.at('link'))
  cpSync(home.home, home.at('copy'), { recursive: true })
  cpSync(home.database, join(home.home, 'opencode-beta.db'))
  const { calls, sums } = await sumsOf(home.home, home.at('link'), home.at('copy'))
  expect([calls, sums]).toEqual([recordedCalls, recordedSums])
})

test('a database in use is read while its owner writes', async () => {
  using home = recordedHome()
  await using started = startIndex(() => [opencodeIn(home.home)])
  await started.until(() => started.calls() === recordedCalls)
  inDatabase(home.database, (database) => {
    database.run('PRAGMA journal_mode = WAL')
    for (let number = 0; number < 50; number++) insert(database, messageId(number), answer({ at: later + number }))
  })
  await started.until(() => started.calls() === recordedCalls + 50)
  expect(started.posted.findLast((message) => message.kind === 'reports')!.reports[0]!.findings).toEqual([])
})

test('a folder that may not be listed is said', async () => {
  if (process.getuid?.() === 0) return
  using home = recordedHome()
  chmodSync(home.home, 0o000)
  const { report } = await sumsOf(home.home)
  chmodSync(home.home, 0o755)
  expect(report.findings).toMatchObject([{ level: 'error', code: 'not-readable' }])
})
