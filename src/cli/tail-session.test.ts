import { expect, test } from 'bun:test'
import type { TranscriptItem, TranscriptPage } from '../facts/transcript.ts'
import { ApiError } from './api-error.ts'
import { isSessionId, tailSession } from './tail-session.ts'

const base = { truncated: false, bytes: 1 }
const said = (id: string, at: number, text: string): TranscriptItem => ({
  ...base,
  ...{ id, at, text, kind: 'message', role: 'assistant', sender: null, pictures: [], model: null },
  ...{ costUsd: null, stopReason: null },
})
const called = (id: string, at: number, command: string, result: string): TranscriptItem => ({
  ...{ id, at, kind: 'tool', callId: id, tool: 'Bash', action: null, argument: command },
  input: { ...base, text: '{}' },
  result: { ...base, text: result, isError: true, pictures: [] },
  endedAt: null,
})
const page = (items: TranscriptItem[], nextCursor: string, more: Partial<TranscriptPage> = {}): TranscriptPage => ({
  ...{ items, nextCursor, previousCursor: null, complete: true, missing: null, start: 0, end: 0, size: 0 },
  ...more,
})

async function run(asked: Partial<Parameters<typeof tailSession>[0]>, answers: (path: string) => unknown, rounds = 1) {
  const paths: string[] = []
  let printed = ''
  let left = rounds
  const client = {
    async ask<T>(path: string) {
      paths.push(path.split('?')[1]!)
      const answer = answers(path)
      if (answer instanceof Error) throw answer
      return answer as T
    },
    running: true,
    close: async () => {},
  }
  await tailSession(
    { session: 'claude.a.1', json: false, grep: undefined, sinceMs: undefined, ...asked },
    { client, print: (text) => (printed += text), now: () => 100_000, colour: false, pause: async () => left-- > 0 },
  )
  return { printed, paths }
}

test('what was said last in a session comes first, and then what follows, each once', async () => {
  const { printed, paths } = await run({}, (path) =>
    path.includes('cursor=c1')
      ? page([called('3', 3_000, 'make', 'no rule\u001b[31m\nstop')], 'c2')
      : page([said('1', 1_000, 'one'), said('2', 2_000, 'two')], 'c1'),
  )
  expect(printed.split('\n')).toEqual([
    '1970-01-01T00:00:01.000Z answer   one',
    '1970-01-01T00:00:02.000Z answer   two',
    '1970-01-01T00:00:03.000Z call     Bash make',
    '1970-01-01T00:00:03.000Z failed   no rule',
    '    stop',
    '',
  ])
  expect(paths).toEqual(['limit=20', 'limit=200&cursor=c1'])
})

test('--since reads back as far as it says, and --grep takes what has the words', async () => {
  const { printed, paths } = await run(
    { sinceMs: 60_000, grep: 'HULL' },
    (path) =>
      path.includes('before=b')
        ? page([said('1', 10_000, 'old hull'), said('2', 50_000, 'the hull')], 'x', { previousCursor: 'c' })
        : page([said('3', 60_000, 'the keel'), said('4', 70_000, 'a Hull')], 'c1', { previousCursor: 'b' }),
    0,
  )
  expect(printed.match(/answer .*/g)).toEqual(['answer   the hull', 'answer   a Hull'])
  expect(paths).toEqual(['limit=200', 'limit=200&before=b'])
})

test('a transcript that was written anew is shown from its end', async () => {
  let asked = 0
  const { printed } = await run(
    { json: true },
    (path) => {
      asked++
      if (path.includes('cursor=c1')) return new ApiError(400, { code: 'bad-input', detail: '' })
      return page([said(String(asked), asked, `text ${asked}`)], asked === 1 ? 'c1' : 'c2')
    },
    2,
  )
  expect(
    printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).text),
  ).toEqual(['text 1', 'text 3', 'text 4'])
})

test('a session of which nothing is left is said to be so', () =>
  expect(run({}, () => page([], 'x', { missing: 'its file is gone' }))).rejects.toThrow(
    'Nothing of this session can be read: its file is gone.',
  ))

test('ids of sessions are told from names of logs', () => {
  expect(['claude.main.0f7bb46c-4d6f', 'gateway', 'journal.openclaw-gateway'].map(isSessionId)).toEqual([
    true,
    false,
    false,
  ])
})
