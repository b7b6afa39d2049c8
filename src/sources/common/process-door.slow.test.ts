import { expect, test } from 'bun:test'
import type { ActedSession } from '../../facts/session-act.ts'
import type { ProcessIdentity } from '../../processes/process-row.ts'
import { processTable } from '../../processes/process-table.ts'
import { createProcessTrees } from '../../processes/process-tree.ts'
import { createFolderFinder } from './folder-process.ts'
import { createProcessDoor, type FoundProcess } from './process-door.ts'

const table = processTable()
const trees = createProcessTrees({ table })
const session: ActedSession = {
  id: 'claude-code.x.s',
  runtime: 'claude-code',
  agentId: 'claude-code:x',
  key: 's',
  folder: '/home/anna/boat',
}

const found = (identity: ProcessIdentity): FoundProcess => ({ identity, alsoEnds: null })
const door = (find: () => FoundProcess) => createProcessDoor({ find, trees, graceMs: 300 })
const isThere = (pid: number) => table.one(pid)?.dead === false

/** A program with a tool below it, in a session of its own as Claude starts its tools; it says when both run. */
async function program(script: string) {
  const child = Bun.spawn(['/bin/sh', '-c', `${script} setsid sleep 600 & echo $!; wait`], { stdout: 'pipe' })
  const { value } = await child.stdout.getReader().read()
  const tool = Number(new TextDecoder().decode(value))
  while (!isThere(tool)) await Bun.sleep(5)
  return { child, tool, identity: { pid: child.pid, startTime: table.one(child.pid)!.startTime } }
}

test('a process ends with its tool, which runs in a session of its own', async () => {
  const { tool, identity } = await program('')
  const taken = await door(() => found(identity)).act(session, { kind: 'end', text: null }, 'a')
  expect(taken).toMatchObject({ isSeen: true, note: null })
  expect([isThere(identity.pid), isThere(tool)]).toEqual([false, false])
})

test('a process that ignores the first word is killed, with its tool, and it is said', async () => {
  const { tool, identity } = await program('trap "" TERM;')
  const taken = await door(() => found(identity)).act(session, { kind: 'end', text: null }, 'a')
  expect(taken.note).toBe('It did not end by itself and was killed, with its tools.')
  expect([isThere(identity.pid), isThere(tool)]).toEqual([false, false])
})

test('a pid that belongs to another process by now is not touched', async () => {
  const { child, tool, identity } = await program('')
  const before = { ...identity, startTime: identity.startTime - 1 }
  const ended = door(() => found(before)).act(session, { kind: 'end', text: null }, 'a')
  expect(ended).rejects.toMatchObject({ code: 'conflict', details: { notRunning: true } })
  await ended.catch(() => {})
  expect([isThere(identity.pid), isThere(tool)]).toEqual([true, true])
  await trees.stopTree(identity, { graceMs: 300 })
  await child.exited
})

test('of two programs in one folder none is ended: which of them it is cannot be known', async () => {
  const [one, other] = [await program(''), await program('')]
  const finder = (programs: { identity: ProcessIdentity }[]) =>
    createFolderFinder({
      table,
      processes: () =>
        programs.map(({ identity: { pid } }) => ({
          pid,
          runtime: 'claude-code',
          folder: '/home/anna/boat',
          servesAll: false,
        })),
    })
  expect(finder([one, other])(session)).toMatchObject({ identity: null })
  expect(finder([one])(session)).toMatchObject({ identity: one.identity })
  expect(finder([])(session)).toEqual({ identity: null, why: 'No Claude Code runs in /home/anna/boat.' })
  for (const { identity } of [one, other]) await trees.stopTree(identity, { graceMs: 300 })
})
