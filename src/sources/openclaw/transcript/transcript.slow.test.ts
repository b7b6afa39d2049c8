import { expect, test } from 'bun:test'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { TranscriptPage, TranscriptQuery } from '../../../facts/transcript.ts'
import { parseSessionId } from '../../../ids.ts'
import { expectPagesToBeWhole, joined } from '../../common/transcript/testing/pages.ts'
import { answerEntry, appendLine, copiedHome, type Era, inDatabase, insertEvent } from '../testing/home.ts'
import { openClawIn } from '../testing/worlds.ts'

const uuid = '11111111-1111-4111-8111-111111111111'
const sessionId = `openclaw.main.${uuid}`

/** A home with one session written as JSONL, line by line. */
function written(entries: unknown[]) {
  const home = copiedHome('2026.3.24')
  const path = home.at('agents', 'main', 'sessions', `${uuid}.jsonl`)
  writeFileSync(path, entries.map((entry) => `${typeof entry === 'string' ? entry : JSON.stringify(entry)}\n`).join(''))
  const append = (more: unknown[]) => appendFileSync(path, more.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  return { ...home, file: path, append, ...reading(home.path, sessionId) }
}

function reading(home: string, id: string) {
  const source = openClawIn(home)
  const answer = (query: Partial<TranscriptQuery> = {}) =>
    source.transcript(() => undefined, id)?.page({ limit: 100, ...query })
  function read(query: Partial<TranscriptQuery> = {}): TranscriptPage {
    const found = answer(query)
    if (found?.kind !== 'page') throw new Error(JSON.stringify(found))
    return found.page
  }
  return { answer, read }
}

const message = (role: string, content: unknown, rest: object = {}, at = '2026-11-20T10:00:00.000Z') => ({
  type: 'message',
  id: 'e',
  timestamp: at,
  message: { role, content, ...rest },
})
const user = (words: string) => message('user', [{ type: 'text', text: words }])
const call = (id: string, name: string, args: unknown) =>
  message('assistant', [{ type: 'toolCall', id, name, arguments: args }], { stopReason: 'toolUse' })
const result = (id: string, name: string, words: string, isError = false) =>
  message('toolResult', [{ type: 'text', text: words }], { toolCallId: id, toolName: name, isError })

/** Every session of a recorded home, by our id. */
function sessionsOf(home: string, era: Era): string[] {
  return readdirSync(join(home, 'agents')).flatMap((agent) => {
    if (era === '2026.3.24')
      return readdirSync(join(home, 'agents', agent, 'sessions'))
        .filter((file) => file.includes('.jsonl'))
        .map((file) => `openclaw.${agent}.${file.split('.')[0]}`)
    return inDatabase(home, agent, (database) => [
      ...database.query<{ id: string }, []>('SELECT DISTINCT session_id AS id FROM transcript_events').all(),
      ...database.query<{ id: string }, []>('SELECT session_id AS id FROM session_transcript_archives').all(),
    ]).map(({ id }) => `openclaw.${agent}.${id}`)
  })
}

for (const era of ['2026.9.6', '2026.3.24'] as Era[])
  test(`the pages of every session of ${era}, of every size and both ways, are the whole`, () => {
    using home = copiedHome(era)
    let items = 0
    for (const id of sessionsOf(home.path, era)) {
      const whole = expectPagesToBeWhole(reading(home.path, id).read)
      items += whole.items.length
      expect(whole.items.some((item) => item.kind === 'note' && item.note === 'unreadable')).toBeFalse()
    }
    expect(items).toBeGreaterThan(100)
  })

test('reading a transcript leaves a home as it was', () => {
  using home = copiedHome('2026.9.6')
  const files = () => readdirSync(home.path, { recursive: true }).sort()
  const before = files()
  for (const id of before.length > 0 ? ['openclaw.main.43e22b20-1926-420a-9963-8e0d33b20340'] : [])
    reading(home.path, id).read()
  expect(files()).toEqual(before)
})

test('what is appended is what comes next, and nothing else', () => {
  using home = written([user('one')])
  const { nextCursor } = home.read()
  expect(home.read({ cursor: nextCursor })).toMatchObject({ items: [], nextCursor, complete: true })
  appendLine(home.file, call('c', 'exec', { command: 'ls' }))
  const second = home.read({ cursor: nextCursor })
  expect(second.items).toMatchObject([{ kind: 'tool', tool: 'exec', argument: 'ls', result: null, endedAt: null }])
  appendLine(home.file, result('c', 'exec', 'a b'))
  appendLine(home.file, user('two'))
  const third = home.read({ cursor: second.nextCursor })
  expect(third.items).toMatchObject([
    { kind: 'tool', callId: 'c', tool: 'exec', input: null, argument: null, result: { text: 'a b', bytes: 3 } },
    { kind: 'message', role: 'user', text: 'two' },
  ])
  expect(home.read().items).toEqual(
    joined([...home.read({ limit: 1, before: nextCursor }).items, ...second.items, ...third.items]),
  )
})

test('in a database too, plain or packed', () => {
  using home = copiedHome('2026.9.6')
  const id = sessionsOf(home.path, '2026.9.6')[0]!
  const { agent, uuid: foreignId } = parseSessionId(id)!
  const { read } = reading(home.path, id)
  const { nextCursor } = read()
  inDatabase(home.path, agent, (database) => {
    insertEvent(database, foreignId, user('plain'))
    insertEvent(database, foreignId, user('packed'), { compressed: true })
    insertEvent(database, foreignId, '{"torn')
  })
  const { items, complete } = read({ cursor: nextCursor })
  expect(complete).toBeTrue()
  expect(items).toMatchObject([{ text: 'plain' }, { text: 'packed' }, { kind: 'note', note: 'unreadable' }])
})

test('a line that is not whole waits; one that cannot be read is named', () => {
  using home = written([user('one'), 'not json', '[]', '', user('two')])
  const text = JSON.stringify(user('three'))
  appendFileSync(home.file, text.slice(0, 30))
  const page = home.read()
  expect(page.items).toMatchObject([
    { text: 'one' },
    { kind: 'note', note: 'unreadable', text: expect.stringContaining('Cannot be read') },
    { kind: 'note', note: 'unreadable', text: 'Cannot be read: not an entry' },
    { text: 'two' },
  ])
  appendFileSync(home.file, `${text.slice(30)}\n`)
  expect(home.read({ cursor: page.nextCursor }).items).toMatchObject([{ text: 'three' }])
})

test('an answer is taken apart into thoughts, words and calls, with what it cost', () => {
  const content = [
    { type: 'thinking', thinking: 'Hm.' },
    { type: 'text', text: 'I look.' },
    { type: 'text', text: 'Closely.' },
    { type: 'toolCall', id: 'a', name: 'read', arguments: { path: 'x.txt', limit: 3 } },
    { type: 'toolCall', id: 'b', name: 'web_fetch', arguments: { url: 'https://example.org/' } },
    { type: 'toolCall', id: 'c', name: 'odd', arguments: null },
  ]
  const usage = { input: 5, cost: { total: 0.25 } }
  using home = written([
    message('assistant', content, { model: 'm', usage, stopReason: 'toolUse' }),
    result('b', 'web_fetch', 'no', true),
    result('a', 'read', 'yes'),
  ])
  expect(home.read().items.map(({ id, at, ...rest }) => rest)).toMatchObject([
    { kind: 'thinking', text: 'Hm.' },
    {
      kind: 'message',
      role: 'assistant',
      text: 'I look.\n\nClosely.',
      model: 'm',
      costUsd: 0.25,
      stopReason: 'toolUse',
    },
    {
      kind: 'tool',
      tool: 'read',
      argument: 'x.txt',
      input: { text: '{\n  "path": "x.txt",\n  "limit": 3\n}' },
      result: { text: 'yes', isError: false },
    },
    { kind: 'tool', tool: 'web_fetch', argument: 'https://example.org/', result: { text: 'no', isError: true } },
    { kind: 'tool', tool: 'odd', argument: null, result: null },
  ])
})

test('two calls of the same name and number each have their own result', () => {
  using home = written([
    call('c', 'exec', { command: '1' }),
    result('c', 'exec', 'a'),
    call('c', 'exec', { command: '2' }),
    result('c', 'exec', 'b'),
  ])
  expect(home.read().items).toMatchObject([
    { argument: '1', result: { text: 'a' } },
    { argument: '2', result: { text: 'b' } },
  ])
})

test('numbers of calls that come again mix nothing up', () => {
  const details = { parentToolCallId: 'c', toolCallId: 't', toolName: 'x', input: {}, result: { content: [] } }
  const inside = message('custom', '', { customType: 'openclaw.nested-tool.v1', details })
  const again = (words: string) => [
    call('c', 'tool_call', { id: 'x', args: { task: words } }),
    inside,
    result('c', 'tool_call', words),
  ]
  using home = written([
    user('one'),
    call('c', 'tool_call', { id: 'x', args: {} }),
    ...again('a'),
    user('two'),
    ...again('b'),
  ])
  const expected = [
    { text: 'one' },
    { tool: 'x', result: null },
    { argument: 'a', result: { text: 'a' } },
    { text: 'two' },
    { argument: 'b', result: { text: 'b' } },
  ]
  expect(home.read().items).toMatchObject(expected)
  const { items, nextCursor } = home.read({ limit: 1, before: home.read({ limit: 4 }).previousCursor! })
  expect([...items, ...home.read({ cursor: nextCursor }).items]).toMatchObject(expected)
})

test('a call that reached its tool by search is shown once, under the name of the tool', () => {
  const details = {
    parentToolCallId: 'c',
    toolCallId: 't:c:1',
    toolName: 'sessions_spawn',
    input: {},
    result: { content: [] },
  }
  const inside = message('custom', '', { customType: 'openclaw.nested-tool.v1', display: true, details })
  const search = call('c', 'tool_call', { id: 'openclaw:core:sessions_spawn', args: { task: 'Count.' } })
  using home = written([search, inside, result('c', 'tool_call', 'accepted')])
  const expected = [{ tool: 'sessions_spawn', argument: 'Count.', result: { text: 'accepted' } }]
  expect(home.read().items).toMatchObject(expected)
  expect(home.read({ limit: 2 })).toMatchObject({ items: expected, previousCursor: null })
})

test('the inside of a call that stands on an earlier page is not shown beside it', () => {
  const details = { parentToolCallId: 'c', toolCallId: 't:c:1', toolName: 'sessions_send', input: {}, result: {} }
  const search = call('c', 'tool_call', { id: 'openclaw:core:sessions_send', args: { message: 'Which course?' } })
  using home = written([user('Ask.'), search])
  const { items, nextCursor } = home.read()
  expect(items.length).toBe(2)
  home.append([
    message('custom', '', { customType: 'openclaw.nested-tool.v1', display: true, details }),
    result('c', 'tool_call', 'North.'),
  ])
  expect(home.read({ cursor: nextCursor }).items).toMatchObject([{ callId: 'c', result: { text: 'North.' } }])
})

test('an answer that was stopped stands once, though an older gateway wrote it down beside the model’s own record', () => {
  const copy = message('assistant', [{ type: 'text', text: 'Answer, and o' }], {
    stopReason: 'stop',
    model: 'gateway-injected',
    openclawAbort: { aborted: true, origin: 'rpc' },
  })
  const own = message('assistant', [{ type: 'text', text: 'Answer, and on' }], { stopReason: 'aborted', model: 'm' })
  const spokenIn = ({ items }: { items: { kind: string; text?: string }[] }) =>
    items.flatMap((item) => (item.kind === 'message' ? [item.text] : []))
  using home = written([user('Go.'), copy])
  expect(spokenIn(home.read())).toEqual(['Go.', 'Answer, and o'])
  const { nextCursor } = home.read()
  home.append([{ type: 'custom', customType: 'openclaw:prompt-error', data: { error: 'aborted' } }, own])
  expect(spokenIn(home.read())).toEqual(['Go.', 'Answer, and o'])
  expect(spokenIn(home.read({ cursor: nextCursor }))).toEqual([])
})

test('what happened to the conversation stands between the messages', () => {
  using home = written([
    { type: 'session', id: uuid, timestamp: '2026-11-20T10:00:00.000Z' },
    { type: 'model_change', modelId: 'large' },
    { type: 'thinking_level_change', thinkingLevel: 'low' },
    { type: 'compaction', summary: 'So far: nothing.' },
    { type: 'reset', reason: 'new' },
    { type: 'custom', customType: 'openclaw:prompt-error', data: { error: 'aborted' } },
    { type: 'custom_message', customType: 'run-failed-before-reply', content: 'It ended.', display: true },
    message('assistant', [], { stopReason: 'error', errorMessage: '400 bad' }),
    message('user', '[OpenClaw heartbeat poll]', { provenance: { kind: 'internal_system', sourceTool: 'heartbeat' } }),
  ])
  expect(home.read().items.map((item) => (item.kind === 'note' ? [item.note, item.text] : item.kind))).toEqual([
    'record',
    ['model-change', 'large'],
    'record',
    ['compaction', 'So far: nothing.'],
    ['reset', 'new'],
    ['error', 'aborted'],
    ['error', 'It ended.'],
    ['error', '400 bad'],
    ['context', '[OpenClaw heartbeat poll]'],
  ])
})

test('long texts are cut at a character and say so; their size is that of the whole', () => {
  const long = 'é'.repeat(50_000)
  using home = written([user(long), call('c', 'write', { content: long }), result('c', 'write', long)])
  const [spoken, wrote] = home.read().items
  if (spoken?.kind !== 'message' || wrote?.kind !== 'tool') throw new Error('not what was written')
  expect([spoken.truncated, Buffer.byteLength(spoken.text), spoken.text.endsWith('é')]).toEqual([true, 8 << 10, true])
  expect([wrote.input?.truncated, wrote.result?.truncated, wrote.result?.bytes]).toEqual([true, true, 100_000])
  expect(wrote.argument).toHaveLength(160)
})

test('a picture is named with its size, and never sent', () => {
  const data = 'A'.repeat(40_000)
  using home = written([
    message('user', [
      { type: 'text', text: 'look' },
      { type: 'image', data, mimeType: 'image/png' },
    ]),
    result('c', 'screenshot', ''),
    message('toolResult', [{ type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data } }], {
      toolCallId: 'd',
      toolName: 'snap',
    }),
  ])
  const sent = JSON.stringify(home.read().items)
  expect(sent).toContain('"text":"look","truncated":false,"bytes":4,"pictures":[{"type":"image/png","bytes":30000}]')
  expect(sent).toContain('[picture, image/jpeg, 30 KB]')
  expect(sent).not.toContain('AAAA')
})

test('what looks like a secret is hidden wherever it stands', () => {
  const key = 'sk-abcdefghijklmnopqrstuvwxyz123456'
  using home = written([
    user(`use ${key}`),
    call('c', 'exec', { command: `curl -H "Authorization: Bearer ${key}" x`, password: key }),
    result('c', 'exec', `OPENAI_API_KEY=${key}`),
    message('assistant', [{ type: 'thinking', thinking: key }], { stopReason: 'error', errorMessage: key }),
    user(`${'x '.repeat(32_760)}${key}`),
    `{"broken ${key}`,
  ])
  expect(JSON.stringify(home.read().items)).not.toContain('sk-abc')
})

test('a page of long texts ends early, and the pages are the whole all the same', () => {
  using home = written(Array.from({ length: 150 }, (_, n) => user(`${n} ${'y'.repeat(60_000)}`)))
  const numbers: number[] = []
  for (let page = home.read(); ; page = home.read({ before: page.previousCursor! })) {
    expect(page.items.length).toBeLessThan(100)
    numbers.unshift(...page.items.map((item) => (item.kind === 'message' ? Number.parseInt(item.text, 10) : -1)))
    if (page.previousCursor === null) break
  }
  expect(numbers).toEqual(Array.from({ length: 150 }, (_, n) => n))
})

test('an entry too long to be read is named, and its neighbours are read, both ways', () => {
  using home = written([user('one'), user('z'.repeat(17 << 20)), user('two')])
  const expected = [{ text: 'one' }, { note: 'unreadable', text: expect.stringContaining('18 MB') }, { text: 'two' }]
  expect(home.read().items).toMatchObject(expected)
  const first = home.read({ limit: 1, before: home.read({ limit: 2 }).previousCursor! })
  expect([...first.items, ...home.read({ cursor: first.nextCursor }).items]).toMatchObject(expected)
})

test('a file that was put aside by a reset is read on under its new name', () => {
  using home = written([user('one'), user('two'), user('three')])
  const { previousCursor } = home.read({ limit: 1 })
  renameSync(home.file, `${home.file}.reset.2026-11-20T23-19-59.703Z`)
  expect(home.read({ before: previousCursor! }).items).toMatchObject([{ text: 'one' }, { text: 'two' }])
})

test('a cursor into a file that was written anew is none, and so is anything made up', () => {
  using home = written([user('one'), user('two')])
  const { nextCursor } = home.read()
  writeFileSync(home.file, `${JSON.stringify(user('three'))}\n`.repeat(9))
  const made = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const [key] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()) as [string]
  for (const cursor of [
    nextCursor,
    '',
    'x',
    made(),
    made(key, 0, 0, 0),
    made(key, -1, 0, 0, ''),
    made(key, 1e9, 1e9, 0, ''),
    made(key, '0', 0, 0, ''),
  ])
    for (const way of ['cursor', 'before']) expect(home.answer({ [way]: cursor })).toEqual({ kind: 'bad-cursor' })
})

test('of a session in both stores the fuller one is read', () => {
  using home = copiedHome('2026.9.6')
  const id = sessionsOf(home.path, '2026.9.6').find((one) => one.includes('.main.'))!
  const foreignId = parseSessionId(id)!.uuid
  const { read, answer } = reading(home.path, id)
  const before = read({ limit: 400 })
  const file = home.at('agents', 'main', 'sessions', `${foreignId}.jsonl`)
  appendLine(file, user('small'))
  expect(read({ limit: 400 }).items).toEqual(before.items)
  appendLine(file, user('large '.repeat(100_000)))
  expect(read().items).toHaveLength(2)
  expect(answer({ cursor: before.nextCursor })).toEqual({ kind: 'bad-cursor' })
})

test('a deleted transcript, a packed one and a cold one are read like any other', () => {
  using home = copiedHome('2026.9.6')
  const folder = home.at('agents', 'main', 'sessions')
  const deleted = readdirSync(folder).find((file) => file.endsWith('.zst'))!
  const { items, previousCursor } = reading(home.path, `openclaw.main.${deleted.split('.')[0]}`).read()
  expect([items.length > 0, previousCursor]).toEqual([true, null])

  mkdirSync(join(folder, 'cold'))
  writeFileSync(join(folder, 'cold', `${uuid}.jsonl.zst`), Bun.zstdCompressSync(JSON.stringify(user('cold'))))
  expect(reading(home.path, sessionId).read().items).toMatchObject([{ text: 'cold' }])

  const other = uuid.replaceAll('1', '2')
  inDatabase(home.path, 'main', (database) =>
    database.run(
      `INSERT INTO session_transcript_cold_archives (session_id, generation, archive_name, archive_sha256, event_count, raw_bytes, archive_bytes, last_seq, archived_at, storage, archive_blob)
       VALUES (?, 'g', 'n', '${'0'.repeat(64)}', 1, 1, 1, 0, 0, 'sqlite', ?)`,
      [other, Bun.zstdCompressSync(`${JSON.stringify(user('colder'))}\n`)],
    ),
  )
  expect(reading(home.path, `openclaw.main.${other}`).read().items).toMatchObject([{ text: 'colder' }])
})

test('where nothing is left, that is said', () => {
  using home = written([user('one')])
  rmSync(home.file)
  expect(home.answer()).toEqual({ kind: 'missing', reason: expect.stringContaining('is gone') })
  expect(reading(home.path, 'openclaw.nobody.x').answer()).toMatchObject({ kind: 'missing' })
  expect(reading(home.path, 'codex.main.x').answer()).toBeUndefined()
})

test('no id leads out of a home, and no link', () => {
  using home = copiedHome('2026.3.24')
  const outside = join(dirname(home.path), 'outside.jsonl')
  writeFileSync(outside, `${JSON.stringify(user('secret words'))}\n`)
  const folder = home.at('agents', 'main', 'sessions')
  symlinkSync(outside, join(folder, `${uuid}.jsonl`))
  const wrong = [
    sessionId,
    'openclaw.main.../../../../outside',
    'openclaw.main.outside',
    'openclaw...',
    `openclaw.../main.${basename(outside)}`,
    'openclaw.main.sessions.json',
    'openclaw.main.\0',
    'openclaw.main.%',
  ]
  // A malformed id belongs to no source.
  for (const id of wrong) expect([id, reading(home.path, id).answer()?.kind ?? 'missing']).toEqual([id, 'missing'])
  expect(existsSync(outside)).toBeTrue()
})

test('a broken store is said to be broken, not to be empty', () => {
  using home = copiedHome('2026.9.6')
  const database = home.at('agents', 'main', 'agent', 'openclaw-agent.sqlite')
  chmodSync(database, 0o600)
  writeFileSync(database, 'this is no database, and never was one. '.repeat(100))
  expect(reading(home.path, sessionId).answer()).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('cannot be read'),
  })
})

test('an answer as OpenClaw writes it has its price', () => {
  using home = written([answerEntry(Date.UTC(2026, 10, 20))])
  expect(home.read().items).toMatchObject([{ text: 'One more.', model: 'fake-large', costUsd: 3, stopReason: 'stop' }])
})

test('what a guest writes is signed with the name that their channel gave, and what the owner writes is not', () => {
  const from = (words: string, about?: object) =>
    message('user', words, about === undefined ? {} : { __openclaw: about })
  using home = written([
    from('Is berth 9 free?', { senderId: '48', senderName: 'Ines', senderIsOwner: false }),
    from('And berth 10?', { senderId: '48', senderName: 'Ines' }),
    from('Answer her.', { senderId: '1', senderName: 'Skipper', senderIsOwner: true }),
    from('Good night.', { senderIsOwner: false, senderName: 7 }),
    from('Before there were names.'),
  ])
  const { items } = home.read()
  expect(items.map((item) => item.kind === 'message' && item.sender)).toEqual(['Ines', 'Ines', null, null, null])
})

test('commands, edits and reads are what they are, with what their results note', () => {
  const noted = (id: string, name: string, details: object) =>
    message('toolResult', [{ type: 'text', text: 'ok' }], { toolCallId: id, toolName: name, details })
  const patch = '--- a.txt\n+++ a.txt\n@@ -7,1 +7,1 @@\n-one\n+two\n'
  using home = written([
    call('a', 'exec', { command: 'ls', workdir: '/boat' }),
    noted('a', 'exec', { status: 'completed', exitCode: 2 }),
    call('b', 'edit', { path: 'a.txt', oldText: 'one', newText: 'two' }),
    noted('b', 'edit', { diff: '-7 one', patch }),
    call('c', 'read', { path: 'a.txt', offset: 5, limit: 3 }),
    noted('c', 'read', {}),
  ])
  expect(home.read().items).toMatchObject([
    { action: { kind: 'command', command: 'ls', cwd: '/boat', exitCode: 2 } },
    { action: { kind: 'edit', changes: [{ path: 'a.txt', added: 1, removed: 1, hunks: [{ oldStart: 7 }] }] } },
    { action: { kind: 'read', path: 'a.txt', fromLine: 5, lines: 3 } },
  ])
})

for (const era of ['2026.9.6', '2026.3.24'] as Era[])
  test(`a sub-agent that was sent is one of the sessions of ${era}`, () => {
    using home = copiedHome(era)
    const sessions = sessionsOf(home.path, era)
    const children = sessions
      .flatMap((id) => reading(home.path, id).read({ limit: 400 }).items)
      .flatMap((item) => (item.kind === 'tool' && item.action?.kind === 'subagent' ? [item.action] : []))
    expect(children.length).toBeGreaterThan(1)
    for (const { sessionId, task } of children) {
      expect(sessions).toContain(sessionId!)
      expect(task).toContain('!subwork')
    }
  })

test('entries and blocks of kinds that are not known are said to be', () => {
  using home = written([
    { type: 'sea-chart' },
    { type: 'custom', customType: 'model-snapshot' },
    { type: 'custom', customType: 'plugin.sea-chart' },
    message('assistant', [{ type: 'hologram' }]),
    message('assistant', []),
  ])
  const records = home.read().items.map((item) => (item.kind === 'record' ? [item.record, item.isKnown] : item.kind))
  expect(records).toEqual([
    ['sea-chart', false],
    ['custom model-snapshot', true],
    ['custom plugin.sea-chart', false],
    ['block hologram', false],
    ['message assistant', true],
  ])
})

test('words that follow an earlier entry say that the conversation went back', () => {
  const said = (id: string, parentId: string | null, entry: object) => ({ ...entry, id, parentId })
  using home = written([
    said('a', null, user('One')),
    said('b', 'a', message('assistant', [{ type: 'text', text: 'Aye.' }])),
    said('c', 'b', { type: 'thinking_level_change' }),
    said('d', 'c', user('Two')),
    said('e', 'b', user('Another two')),
    said('f', 'e', user('Three')),
  ])
  const items = home.read().items.filter(({ kind }) => kind !== 'record')
  expect(items.map((item) => (item.kind === 'note' ? item.note : 'text' in item ? item.text : ''))).toEqual([
    'One',
    'Aye.',
    'Two',
    'branch',
    'Another two',
    'Three',
  ])
})

test('where very many records stand between, words say what is not known of their way', () => {
  const said = (id: string, parentId: string | null, entry: object) => ({ ...entry, id, parentId })
  const between = (count: number) =>
    Array.from({ length: count }, (_, number) => said(`n${number}`, 'a', { type: 'thinking_level_change' }))
  const notesOf = (count: number) => {
    using home = written([
      said('z', null, user('Zero')),
      said('a', 'z', user('One')),
      ...between(count),
      said('b', 'z', user('Two')),
    ])
    return home.read().items.flatMap((item) => (item.kind === 'note' ? [item.note] : []))
  }
  expect(notesOf(300)).toEqual(['branch'])
  expect(notesOf(20_500)).toEqual(['other'])
}, 60_000)

test('the whole of a long result, and a picture in one, are asked for by the id of their call', () => {
  const long = 'x'.repeat(100_000)
  const data = Buffer.from('a picture').toString('base64')
  using home = written([
    call('a', 'exec', { command: 'ls' }),
    call('b', 'screenshot', {}),
    user('Wait.'),
    message('toolResult', [{ type: 'image', data, mimeType: 'image/png' }], {
      toolCallId: 'b',
      toolName: 'screenshot',
    }),
    result('a', 'exec', long),
  ])
  const access = openClawIn(home.path).transcript(() => undefined, sessionId)!
  const [listed, shot] = home.read().items
  expect(listed).toMatchObject({ result: { truncated: true, bytes: 100_000 } })
  expect(access.text({ itemId: listed!.id, part: 'result' })).toEqual({ kind: 'text', text: long })
  expect(access.picture({ itemId: shot!.id, number: 0 })).toMatchObject({ kind: 'picture', type: 'image/png' })
})
