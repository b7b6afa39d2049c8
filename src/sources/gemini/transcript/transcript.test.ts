import { expect, test } from 'bun:test'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TranscriptPage, TranscriptQuery } from '../../../facts/transcript.ts'
import { temporary } from '../../../lib/testing/temporary.ts'
import { expectPagesToBeWhole } from '../../common/transcript/testing/pages.ts'
import { geminiIn } from '../testing/world.ts'
import { ansiText } from './ansi-text.ts'

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 16, 0, second)).toISOString()
const session = { sessionId: 'one', projectHash: 'x', startTime: at(0), lastUpdated: at(0), kind: 'main' }
const user = (id: string, text: string, second: number) => ({
  id,
  timestamp: at(second),
  type: 'user',
  content: [{ text }],
})
const gemini = (id: string, content: unknown, second: number, more: object = {}) => ({
  id,
  timestamp: at(second),
  type: 'gemini',
  content,
  thoughts: [],
  tokens: { input: 1, output: 1, cached: 0, thoughts: 0, tool: 0, total: 2 },
  model: 'gemini-2.5-pro',
  ...more,
})
const context = (id: string) => user(id, '<session_context>\nThis is the Gemini CLI.\n</session_context>', 0)

/** A call of a tool with its result, as it stands in a message. */
const call = (name: string, args: object, output: string, more: object = {}) => ({
  id: 'c1',
  name,
  args,
  status: 'success',
  timestamp: at(9),
  result: [{ functionResponse: { id: 'c1', name, response: { output } } }],
  ...more,
})

/** A chat of these lines, or as a whole, and the pages of it. */
async function chat(lines: object[], isWhole = false) {
  const folder = temporary('gemini-chat')
  const chats = folder.at('tmp', 'boat', 'chats')
  mkdirSync(chats, { recursive: true })
  const file = join(chats, isWhole ? 'session-1.json' : 'session-1.jsonl')
  const wordsOf = (lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const rewrite = (messages: object[]) => writeFileSync(file, JSON.stringify({ ...session, messages }))
  if (isWhole) rewrite(lines)
  else writeFileSync(file, wordsOf([session, ...lines]))
  const source = geminiIn(folder.path)
  const cursors = new Map<string, unknown>()
  let id = ''
  for await (const { unit, cursor, facts } of source.read((unit) => cursors.get(unit), new AbortController().signal)) {
    if (cursor !== null) cursors.set(unit, structuredClone(cursor))
    for (const fact of facts) if (fact.kind === 'session') id = fact.id
  }
  function read(query: Partial<TranscriptQuery> = {}): TranscriptPage {
    const found = source.transcript((unit) => cursors.get(unit), id)?.page({ limit: 100, ...query })
    if (found?.kind !== 'page') throw new Error(JSON.stringify(found))
    return found.page
  }
  return {
    read,
    rewrite,
    said: () => read().items.filter(({ kind }) => kind !== 'record'),
    add: (...lines: object[]) => appendFileSync(file, wordsOf(lines)),
    [Symbol.dispose]: folder[Symbol.dispose],
  }
}

test('a message that is written again with its tools is told once, and the tools come with what is new', async () => {
  using one = await chat([user('u1', 'Ahoy', 1), gemini('g1', 'I look.', 2)])
  const first = one.read()
  const tools = [call('run_shell_command', { command: 'ls' }, 'Output: log\nExit Code: 2')]
  one.add(gemini('g1', 'I look.', 2, { toolCalls: tools }))
  const second = one.read({ cursor: first.nextCursor })
  expect(second.items).toMatchObject([
    {
      kind: 'tool',
      argument: 'ls',
      action: { kind: 'command', command: 'ls', exitCode: 2 },
      result: { isError: false },
    },
  ])
  one.add({
    id: 'u2',
    timestamp: at(9),
    type: 'user',
    content: [{ functionResponse: { id: 'c1', response: { output: 'log' } } }],
  })
  expect(one.read({ cursor: second.nextCursor }).items).toMatchObject([{ kind: 'record', record: 'copy of user' }])
  expectPagesToBeWhole(one.read)
  expect(one.said().map((item) => ('text' in item ? item.text : item.kind))).toEqual(['Ahoy', 'I look.', 'tool'])
})

test('a conversation that is written once more under new ids is told once, but words that are said twice stay', async () => {
  using one = await chat([
    { $set: { messages: [context('u0')] } },
    user('u1', 'Ahoy', 1),
    gemini('g1', 'Aye.', 2),
    user('u2', 'Ahoy', 3),
    { id: 'i', timestamp: at(4), type: 'info', content: 'Request cancelled.' },
    context('v0'),
    user('v1', 'Ahoy', 5),
    gemini('h1', [{ text: 'Aye. ' }], 5),
    user('u3', 'Land?', 6),
  ])
  expect(one.said().map((item) => ('note' in item ? item.note : 'text' in item ? item.text : ''))).toEqual([
    'context',
    'Ahoy',
    'Aye.',
    'Ahoy',
    'interrupted',
    'Land?',
  ])
  expect(one.read().items.filter((item) => item.kind === 'record' && item.record.startsWith('copy'))).toHaveLength(3)
})

test('a message that is written again when its tool has run shows the call once, with its result', async () => {
  const ran = call('glob', { pattern: '*' }, 'log')
  const { result: _, ...made } = ran
  using one = await chat([
    gemini('g1', 'I look.', 1, { toolCalls: [{ ...made, status: 'executing' }] }),
    gemini('g1', 'I look.', 1, { toolCalls: [ran, { ...ran, id: 'another', name: 'ls' }] }),
  ])
  const tools = one.read().items.flatMap((item) => (item.kind === 'tool' ? [[item.tool, item.result?.text]] : []))
  expect(tools).toEqual([
    ['glob', 'log'],
    ['ls', 'log'],
  ])
  expectPagesToBeWhole(one.read)
})

test('a chat of one object is read, and a tool that ran comes with what is new', async () => {
  using one = await chat([user('u1', 'Ahoy', 1), gemini('g1', 'I look.', 2)], true)
  const first = one.read()
  expect(first.items).toMatchObject([{ record: 'chat' }, { text: 'Ahoy' }, { text: 'I look.' }])
  one.rewrite([
    user('u1', 'Ahoy', 1),
    gemini('g1', 'I look.', 2, { toolCalls: [call('glob', { pattern: '*' }, 'log')] }),
  ])
  expect(one.read({ cursor: first.nextCursor }).items).toMatchObject([{ tool: 'glob', result: { text: 'log' } }])
  expectPagesToBeWhole(one.read)
})

test('thoughts, edits, steps, colours and rewinds are what they are', async () => {
  const fileDiff = 'Index: a.txt\n--- a.txt\n+++ a.txt\n@@ -4,1 +4,1 @@\n-one\n+two\n'
  using one = await chat([
    gemini('g1', '', 1, {
      thoughts: [{ subject: 'Look', description: 'around', timestamp: at(1) }],
      toolCalls: [
        call('replace', { file_path: '/boat/a.txt', old_string: 'one', new_string: 'two' }, 'ok', {
          resultDisplay: { fileDiff, fileName: 'a.txt' },
        }),
        { ...call('write_todos', { todos: [{ description: 'Sail', status: 'completed' }] }, 'ok'), id: 'c2' },
      ],
    }),
    { $rewindTo: 'g1' },
    { ...session, startTime: at(30) },
    { id: 'm', timestamp: at(31), type: 'sea-monster', content: 'x' },
  ])
  expect(one.read().items.slice(1)).toMatchObject([
    { kind: 'thinking', text: 'Look\n\naround' },
    { action: { kind: 'edit', changes: [{ path: '/boat/a.txt', added: 1, removed: 1, hunks: [{ oldStart: 4 }] }] } },
    { action: { kind: 'todos', todos: [{ text: 'Sail', state: 'done' }] } },
    { note: 'branch' },
    { note: 'resumed' },
    { record: 'session' },
    { record: 'sea-monster', isKnown: false },
  ])
})

test('the output of a terminal keeps its colours', () => {
  const token = (text: string, more: object = {}) => ({ text, bold: false, fg: '', bg: '', ...more })
  expect(ansiText([[token('red', { fg: '#ff0000', bold: true }), token(' plain  ')], [token('next')]])).toBe(
    '\u001b[1;38;2;255;0;0mred\u001b[0m plain\nnext',
  )
  expect(ansiText('text')).toBeUndefined()
})
