import { expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HookCall, hookCallLine, maxHookCallBytes } from '../../facts/hook-call.ts'
import { type StatuslineWord, statuslineLine } from '../../facts/statusline.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { until } from '../../lib/testing/until.ts'
import { listenForCalls } from './listen.ts'

const call: HookCall = {
  runtime: 'gemini',
  event: 'BeforeTool',
  key: 'one',
  tool: 'read_file',
  notification: null,
  pid: 7,
  startTime: 1,
}

function listening() {
  const folder = temporary('hooks')
  const place = folder.at('wheelhouse')
  const heard: HookCall[] = []
  const words: StatuslineWord[] = []
  const stop = listenForCalls([folder.at('missing', 'wheelhouse'), place], {
    call: (one) => heard.push(one),
    statusline: (word) => words.push(word),
  })
  return {
    place,
    heard,
    words,
    socket: join(place, `${process.pid}.sock`),
    stop,
    [Symbol.dispose]() {
      stop()
      folder[Symbol.dispose]()
    },
  }
}

async function say(socket: string, text: string) {
  const closed = Promise.withResolvers<void>()
  await Bun.connect({
    unix: socket,
    socket: {
      open: (open) => void open.write(text),
      data() {},
      close: () => closed.resolve(),
      error: () => closed.resolve(),
    },
  })
  await closed.promise
}

test('a call is heard on a socket that nobody else can reach', async () => {
  using listener = listening()
  await say(listener.socket, hookCallLine(call))
  await until(() => listener.heard.length === 1)
  expect(listener.heard).toEqual([call])
  listener.stop()
  expect(existsSync(listener.socket)).toBe(false)
})

test('whatever is no call is hung up on, and the next is heard', async () => {
  using listener = listening()
  for (const line of [
    'hello\n',
    '{}\n',
    '[]\n',
    'null\n',
    '{"runtime":"constructor","event":"a","key":"b"}\n',
    '{"runtime":"openclaw","event":"a","key":"b"}\n',
    `${'x'.repeat(maxHookCallBytes + 1)}`,
  ])
    await say(listener.socket, line)
  await say(listener.socket, hookCallLine(call))
  await until(() => listener.heard.length === 1)
})

test('a status line is told apart from a call', async () => {
  using listener = listening()
  const word: StatuslineWord = {
    kind: 'statusline',
    runtime: 'claude-code',
    key: 'one',
    model: 'opus',
    usd: 0.42,
    limits: [{ name: 'five_hour', usedPercent: 23.5, resetsAt: 9 }],
    pid: 7,
    startTime: 1,
    at: 5,
  }
  await say(listener.socket, statuslineLine(word))
  await say(listener.socket, hookCallLine(call))
  await until(() => listener.heard.length === 1)
  expect([listener.words, listener.heard]).toEqual([[word], [call]])
})

test('names of others are cut and numbers are numbers', async () => {
  using listener = listening()
  await say(listener.socket, `${JSON.stringify({ ...call, tool: 'x'.repeat(1_000), pid: 'seven' })}\n`)
  await until(() => listener.heard.length === 1)
  expect(listener.heard[0]!.pid).toBeNull()
  expect(listener.heard[0]!.tool!.length).toBeLessThan(300)
})

test('a folder that others can write to, or a link in its place, is not used', () => {
  using folder = temporary('hooks')
  mkdirSync(folder.at('open'))
  chmodSync(folder.at('open'), 0o777)
  mkdirSync(folder.at('own'), { mode: 0o700 })
  symlinkSync(folder.at('own'), folder.at('link'))
  listenForCalls([folder.at('open'), folder.at('link')], {})()
  expect(readdirSync(folder.at('open'))).toEqual([])
  expect(readdirSync(folder.at('own'))).toEqual([])
})

test('sockets of programs that were killed are swept away', () => {
  using folder = temporary('hooks')
  mkdirSync(folder.at('wheelhouse'), { mode: 0o700 })
  for (const name of ['4194303.sock', 'notes.txt']) writeFileSync(folder.at('wheelhouse', name), '')
  listenForCalls([folder.at('wheelhouse')], {})()
  expect(readdirSync(folder.at('wheelhouse'))).toEqual(['notes.txt'])
})
