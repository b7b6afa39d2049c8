import { afterEach, expect, test } from 'bun:test'
import { createActionGate } from '../audit/action-gate.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import type { Caller } from '../auth/caller.ts'
import type { AgentProcess } from '../facts/machine.ts'
import { procTable } from '../processes/process-table.ts'
import { createProcessTrees } from '../processes/process-tree.ts'
import { createAgentProcesses } from './agent-processes.ts'

const started: Bun.Subprocess[] = []
afterEach(() => {
  for (const one of started.splice(0)) one.kill('SIGKILL')
})

/** A process that really runs, as the last reading has it. */
function run(...words: string[]): AgentProcess & { process: Bun.Subprocess } {
  const process = Bun.spawn(words, { stdout: 'ignore' })
  started.push(process)
  return { process, pid: process.pid, runtime: 'codex', name: 'codex', cpuPercent: 1, rssBytes: 2, startedAt: 3 }
}

const operator: Caller = { id: 'sign-in:a', role: 'operator', name: 'mate', mayAct: true, byLink: true }
const table = procTable()
const startOf = (pid: number) => table.one(pid)!.startTime

function start(processes: AgentProcess[], rest: Partial<Parameters<typeof createAgentProcesses>[0]> = {}) {
  const lines: string[] = []
  let looks = 0
  const own = createAgentProcesses({
    latest: () => ({ processes, gatewayPid: null }),
    table: () => table,
    sessions: async () => [
      { id: 's1', agentId: 'a', runtime: 'codex', key: 'k', folder: '/', title: 'Sail', state: 'running' },
      { id: 's2', agentId: 'a', runtime: 'openclaw', key: 'k', folder: '/', title: null, state: 'running' },
    ],
    offer: async (sessions) => {
      looks++
      return sessions.map(() => ({ pid: processes[0]?.pid ?? null }))
    },
    gate: createActionGate({ write: ({ stage, target }) => lines.push(`${stage} ${target}`) as unknown as AuditLine }),
    stopTree: createProcessTrees({ table }).stopTree,
    closed: () => null,
    isMadeUp: false,
    now: () => 0,
    ...rest,
  })
  return { ...own, lines, looks: () => looks }
}

test('a process is listed with its session, and its command line without what looks like a secret', async () => {
  const one = run('/bin/sh', '-c', 'sleep 60; true', '--api-key=sk-abcdefghijklmnop', '\u202etxt')
  await Bun.sleep(50)
  const child = table.all().find(({ parentPid }) => parentPid === one.pid)!
  const { list, looks } = start([one, { ...one, pid: child.pid, name: 'sleep' }])
  const [listed, below] = await list()
  expect(listed).toMatchObject({
    startTime: startOf(one.pid),
    command: '/bin/sh -c sleep 60; true --api-key=[hidden] txt',
    session: { id: 's1', title: 'Sail' },
    kept: null,
  })
  expect(below!.session).toMatchObject({ id: 's1' })
  await list()
  expect(looks()).toBe(1)
})

test('a process that has ended is listed without a command line, and sessions that cannot be asked for are left out', async () => {
  const one = run('/bin/true')
  await one.process.exited
  const { list } = start([one], { offer: () => Promise.reject(new Error('away')) })
  expect(await list()).toMatchObject([{ command: null, session: null }])
})

test('ending one asks first, ends it with what is below it, and is on record', async () => {
  const one = run('/bin/sh', '-c', 'sleep 60; true')
  await Bun.sleep(50)
  const child = table.all().find(({ parentPid }) => parentPid === one.pid)!
  const { stop, lines } = start([one])
  const identity = { pid: one.pid, startTime: startOf(one.pid) }
  await expect(stop(operator, identity, undefined)).rejects.toMatchObject({ code: 'confirm-needed' })
  expect(await stop(operator, identity, 'end')).toEqual({ pid: one.pid, outcome: 'ended' })
  expect(await one.process.exited).not.toBe(0)
  expect(table.one(child.pid)?.dead ?? true).toBeTrue()
  expect(lines).toEqual([`asked codex (${one.pid})`, `done codex (${one.pid})`])
})

test('a pid that belongs to another process by now is not touched', async () => {
  const one = run('/bin/sleep', '60')
  const { stop, lines } = start([one])
  const identity = { pid: one.pid, startTime: startOf(one.pid) - 1 }
  await expect(stop(operator, identity, 'end')).rejects.toThrow('its number belongs to another one')
  expect(one.process.exitCode).toBeNull()
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['asked', 'failed'])
})

test.each([
  ['one that is no agent', [] as AgentProcess[], {}, 'has ended, or its number'],
  ['the gateway', undefined, { latest: undefined }, 'It is the gateway'],
  ['one of the demo', undefined, { isMadeUp: true }, 'It is made up'],
  ['any where an agent has started this Wheelhouse', undefined, { closed: () => 'An agent did.' }, 'An agent did.'],
])('%s is not ended', async (_, processes, rest, words) => {
  const one = run('/bin/sleep', '60')
  const gateway = 'latest' in rest ? { latest: () => ({ processes: [one], gatewayPid: one.pid }) } : rest
  const { stop } = start(processes ?? [one], gateway)
  await expect(stop(operator, { pid: one.pid, startTime: startOf(one.pid) }, 'end')).rejects.toThrow(words)
  expect(one.process.exitCode).toBeNull()
})

test('who only looks, or may not act, ends nothing', async () => {
  const one = run('/bin/sleep', '60')
  const { stop } = start([one])
  const identity = { pid: one.pid, startTime: startOf(one.pid) }
  await expect(stop({ ...operator, role: 'viewer' }, identity, 'end')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(stop({ ...operator, mayAct: false }, identity, 'end')).rejects.toMatchObject({ code: 'forbidden' })
  expect(one.process.exitCode).toBeNull()
})
