import { expect, test } from 'bun:test'
import type { LogLine } from '../logs/log-line.ts'
import { durationOf, type TailCommand, tailCommand } from './tail-command.ts'

const line = (no: number, text: string): LogLine => ({
  no,
  source: 'gateway',
  at: no * 1_000,
  isDated: true,
  level: 'error',
  text,
  json: null,
})

/** Runs the command against answers by path, for so many rounds. */
async function run(command: Partial<TailCommand>, answers: (path: string) => unknown, rounds = 1) {
  const asked: string[] = []
  let printed = ''
  let left = rounds
  const code = await tailCommand(
    { name: 'tail', json: false, source: undefined, level: undefined, grep: undefined, sinceMs: undefined, ...command },
    {
      client: {
        async ask<T>(path: string) {
          asked.push(path)
          return answers(path) as T
        },
        running: true,
        close: async () => {},
      },
      print: (text) => (printed += text),
      now: () => 100_000,
      colour: false,
      pause: async () => left-- > 0,
    },
  )
  return { code, asked, printed }
}

test('the last lines come in the order in which they were written, and then what is new, each once', async () => {
  const { code, asked, printed } = await run({}, (path) => {
    if (path.startsWith('/api/logs/news?after')) return { items: [line(4, 'four')], cursor: 'a-4', more: false }
    if (path.startsWith('/api/logs/news')) return { items: [], cursor: 'a-3', more: false }
    // The fourth was written while the past was read: it comes as news.
    return { items: [line(4, 'four'), line(3, 'three\nmore\x1b[31m'), line(2, 'two')], nextCursor: null }
  })
  expect(code).toBe(0)
  expect(printed.split('\n')).toEqual([
    '1970-01-01T00:00:02.000Z error   gateway  two',
    '1970-01-01T00:00:03.000Z error   gateway  three',
    '    more',
    '1970-01-01T00:00:04.000Z error   gateway  four',
    '',
  ])
  expect(asked).toEqual(['/api/logs/news?', '/api/logs?limit=20', '/api/logs/news?after=a-3'])
})

test('source, level, words and time narrow what is asked', async () => {
  const { asked, printed } = await run(
    { source: 'gate', level: 'error', grep: 'disk', sinceMs: 60_000, json: true },
    (path) =>
      path === '/api/logs/sources'
        ? { items: [{ id: 'gateway', name: 'Gateway' }] }
        : { items: [line(1, 'one')], cursor: 'a-1', nextCursor: null },
    0,
  )
  expect(asked[1]).toBe('/api/logs/news?source=gateway&level=error%2Cfatal&q=disk')
  expect(asked[2]).toBe('/api/logs?source=gateway&level=error%2Cfatal&q=disk&limit=1000&since=40000')
  expect(JSON.parse(printed)).toEqual(line(1, 'one'))
})

test('a log that there is not is named with those that there are', () =>
  expect(run({ source: 'x' }, () => ({ items: [{ id: 'gateway', name: 'Gateway' }] }))).rejects.toThrow(
    'There is no log “x”. Known: gateway. A session is followed by its id.',
  ))

test('a time that is not understood is refused', () => {
  expect(durationOf('15m')).toBe(900_000)
  expect(() => durationOf('soon')).toThrow('--since must be like')
})
