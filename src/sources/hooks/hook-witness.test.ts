import { expect, test } from 'bun:test'
import type { HookCall } from '../../facts/hook-call.ts'
import type { Testimony } from '../../facts/testimony.ts'
import { until } from '../../lib/testing/until.ts'
import { createHookWitness } from './hook-witness.ts'

const call = (event: string, rest: Partial<HookCall> = {}): HookCall => ({
  runtime: 'gemini',
  event,
  key: 'one',
  tool: null,
  notification: null,
  pid: 7,
  startTime: 1,
  ...rest,
})

function start() {
  let said: Testimony[] = []
  let statements = 0
  let hear: (call: HookCall) => void = () => {}
  const living = new Set([7])
  const stop = createHookWitness({
    folders: [],
    now: () => 5_000,
    isProcessAlive: (pid) => living.has(pid),
    listen(_, heard) {
      if (heard.call) hear = heard.call
      return () => {}
    },
  }).watch(({ testimonies }) => {
    said = testimonies
    statements += 1
  })
  return {
    hear: (one: HookCall) => hear(one),
    living,
    says: () => said.map(({ says, reason, tool }) => [says, reason ?? tool ?? null]),
    statements: () => statements,
    [Symbol.dispose]: stop,
  }
}

test('a tool that begins, asks for permission and ends is told step by step', async () => {
  using witness = start()
  witness.hear(call('BeforeTool', { tool: 'run_shell_command' }))
  await until(() => witness.says()[0]?.[0] === 'working')
  expect(witness.says()).toEqual([['working', 'run_shell_command']])
  witness.hear(call('Notification', { notification: 'ToolPermission' }))
  await until(() => witness.says()[0]?.[0] === 'waiting')
  expect(witness.says()).toEqual([['waiting', 'asks for permission']])
  witness.hear(call('AfterTool', { tool: 'run_shell_command' }))
  await until(() => witness.says().length === 0)
})

test('a question waits from its beginning, and an unknown event says nothing', async () => {
  using witness = start()
  witness.hear(call('BeforeTool', { tool: 'ask_user' }))
  witness.hear(call('BeforeModel'))
  witness.hear(call('Notification', { notification: 'something new' }))
  await until(() => witness.says().length === 1)
  expect(witness.says()).toEqual([['waiting', 'asks a question']])
})

test('a process that ends while it waits is gone, with the tool that it was about', async () => {
  using witness = start()
  witness.hear(call('PermissionRequest', { runtime: 'claude-code', tool: 'Bash' }))
  await until(() => witness.says()[0]?.[0] === 'waiting')
  witness.living.delete(7)
  await until(() => witness.says()[0]?.[0] === 'gone')
  expect(witness.says()).toEqual([['gone', 'Bash']])
})

test('two hundred calls at once are one statement, and the last of each session counts', async () => {
  using witness = start()
  for (let i = 0; i < 200; i++)
    witness.hear(call(i % 2 ? 'AfterTool' : 'BeforeTool', { tool: `tool-${i}`, key: `${i % 3}` }))
  await until(() => witness.statements() > 0)
  expect(witness.statements()).toBe(1)
  // 197, 198 and 199 were the last of sessions 2, 0 and 1.
  expect(witness.says()).toEqual([['working', 'tool-198']])
})

test('of too many sessions the silent one is forgotten', async () => {
  using witness = start()
  for (let i = 0; i <= 1_000; i++) witness.hear(call('BeforeTool', { tool: `tool-${i}`, key: `session-${i}` }))
  await until(() => witness.statements() > 0)
  expect(witness.says()).toHaveLength(1_000)
  expect(witness.says()[0]).toEqual(['working', 'tool-1'])
})
