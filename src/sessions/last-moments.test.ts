import { expect, test } from 'bun:test'
import type { TranscriptItem } from '../facts/transcript.ts'
import { message, tool, withResult } from '../sources/common/transcript/items.ts'
import { lastMomentsOf } from './last-moments.ts'

const call = (name: string, called: unknown) => tool(5, 'c', name, called)
const said = (text: string) => message(3, 'assistant', text)
const callOf = (...items: TranscriptItem[]) => lastMomentsOf(items).call

test('the command of a call that has no result is shown whole, whatever its field is called', () => {
  const long = `echo ${'x'.repeat(300)}`
  expect(callOf(said('now'), call('Bash', { command: long, description: 'says x' }))).toEqual({
    tool: 'Bash',
    words: long,
    isCommand: true,
    at: 5,
  })
  expect(callOf(call('shell', { cmd: ['git', 'push'] }))?.words).toBe('git push')
})

test('a call without a command says in half a line what it does', () =>
  expect(callOf(call('web_fetch', { url: 'https://example.org/tide' }))).toEqual({
    tool: 'web_fetch',
    words: 'https://example.org/tide',
    isCommand: false,
    at: 5,
  }))

test('a call with a result is over, and so is one before a person spoke again', () => {
  expect(callOf(withResult(call('Bash', { command: 'ls' }), 'a', false, 6))).toBeNull()
  expect(callOf(call('Bash', { command: 'ls' }), message(6, 'user', 'stop that'))).toBeNull()
})

test('secrets in a command stay hidden, and a command without end is cut', () => {
  expect(callOf(call('Bash', { command: 'curl -H "Authorization: Bearer abcdefghijklmnop123"' }))?.words).not.toContain(
    'abcdefghijklmnop123',
  )
  expect(callOf(call('Bash', { command: 'x'.repeat(9_000) }))?.words).toHaveLength(2_000)
})

test('a command whose input was cut is shown as far as it goes, and one with a secret whole but for that', () => {
  const of = (text: string) => callOf({ ...call('Bash', {}), input: { text, truncated: true, bytes: 1 } })
  expect(of('{\n  "command": "echo \\"a\\" | tee b')).toMatchObject({ words: 'echo "a" | tee b…', isCommand: true })
  const command =
    'curl -H "Accept: text/csv" -H "Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123" "https://a.example/b?c=d" | head'
  expect(callOf(call('Bash', { command }))).toMatchObject({
    words: 'curl -H "Accept: text/csv" -H "Authorization: [hidden]" "https://a.example/b?c=d" | head',
    isCommand: true,
  })
})

test('the last words are those of the agent, in short; an empty answer has none', () => {
  const { words } = lastMomentsOf([
    said('First.'),
    said(`  ${'word '.repeat(200)}`),
    said(' '),
    message(4, 'user', 'Hm?'),
  ])
  expect([words?.text.slice(0, 9), words?.text.length, words?.at]).toEqual(['word word', 400, 3])
  expect(lastMomentsOf([])).toEqual({ call: null, words: null })
})

test('input that is no JSON, or JSON of another shape, is no command', () => {
  for (const input of ['{"command": 7', '7', 'null', '[]', '{"command": 7}', '{"command": " "}', '{"cmd": []}'])
    expect([
      input,
      callOf({ ...call('Bash', {}), input: { text: input, truncated: false, bytes: 1 } })?.isCommand,
    ]).toEqual([input, false])
})
