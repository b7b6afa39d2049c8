import { expect, test } from 'bun:test'
import { type ProcessRow, parsePs, parseStat, treeOf } from './process-row.ts'

test('a line of /proc/PID/stat says who a process is, whose child, and in which group and session', () => {
  const numbers = '2 34816 77 4194560 0 0 0 0 1 2 3 4 20 0 1 0 98765 9000000 500 18446744073709551615'
  expect(parseStat(`41 (sleep) S 12 41 ${numbers}`)).toEqual({
    pid: 41,
    startTime: 98765,
    parentPid: 12,
    groupId: 41,
    sessionId: 2,
    dead: false,
    halted: false,
  })
})

test('a program may call itself anything', () => {
  const numbers = '7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 55 0 0'
  for (const name of [') Z 1 (', 'a b', '', ')', '1 (x) S 2 3 4', 'line\nend'])
    expect([name, parseStat(`41 (${name}) S 12 41 ${numbers}`)?.parentPid]).toEqual([name, 12])
})

test('a torn line is no process', () => {
  for (const text of ['', '41', '41 (sleep', '41 (sleep)', '41 (sleep) S 12 41 41', 'x (sleep) S 12 41 41 0'])
    expect([text, parseStat(text)]).toEqual([text, undefined])
})

test('a zombie and a process that is going away are dead; one that was stopped has halted', () => {
  const states = ['R', 'S', 'D', 'T', 't', 'I', 'Z', 'X', 'x']
  const dead = states.filter((state) => parseStat(`4 (a) ${state} 1 4 4 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 55 0`)?.dead)
  expect(dead).toEqual(['Z', 'X', 'x'])
  const halted = states.filter(
    (state) => parseStat(`4 (a) ${state} 1 4 4 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 55 0`)?.halted,
  )
  expect(halted).toEqual(['T', 't'])
})

test('a line of ps says the same, without the session', () => {
  expect(parsePs('  501   1  501 Ss+  Sat Nov 28 19:36:01 2026')).toEqual({
    pid: 501,
    startTime: Date.parse('Sat Nov 28 19:36:01 2026'),
    parentPid: 1,
    groupId: 501,
    sessionId: null,
    dead: false,
    halted: false,
  })
  expect(parsePs('501 1 501 Z    Sat Nov 28 19:36:01 2026 ')?.dead).toBe(true)
  for (const line of ['', '501 1 501', 'PID PPID PGID STAT STARTED', '501 1 501 S whenever'])
    expect([line, parsePs(line)]).toEqual([line, undefined])
})

/** Rows as `pid<parent`, then `g` and `s` for another group or session than one's own, `@` start and `!` for dead. */
function table(drawn: string): ProcessRow[] {
  return drawn.split(' ').map((row) => {
    const [, pid, parent, group, session, start, dead] = /^(\d+)<(\d+)(?:g(\d+))?(?:s(\d+))?(?:@(\d+))?(!)?$/.exec(row)!
    return {
      pid: Number(pid),
      parentPid: Number(parent),
      groupId: Number(group ?? pid),
      sessionId: Number(session ?? group ?? pid),
      startTime: Number(start ?? pid),
      dead: dead !== undefined,
      halted: false,
    }
  })
}

/** The pids of the tree below `root`, for a program of pid 10 that started it or did not. */
function tree(drawn: string, root: number, { ours = true, known = [] as number[] } = {}) {
  const identities = known.map((pid) => ({ pid, startTime: pid }))
  const rows = treeOf(table(drawn), { pid: root, startTime: root }, { ownPid: 10, ours, known: identities })
  return rows.map(({ pid }) => pid)
}

test('a tree is the process, its children and theirs, parents first', () => {
  expect(tree('1<0 10<1 20<10 30<20 31<20 40<30 50<1', 20)).toEqual([20, 30, 31, 40])
})

test('a child with a session of its own belongs to it, as a tool of an agent does', () => {
  expect(tree('10<1 20<10 30<20s30 40<30s30', 20)).toEqual([20, 30, 40])
})

test('whoever is in the session stays part of the tree when the parent has ended', () => {
  expect(tree('10<1 20<10 31<1g31s20 32<31g32s20', 20)).toEqual([20, 31, 32])
  expect(tree('10<1 31<1g31s20', 20)).toEqual([31])
  expect(tree('10<1 20<10! 31<1g31s20', 20)).toEqual([31])
  // In a container we may be the one who gets the orphans.
  expect(tree('10<1 31<10g31s20', 20)).toEqual([31])
})

test('what an earlier look has found stays part of the tree wherever it hangs now', () => {
  expect(tree('10<1 30<1s30 40<30s30', 20)).toEqual([])
  expect(tree('10<1 30<1s30 40<30s30', 20, { known: [30] })).toEqual([30, 40])
})

test('a pid that was handed to another process is not the tree, nor is anything below or beside that process', () => {
  expect(tree('10<1 20<10@99 30<20@100 31<1g20s20@101', 20)).toEqual([])
  expect(tree('10<1 20<10 30<1@99', 20, { known: [30] })).toEqual([20])
})

test('a session that is older than the process is not the one it leads', () => {
  expect(tree('10<1 20<10 31<1g31s20@5', 20)).toEqual([20])
})

test('a row that makes a child older than its parent is not believed', () => {
  expect(tree('10<1 20<10 30<20@5', 20)).toEqual([20])
})

test('a circle of parents ends', () => {
  expect(tree('10<1 20<40@20 30<20@20 40<30@20', 20)).toEqual([20, 30, 40])
})

test('the tree of somebody who started us has neither us in it nor what we started', () => {
  expect(tree('1<0 5<1 6<5 10<5g5 20<10 30<20', 5, { ours: false })).toEqual([5, 6])
  expect(tree('1<0 10<1 20<10', 10, { ours: false })).toEqual([])
  expect(tree('1<0 10<1 20<10 30<20', 20, { ours: false })).toEqual([20, 30])
})

test('the first process of the system is part of no tree', () => {
  expect(tree('1<0 10<1 50<1', 1, { ours: false })).toEqual([50])
})
