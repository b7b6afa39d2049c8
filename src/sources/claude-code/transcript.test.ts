import { expect, test } from 'bun:test'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Elysia } from 'elysia'
import { markCaller } from '../../auth/caller.ts'
import { callerAs } from '../../auth/testing/caller-as.ts'
import type { TranscriptItem, TranscriptPage, TranscriptQuery } from '../../facts/transcript.ts'
import { problems } from '../../http/errors.ts'
import { createRoleGate } from '../../http/roles.ts'
import { openIndexing } from '../../indexing/testing/open-indexing.ts'
import { localReader } from '../../lib/json.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { sessionReads } from '../../sessions/reads.ts'
import { sessionRoutes } from '../../sessions/routes.ts'
import { sessionsIn } from '../../sessions/testing/sessions-in.ts'
import { openStoreForReading } from '../../store/store.ts'
import { answerLine, claudeCodeIn, emptyFolder, recordedFolder } from './testing/home.ts'

/** Everything read once, and the transcripts of its sessions by the names of their files. */
async function transcriptsIn(...folders: string[]) {
  const source = claudeCodeIn(...folders)
  const cursors = new Map<string, unknown>()
  const ids = new Map<string, string>()
  for await (const { unit, cursor, facts } of source.read((at) => cursors.get(at), new AbortController().signal)) {
    if (cursor !== null) cursors.set(unit, structuredClone(cursor))
    for (const fact of facts) if (fact.kind === 'session') ids.set(fact.key!, fact.id)
  }
  const answer = (file: string, query: Partial<TranscriptQuery> = {}) =>
    source.transcript((unit) => cursors.get(unit), ids.get(basename(file, '.jsonl'))!)?.page({ limit: 100, ...query })
  function read(file: string, query: Partial<TranscriptQuery> = {}): TranscriptPage {
    const found = answer(file, query)
    if (found?.kind !== 'page') throw new Error(JSON.stringify(found))
    return found.page
  }
  return { answer, read }
}

/** An item as one line: its kind, and what it says. */
function shown(item: TranscriptItem): string {
  switch (item.kind) {
    case 'message':
      return `${item.role}: ${item.text}`
    case 'thinking':
      return `thinking: ${item.text}`
    case 'tool':
      return `${item.tool} ${item.argument} → ${item.result?.isError ? 'error ' : ''}${item.result?.text}`
    case 'note':
      return `${item.note}: ${item.text}`
    case 'record':
      return `${item.isKnown ? 'record' : 'unknown record'}: ${item.record}`
  }
}

/** The items of a transcript of these lines. */
async function itemsOf(...lines: unknown[]): Promise<TranscriptItem[]> {
  using folder = emptyFolder()
  const opening = { type: 'user', message: { content: 'Ahoy' }, cwd: '/home/user/boat' }
  const file = folder.write('-home-user-boat/a.jsonl', [opening, ...lines])
  return (await transcriptsIn(folder.path)).read(file).items.slice(1)
}

const user = (content: unknown, more: object = {}) => ({ type: 'user', message: { content }, ...more })
const assistant = (...content: unknown[]) => answerLine({ message: { content } })

test('a recorded session reads as it went', async () => {
  using folder = recordedFolder()
  const file = folder.with('And from here?')
  const { items } = (await transcriptsIn(folder.path)).read(file)
  expect(items.map(shown).filter((line) => !line.startsWith('record:'))).toEqual([
    'user: Read the log and tell me how we stand.',
    'assistant: I read the log.',
    'Read /home/user/boat/log.txt → 1\tWind north-west, sea calm.\n2\t',
    'assistant: The hull is sound.',
    'user: And now?',
    'assistant: Aye.',
    'user: And from here?',
    'assistant: Aye.',
  ])
  expect(items.find(({ kind }) => kind === 'message')?.at).toBe(Date.parse('2026-11-21T15:51:45.119Z'))
  expect(items.findLast((item) => item.kind === 'message')).toMatchObject({
    model: 'claude-sonnet-4-5',
    stopReason: 'stop',
  })
})

test('every line of the recording is an item, a result of one, or a record with its kind', async () => {
  using folder = recordedFolder()
  const { read } = await transcriptsIn(folder.path)
  for (const words of ['Ask somebody', 'Fall overboard', 'Lose the line', 'And from here?']) {
    const file = folder.with(words)
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const { items } = read(file)
    const results = items.filter((item) => item.kind === 'tool' && item.result !== null).length
    expect(items.length + results).toBe(lines.length)
  }
  expect(read(folder.with('Fall overboard')).items.map(shown)).toEqual([
    'record: queue-operation enqueue',
    'record: queue-operation dequeue',
    'user: Fall overboard.',
    'record: attachment agent_listing_delta',
    'record: attachment skill_listing',
    'error: API Error: 400 Nobody swims here.',
    'record: last-prompt',
  ])
})

test('a sub-agent has a transcript of its own', async () => {
  using folder = recordedFolder()
  const { items } = (await transcriptsIn(folder.path)).read(folder.subagent)
  expect(items.map(shown)).toEqual([
    'user: Look below deck and count the barrels.',
    'record: attachment skill_listing',
    'assistant: Two barrels, both full.',
  ])
})

test('thoughts, words, calls and results are taken apart, and results are put into their calls', async () => {
  const items = await itemsOf(
    assistant({ type: 'thinking', thinking: 'Hm.', signature: 'x' }),
    assistant({ type: 'text', text: 'I look.' }),
    assistant({ type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'ls' } }),
    assistant({ type: 'tool_use', id: 'b', name: 'Read', input: { file_path: 'x' } }),
    user([{ type: 'tool_result', tool_use_id: 'b', is_error: true, content: [{ type: 'text', text: 'no file' }] }]),
    user([{ type: 'tool_result', tool_use_id: 'a', content: 'hull mast' }]),
    assistant({ type: 'tool_use', id: 'c', name: 'Bash', input: { command: 'sleep' } }),
  )
  expect(items.map(shown)).toEqual([
    'thinking: Hm.',
    'assistant: I look.',
    'Bash ls → hull mast',
    'Read x → error no file',
    'Bash sleep → undefined',
  ])
})

test('the words of a person stand apart from what the program put around them', async () => {
  const items = await itemsOf(
    user([
      { type: 'text', text: '<system-reminder>Be brief.</system-reminder>' },
      { type: 'text', text: 'Go on' },
    ]),
    user(
      '<command-message>review</command-message><command-name>/review</command-name><command-args>the rig</command-args>',
    ),
    user('<local-command-stdout>Bye</local-command-stdout>'),
    user('Told by the program', { isMeta: true }),
    user('So far: nothing.', { isCompactSummary: true }),
    user('[Request interrupted by user]'),
    user([{ type: 'image', source: { media_type: 'image/png', data: 'A'.repeat(40_000) } }]),
  )
  expect(items.map(shown)).toEqual([
    'user: Go on',
    'context: <system-reminder>Be brief.</system-reminder>',
    'user: /review the rig',
    'context: <local-command-stdout>Bye</local-command-stdout>',
    'context: Told by the program',
    'compaction: So far: nothing.',
    'interrupted: [Request interrupted by user]',
    'user: ',
  ])
})

test('what is no part of the conversation is a record with its kind, and what cannot be read is named', async () => {
  const items = await itemsOf(
    { type: 'system', subtype: 'compact_boundary', content: 'Conversation compacted' },
    { type: 'system', subtype: 'turn_duration', durationMs: 5 },
    { type: 'summary', summary: 'The hull' },
    { type: 'progress', data: { type: 'bash_progress' } },
    { sessionId: 's' },
    assistant({ type: 'redacted_thinking', data: 'x' }),
    assistant({ type: 'hologram', text: 'Look' }),
    assistant({ noType: true }),
    answerLine({ isSidechain: true, message: { content: [{ type: 'text', text: 'Two barrels.' }] } }),
    'no JSON',
    '[]',
  )
  expect(items.map(shown)).toEqual([
    'compaction: Conversation compacted',
    'record: system turn_duration',
    'record: summary',
    'record: progress bash_progress',
    'unknown record: line without a type',
    'record: block redacted_thinking',
    'unknown record: block hologram',
    'unknown record: block without a type',
    'record: sub-agent assistant',
    expect.stringContaining('unreadable: Cannot be read: JSON Parse error'),
    'unreadable: Cannot be read: not an entry',
  ])
})

test('what looks like a secret is hidden', async () => {
  const key = 'sk-abcdefghijklmnopqrstuvwxyz123456'
  const items = await itemsOf(
    user(`use ${key}`),
    assistant({
      type: 'tool_use',
      id: 'a',
      name: 'Bash',
      input: { command: `curl -H "Authorization: Bearer ${key}"` },
    }),
    { type: 'queue-operation', operation: 'enqueue', content: key },
  )
  expect(JSON.stringify(items)).not.toContain('sk-abc')
})

test('of one session in two folders the fuller file is read', async () => {
  using one = recordedFolder()
  using two = recordedFolder()
  const file = two.with('And from here?')
  appendFileSync(file, `${JSON.stringify(assistant({ type: 'text', text: 'One more.' }))}\n`)
  const { read } = await transcriptsIn(one.path, two.path)
  expect(read(file).items.at(-1)).toMatchObject({ text: 'One more.' })
})

test('a transcript that is gone is missing, and a cursor into one that was rewritten is none', async () => {
  using folder = recordedFolder()
  const file = folder.with('Fall overboard')
  const { read, answer } = await transcriptsIn(folder.path)
  const { nextCursor } = read(file)
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('overboard', 'asleep'))
  expect(answer(file, { cursor: nextCursor })).toEqual({ kind: 'bad-cursor' })
  rmSync(file)
  expect(answer(file)).toMatchObject({ kind: 'missing', reason: expect.stringContaining('is gone') })
})

test('the API answers the transcript of a session, page by page and as it grows', async () => {
  using folder = recordedFolder()
  using data = temporary('index')
  const indexing = await openIndexing({
    indexPath: data.at('index.sqlite'),
    openclaw: { homes: [], configPath: null },
    folders: { 'claude-code': [folder.path], codex: [], gemini: [], opencode: [] },
    watch: false,
    read: true,
  })
  try {
    await indexing.caughtUp
    const { gate, enforce } = createRoleGate()
    const index = openStoreForReading(data.at('index.sqlite'))
    const sessions = sessionsIn(index, { host: '', timezone: 'UTC', now: Date.now })
    const app = new Elysia()
      .use(problems(() => {}))
      .use(gate)
      .use(
        sessionRoutes(localReader(sessionReads(sessions)), indexing.transcripts.page, async () => ({
          since: 0,
          sessions: 0,
          done: 0,
        })),
      )
    enforce(app)
    const file = folder.with('Ask somebody')
    const { id } = sessions.list({ q: 'Ask somebody' }).items[0]!
    const read = async (query: string) => {
      const request = new Request(`http://localhost/api/sessions/${id}/transcript?${query}`)
      markCaller(request, () => callerAs('viewer'))
      const response = await app.handle(request)
      expect(response.status).toBe(200)
      return (await response.json()) as TranscriptPage
    }
    const whole = await read('limit=100')
    expect(whole).toMatchObject({ missing: null, complete: true, previousCursor: null })
    expect(whole.items.map(shown)).toContain('assistant: I send somebody.')
    expect((await read('limit=2')).items).toEqual(whole.items.slice(-2))
    appendFileSync(file, `${JSON.stringify(assistant({ type: 'text', text: 'One more.' }))}\n`)
    expect((await read(`cursor=${whole.nextCursor}`)).items.map(shown)).toEqual(['assistant: One more.'])
  } finally {
    await indexing.stop()
  }
}, 20_000)

/** The only tool of a transcript that calls it and has this result. */
async function toolOf(name: string, input: object, content: unknown, noted: object, isError = false) {
  const items = await itemsOf(
    assistant({ type: 'tool_use', id: 't1', name, input }),
    user([{ type: 'tool_result', tool_use_id: 't1', content, is_error: isError }], { toolUseResult: noted }),
  )
  expect(items).toHaveLength(1)
  return items[0]
}

test('a command says how it ended', async () => {
  const noted = { stdout: 'log', stderr: '', interrupted: false }
  expect(await toolOf('Bash', { command: 'ls' }, 'log', noted)).toMatchObject({
    action: { kind: 'command', command: 'ls', exitCode: 0 },
  })
  expect(await toolOf('Bash', { command: 'ls' }, 'Exit code 2\nno', noted, true)).toMatchObject({
    action: { exitCode: 2 },
    result: { isError: true },
  })
  expect(await toolOf('Bash', { command: 'ls' }, '', { ...noted, backgroundTaskId: 'b' })).toMatchObject({
    action: { exitCode: null },
  })
})

test('an edit has the lines that Claude Code noted, and without them those of the call', async () => {
  const input = { file_path: '/boat/a', old_string: 'one', new_string: 'two' }
  const hunk = { oldStart: 7, oldLines: 1, newStart: 7, newLines: 1, lines: ['-one', '+two'] }
  expect(await toolOf('Edit', input, 'ok', { filePath: '/boat/a', structuredPatch: [hunk] })).toMatchObject({
    action: {
      kind: 'edit',
      changes: [
        { path: '/boat/a', change: 'edit', added: 1, removed: 1, hunks: [{ oldStart: 7, lines: ['-one', '+two'] }] },
      ],
    },
  })
  expect(await toolOf('Edit', input, 'ok', {})).toMatchObject({
    action: { changes: [{ added: 1, removed: 1, hunks: [{ oldStart: null, lines: ['-one', '+two'] }] }] },
  })
  const created = { type: 'create', filePath: '/boat/b', content: 'one\n', structuredPatch: [] }
  expect(await toolOf('Write', { file_path: '/boat/b', content: 'one\n' }, 'ok', created)).toMatchObject({
    action: { changes: [{ path: '/boat/b', change: 'create', added: 1, removed: 0 }] },
  })
})

test('reads, steps, questions, plans and sub-agents are what they are', async () => {
  const file = { filePath: '/boat/a', content: 'x', numLines: 3, startLine: 5, totalLines: 9 }
  expect(await toolOf('Read', { file_path: '/boat/a' }, 'x', { type: 'text', file })).toMatchObject({
    action: { kind: 'read', path: '/boat/a', fromLine: 5, lines: 3 },
  })
  const todos = [{ content: 'Sail', status: 'in_progress', activeForm: 'Sailing' }]
  expect(await toolOf('TodoWrite', { todos }, 'ok', {})).toMatchObject({
    action: { kind: 'todos', todos: [{ text: 'Sail', state: 'active' }] },
  })
  expect(await toolOf('ExitPlanMode', {}, 'ok', { plan: '# Sail' })).toMatchObject({
    action: { kind: 'plan', text: '# Sail' },
  })
  const questions = [{ question: 'Which colour?', options: [{ label: 'Red' }, { label: 'Blue' }] }]
  expect(await toolOf('AskUserQuestion', { questions }, 'Red', { questions, answers: {} })).toMatchObject({
    action: { kind: 'question', questions: [{ question: 'Which colour?', options: ['Red', 'Blue'] }] },
  })
  const agent = await toolOf('Agent', { description: 'Look', prompt: 'Look below' }, 'ok', { agentId: 'a7' })
  expect(agent).toMatchObject({ action: { kind: 'subagent', name: 'Look', task: 'Look below' } })
  expect(JSON.stringify(agent)).toMatch(/"sessionId":"claude-code\.[\w-]+\.agent-a7"/)
})

test('words that follow an earlier line say that the conversation went back', async () => {
  const said = (uuid: string, parentUuid: string | null, more: object) => ({
    ...more,
    uuid,
    parentUuid,
    isSidechain: false,
  })
  const items = await itemsOf(
    said('u1', null, user('One')),
    said('a1', 'u1', assistant({ type: 'text', text: 'Aye.' })),
    said('s1', 'a1', { type: 'system', subtype: 'turn_duration' }),
    said('u2', 's1', user('Two')),
    said('u3', 's1', user('Another two')),
    said('u4', 'u3', user('Three')),
  )
  expect(items.map(shown).filter((line) => !line.startsWith('record'))).toEqual([
    'user: One',
    'assistant: Aye.',
    'user: Two',
    'branch: The conversation went back, and took another way from there.',
    'user: Another two',
    'user: Three',
  ])
})

test('what a person wrote while the model was at work is theirs, and `/clear` begins anew', async () => {
  const items = await itemsOf(
    { type: 'attachment', attachment: { type: 'queued_command', prompt: 'Faster', commandMode: 'prompt' } },
    user('<command-name>/clear</command-name>\n<command-args></command-args>'),
    { type: 'attachment', attachment: { type: 'sea-chart' } },
  )
  expect(items.map(shown)).toEqual(['user: Faster', 'reset: /clear', 'unknown record: attachment sea-chart'])
})
