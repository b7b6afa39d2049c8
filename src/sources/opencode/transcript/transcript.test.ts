import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Source } from '../../../facts/source.ts'
import type { TranscriptPage, TranscriptQuery } from '../../../facts/transcript.ts'
import { temporary } from '../../../lib/testing/temporary.ts'
import { expectPagesToBeWhole } from '../../common/transcript/testing/pages.ts'
import { createOpencode } from '../opencode.ts'
import { answer, firstSession, inDatabase, insert, messageId, recordedHome } from '../testing/world.ts'
import { partsFor } from './parts.ts'

const later = Date.UTC(2026, 10, 21, 20)

/** Everything read once, and the pages of a session. */
async function pagesOf(source: Source, foreignId: string) {
  const cursors = new Map<string, unknown>()
  let id = ''
  for await (const { unit, cursor, facts } of source.read((unit) => cursors.get(unit), new AbortController().signal)) {
    if (cursor !== null) cursors.set(unit, structuredClone(cursor))
    for (const fact of facts) if (fact.kind === 'session' && fact.key === foreignId) id = fact.id
  }
  return (query: Partial<TranscriptQuery> = {}): TranscriptPage => {
    const found = source.transcript((unit) => cursors.get(unit), id)?.page({ limit: 100, ...query })
    if (found?.kind !== 'page') throw new Error(JSON.stringify(found))
    return found.page
  }
}

/** Parts as opencode writes them while an answer is made, each write at a later moment. */
function writer(database: string) {
  let at = later + 1_000
  const message = messageId(1)
  const write = (sql: string, ...values: (string | number)[]) =>
    inDatabase(database, (found) => found.query(sql).run(...values))
  return {
    begin: () =>
      inDatabase(database, (found) => insert(found, message, answer({ completed: null, finish: null }), { at: ++at })),
    put: (id: string, data: object) =>
      write(
        'INSERT INTO part (id, message_id, session_id, time_created, time_updated, data) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        message,
        firstSession,
        ++at,
        at,
        JSON.stringify(data),
      ),
    update: (id: string, data: object) =>
      write('UPDATE part SET data = ?, time_updated = ? WHERE id = ?', JSON.stringify(data), ++at, id),
    now: () => at,
  }
}

const bash = (state: object) => ({
  type: 'tool',
  tool: 'bash',
  callID: 'c1',
  state: { input: { command: 'ls' }, ...state },
})

test('the result of a tool that ran while one looked on comes with what is new, though its row was there before', async () => {
  using world = recordedHome()
  const { begin, put, update, now } = writer(world.database)
  begin()
  put('prt_z1', bash({ status: 'running' }))
  const read = await pagesOf(createOpencode({ homes: [world.home], now }), firstSession)
  const first = read()
  expect(first.items.at(-1)).toMatchObject({ kind: 'tool', callId: 'c1', argument: 'ls', result: null })
  put('prt_z2', { type: 'step-finish', reason: 'stop' })
  const second = read({ cursor: first.nextCursor })
  expect(second.items).toMatchObject([{ kind: 'record', record: 'step-finish' }])
  update('prt_z1', bash({ status: 'completed', output: 'log', metadata: { exit: 0 } }))
  const third = read({ cursor: second.nextCursor })
  expect(third.items).toMatchObject([{ callId: 'c1', input: null, result: { text: 'log' }, action: { exitCode: 0 } }])
  expect(read({ cursor: third.nextCursor }).items).toEqual([])
  expectPagesToBeWhole((query) => read(query))
  const tools = read().items.filter((item) => item.kind === 'tool' && item.callId === 'c1')
  expect(tools).toMatchObject([{ argument: 'ls', result: { text: 'log' } }])
})

test('a text that is being written waits until it is whole, and what follows it waits behind it', async () => {
  using world = recordedHome()
  const { begin, put, update, now } = writer(world.database)
  begin()
  put('prt_z1', { type: 'text', text: '', time: { start: 1 } })
  put('prt_z2', { type: 'step-finish', reason: 'stop' })
  const read = await pagesOf(createOpencode({ homes: [world.home], now }), firstSession)
  const first = read()
  update('prt_z1', { type: 'text', text: 'Aye.', time: { start: 1, end: 2 } })
  const second = read({ cursor: first.nextCursor })
  expect(second.items).toMatchObject([{ kind: 'message', text: 'Aye.' }, { record: 'step-finish' }])
  expect(second.complete).toBeTrue()
})

test('a text that nobody will finish is shown as far as it was written', async () => {
  using world = recordedHome()
  const { begin, put, now } = writer(world.database)
  begin()
  put('prt_z1', { type: 'text', text: 'Half', time: { start: 1 } })
  const read = await pagesOf(createOpencode({ homes: [world.home], now: () => now() + 3_600_000 }), firstSession)
  expect(read().items.at(-1)).toMatchObject({ kind: 'message', text: 'Half' })
})

test('files of messages from before are read with their parts', async () => {
  using folder = temporary('opencode-parts')
  const home = folder.at('opencode')
  const write = (path: string, data: object) => {
    mkdirSync(join(home, 'storage', path, '..'), { recursive: true })
    writeFileSync(join(home, 'storage', path), JSON.stringify(data))
  }
  write('message/ses_one/msg_1.json', { role: 'user', sessionID: 'ses_one', time: { created: later } })
  write('part/msg_1/prt_1.json', { type: 'text', text: 'Ahoy' })
  write('message/ses_one/msg_2.json', { sessionID: 'ses_one', ...answer({ at: later + 1 }) })
  write('part/msg_2/prt_1.json', bash({ status: 'completed', output: 'log' }))
  write('part/msg_2/prt_2.json', { type: 'text', text: 'Aye.' })
  const read = await pagesOf(createOpencode({ homes: [home], now: () => later + 86_400_000 }), 'ses_one')
  expect(expectPagesToBeWhole((query) => read(query)).items).toMatchObject([
    { role: 'user', text: 'Ahoy' },
    { record: 'message user' },
    { tool: 'bash', result: { text: 'log' } },
    { role: 'assistant', text: 'Aye.', model: 'gull-1' },
    { record: 'message assistant' },
  ])
})

const itemsOf = (data: object, about: object = { says: 'part', at: 1, role: 'user' }) =>
  partsFor('opencode.boat.ses_a')({ start: 0, end: 1, text: JSON.stringify({ about, data }) }, () => []).map(
    ({ item }) => item,
  )

test('words that opencode adds are context, and files stand by their names', () => {
  expect(itemsOf({ type: 'text', text: 'Called the Read tool', synthetic: true })).toMatchObject([{ note: 'context' }])
  expect(itemsOf({ type: 'file', mime: 'text/plain', filename: 'log.txt', url: 'file:///boat/log.txt' })).toMatchObject(
    [{ note: 'context', text: 'File: log.txt' }],
  )
  expect(
    itemsOf({ type: 'file', mime: 'image/png', filename: 'a.png', url: 'data:image/png;base64,AAAA' }),
  ).toMatchObject([{ kind: 'message', role: 'user', pictures: [{ type: 'image/png', bytes: 3 }] }])
})

test('an answer that was stopped or failed says so, and kinds that are not known are said to be', () => {
  const message = (more: object) =>
    itemsOf({ role: 'assistant', time: { created: 1, completed: 2 }, ...more }, { says: 'message', at: 1 })
  expect(message({ error: { name: 'MessageAbortedError' } })[0]).toMatchObject({ note: 'interrupted' })
  expect(message({ error: { name: 'APIError', data: { message: 'Refused.' } } })[0]).toMatchObject({
    note: 'error',
    text: 'APIError: Refused.',
  })
  expect(itemsOf({ type: 'sea-monster' })).toMatchObject([{ record: 'sea-monster', isKnown: false }])
  expect(itemsOf({ type: 'compaction', auto: true })).toMatchObject([{ note: 'compaction' }])
})

test('an edit has the lines that opencode noted, with their numbers', () => {
  const diff = 'Index: /boat/a\n--- /boat/a\n+++ /boat/a\n@@ -7,1 +7,2 @@\n-one\n+two\n+three\n'
  const data = {
    type: 'tool',
    tool: 'edit',
    callID: 'c',
    state: {
      status: 'completed',
      input: { filePath: '/boat/a', oldString: 'one', newString: 'two\nthree' },
      output: '',
      metadata: { diff, filediff: { file: '/boat/a', additions: 2, deletions: 1 } },
    },
  }
  expect(itemsOf(data, { says: 'part', at: 1, role: 'assistant', isWhole: true })).toMatchObject([
    {
      action: {
        kind: 'edit',
        changes: [
          {
            path: '/boat/a',
            added: 2,
            removed: 1,
            hunks: [{ oldStart: 7, newStart: 7, lines: ['-one', '+two', '+three'] }],
          },
        ],
      },
    },
  ])
})

test('what an answer cost is said once, with its first words', async () => {
  using world = recordedHome()
  const read = await pagesOf(createOpencode({ homes: [world.home], now: () => later }), firstSession)
  const costs = read().items.flatMap((item) =>
    item.kind === 'message' && item.role === 'assistant' ? [item.costUsd] : [],
  )
  expect(costs.length).toBeGreaterThan(0)
  const stored = inDatabase(
    world.database,
    (found) =>
      found
        .query<{ cost: number }, [string]>(
          `SELECT sum(json_extract(data, '$.cost')) AS cost FROM message WHERE session_id = ? AND id IN
             (SELECT message_id FROM part WHERE json_extract(data, '$.type') = 'text')`,
        )
        .get(firstSession)!.cost,
  )
  expect(costs.reduce<number>((sum, usd) => sum + (usd ?? 0), 0)).toBeCloseTo(stored)
})

test('a fork says what it is, and a reverted session from where on words are taken back', async () => {
  using world = recordedHome()
  const read = () => pagesOf(createOpencode({ homes: [world.home], now: () => later }), firstSession)
  const notes = async () =>
    (await read())().items.flatMap((item) => (item.kind === 'note' && item.note === 'branch' ? [item.text] : []))
  expect(await notes()).toEqual([])
  const [first, last] = inDatabase(world.database, (found) =>
    found
      .query<{ id: string; at: number }, [string]>(
        'SELECT message_id AS id, min(time_created) AS at FROM part WHERE session_id = ? GROUP BY message_id ORDER BY at',
      )
      .all(firstSession),
  ).filter((_, number, all) => number === 0 || number === all.length - 1)
  inDatabase(world.database, (found) =>
    found
      .query('UPDATE session SET "revert" = ?, time_created = ? WHERE id = ?')
      .run(JSON.stringify({ messageID: last!.id, diff: '' }), first!.at + 1, firstSession),
  )
  expect(await notes()).toEqual([
    'This session is a fork: it goes on from a copy of an earlier conversation.',
    'Reverted to here: what follows was taken back, and is removed once somebody writes again.',
  ])
  const items = (await read())().items
  const at = items.findIndex((item) => item.kind === 'note' && item.text.startsWith('Reverted'))
  expect(at).toBeGreaterThan(0)
  expect(at).toBeLessThan(items.length - 1)
  for (const revert of ['no json', '{"messageID":7}', '{"messageID":"msg_gone"}', '[]']) {
    inDatabase(world.database, (found) => found.query('UPDATE session SET "revert" = ?').run(revert))
    expect((await notes()).filter((words) => words.startsWith('Reverted'))).toEqual([])
  }
})
