import { expect, test } from 'bun:test'
import type { ApprovalStatement } from '../../facts/approval.ts'
import type { HeldHeard } from '../../facts/held-request.ts'
import { until } from '../../lib/testing/until.ts'
import { createGeminiApprovalDoor } from './approval-door.ts'

const exec = { type: 'exec', title: 'Confirm Shell Command', command: 'touch one', rootCommand: 'touch' }

function openDoor() {
  let heard: HeldHeard | undefined
  let time = 1_000
  const said: ApprovalStatement[] = []
  const waiting = new Set<string>()
  const living = new Set([70])
  let looks = 0
  const door = createGeminiApprovalDoor({
    listen(to) {
      heard = to
      return () => (heard = undefined)
    },
    isWaiting(key) {
      looks++
      return waiting.has(key)
    },
    now: () => time,
    caller: (pid) => (pid < 100 ? { pid: 70, startTime: 1 } : undefined),
    isProcessAlive: (pid) => living.has(pid),
  })
  door.open((statement) => said.push(statement))
  let released = 0
  return {
    door,
    waiting,
    living,
    released: () => released,
    looks: () => looks,
    pass: (ms: number) => (time += ms),
    ask(id: string, details: object = exec, { key = 'one', pid = 7 } = {}) {
      const input = JSON.stringify(details)
      heard!.asked({
        id,
        pid,
        call: {
          runtime: 'gemini',
          event: 'Notification',
          key,
          tool: null,
          notification: 'ToolPermission',
          pid: 70,
          startTime: 1,
        },
        request: {
          tool: (details as { type: string }).type,
          input,
          isCut: false,
          folder: '/boat',
          transcript: null,
          agentType: null,
          suggestions: [],
          askedAt: 900,
          until: 900,
        },
        answer() {
          throw new Error('it is never answered')
        },
        release: () => void released++,
      })
    },
    last: () => said.at(-1)!,
    ended: () => said.flatMap(({ ended }) => ended),
    [Symbol.dispose]: () => door.close(),
  }
}

test('a prompt says what it asks, since when and where, offers nothing, and its hook is let go at once', () => {
  using one = openDoor()
  one.ask('7.1.a')
  expect(one.released()).toBe(1)
  expect(one.last().requests).toMatchObject([
    {
      id: 'terminal.7.1.a',
      door: 'terminal',
      runtime: 'gemini',
      kind: 'command',
      key: 'one',
      action: { kind: 'command', command: 'touch one', cwd: '/boat' },
      decisions: [],
      askedAt: 900,
      place: 'the terminal of Gemini CLI, process 70',
    },
  ])
})

test('it cannot be answered from here', async () => {
  using one = openDoor()
  one.ask('7.1.a')
  await expect(one.door.answer('terminal.7.1.a', { decision: 'deny' })).rejects.toThrow('answer it in its terminal')
})

test('it is over once its session waits no more', async () => {
  using one = openDoor()
  one.waiting.add('one')
  one.ask('7.1.a')
  await until(() => one.looks() > 1)
  expect(one.last().requests).toHaveLength(1)
  one.waiting.clear()
  await until(() => one.last().requests.length === 0)
  expect(one.ended()).toEqual([
    { id: 'terminal.7.1.a', how: 'elsewhere', decision: null, by: 'somebody at the terminal' },
  ])
})

test('one whose session never says that it waits is over after a while, and one whose process has ended at once', async () => {
  using one = openDoor()
  one.ask('7.1.a')
  one.pass(4_000)
  await until(() => one.ended().length === 1)
  one.waiting.add('one')
  one.ask('8.1.a')
  one.living.clear()
  await until(() => one.ended().length === 2)
  expect(one.ended().map(({ how }) => how)).toEqual(['elsewhere', 'withdrawn'])
})

test('the next prompt of a session takes the place of the one before', () => {
  using one = openDoor()
  one.waiting.add('one')
  one.ask('7.1.a')
  one.ask('8.1.a')
  expect(one.ended().map(({ id }) => id)).toEqual(['terminal.7.1.a'])
  expect(one.last().requests.map(({ id }) => id)).toEqual(['terminal.8.1.a'])
})

test('who calls without a Gemini CLI above it is not believed', () => {
  using one = openDoor()
  one.ask('9.1.a', exec, { pid: 200 })
  expect([one.released(), one.last().requests]).toEqual([1, []])
})

for (const [details, shown] of [
  [
    { type: 'edit', title: 'Confirm Edit', filePath: '/boat/a', fileDiff: '@@ -1 +1 @@\n-one\n+two\n' },
    { kind: 'edit', tool: 'Confirm Edit', action: { kind: 'edit', changes: [{ path: '/boat/a' }] } },
  ],
  [
    { type: 'mcp', serverName: 'sea', toolName: 'sail' },
    { kind: 'tool', tool: 'sea: sail', action: null },
  ],
  [
    { type: 'info', title: 'Fetch', prompt: 'read it', urls: ['https://example.org'] },
    { kind: 'tool', reason: 'read it', action: { kind: 'web', url: 'https://example.org' } },
  ],
  [
    { type: 'ask_user', title: 'Ask User' },
    { kind: 'question', tool: 'Ask User', questions: [] },
  ],
  [{ type: 'something new' }, { kind: 'tool', tool: 'something new', action: null }],
] as const)
  test(`what a prompt of the kind ${details.type} asks is shown as it says it`, () => {
    using one = openDoor()
    one.ask('7.1.a', details)
    expect(one.last().requests).toMatchObject([shown as object])
  })
