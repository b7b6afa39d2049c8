import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { procTable, psTable } from './process-table.ts'
import { createProcessTrees } from './process-tree.ts'
import { isRunning, pidsIn, startProcesses, until } from './testing/started.ts'

const table = procTable()

function commandLine(pid: number) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It has ended meanwhile.
    return ''
  }
}
const identityOf = (pid: number) => ({ pid, startTime: table.one(pid)!.startTime })

/** A program that we did not register, such as an agent in somebody's terminal. It ends with the scope at the latest. */
function foreign(line: string) {
  const child = Bun.spawn(['sh', '-c', line], { stdio: ['ignore', 'ignore', 'ignore'], detached: true })
  return Object.assign(child, {
    identity: identityOf(child.pid),
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  })
}

test('a process that we did not start is ended with its children, also those in sessions of their own', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  using agent = foreign(`sleep 100 & setsid sh -c 'echo $$ >>${pids}; sleep 100; true' & echo $! $$ >>${pids}; wait`)
  const all = await pidsIn(pids, 3)
  expect(await start.stopTree(agent.identity)).toEqual({ outcome: 'ended', remaining: [] })
  expect(all.filter(isRunning)).toEqual([])
  expect(table.all().some(({ sessionId, dead }) => sessionId === agent.pid && !dead)).toBe(false)
})

test('a pid that belongs to another process by now is let alone', async () => {
  await using start = startProcesses()
  using other = foreign('exec sleep 100')
  const before = { pid: other.pid, startTime: other.identity.startTime - 1 }
  expect(await start.stopTree(before)).toEqual({ outcome: 'not-there', remaining: [] })
  expect(isRunning(other.pid)).toBe(true)
  expect(await start.stopTree(other.identity)).toEqual({ outcome: 'ended', remaining: [] })
  expect(await start.stopTree(other.identity)).toEqual({ outcome: 'not-there', remaining: [] })
})

test('we do not end ourselves', async () => {
  await using start = startProcesses()
  expect(await start.stopTree(identityOf(process.pid))).toEqual({ outcome: 'not-there', remaining: [] })
})

test('a process that is stopped wakes up to end', async () => {
  await using start = startProcesses()
  const ready = start.folder.at('ready')
  using agent = foreign(`trap 'exit 0' TERM; echo 1 >${ready}; while :; do sleep 0.1; done`)
  await pidsIn(ready, 1)
  agent.kill('SIGSTOP')
  expect(await start.stopTree(agent.identity)).toEqual({ outcome: 'ended', remaining: [] })
})

test('what ignores SIGTERM is killed after the grace, children and all', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  using agent = foreign(
    `trap '' TERM; setsid sh -c 'trap "" TERM; echo $$ >>${pids}; while :; do sleep 1; done' & echo $$ >>${pids}; while :; do sleep 1; done`,
  )
  const all = await pidsIn(pids, 2)
  expect(await start.stopTree(agent.identity, { graceMs: 100 })).toEqual({ outcome: 'killed', remaining: [] })
  expect(all.filter(isRunning)).toEqual([])
})

test('a tool whose agent ends first is ended as well, though nobody is its parent any more', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  using agent = foreign(`setsid sh -c 'trap "" TERM; echo $$ >${pids}; while :; do sleep 1; done' & wait`)
  const [tool] = await pidsIn(pids, 1)
  expect(await start.stopTree(agent.identity, { graceMs: 300 })).toEqual({ outcome: 'killed', remaining: [] })
  expect(isRunning(tool!)).toBe(false)
})

test('children that begin while it is being stopped do not get away', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  using agent = foreign(
    `trap '' TERM; while :; do setsid sh -c 'trap "" TERM; sleep 100; true' & echo $! >>${pids}; sleep 0.05; done`,
  )
  await pidsIn(pids, 3)
  expect(await start.stopTree(agent.identity, { graceMs: 300 })).toEqual({ outcome: 'killed', remaining: [] })
  const all = await pidsIn(pids, 3)
  expect(all.filter(isRunning)).toEqual([])
})

test('a program that hands itself on to a child again and again is caught', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  // After 500 it ends by itself, whatever this test does.
  const hop = 'trap "" TERM; echo $$ >>pids; sleep 0.05; [ $1 -gt 500 ] || { sh -c "$0" "$0" $(($1 + 1)) & }'
  const running = start.runCommand({
    program: 'sh',
    args: ['-c', 'sh -c "$0" "$0" 1; while :; do sleep 1; done', hop],
    cwd: start.folder.path,
    timeoutMs: 300,
    graceMs: 100,
  })
  expect(await running).toMatchObject({ timedOut: true, remaining: [] })
  const all = await pidsIn(pids, 3)
  expect(all.filter(isRunning)).toEqual([])
  expect(start.live()).toEqual([])
})

test('children that begin sessions of their own in the moment of the end do not get away', async () => {
  await using start = startProcesses()
  const mark = `100.${process.pid}${Math.floor(performance.now())}`
  const left = () => table.all().filter(({ pid, dead }) => !dead && commandLine(pid).startsWith(`sleep\0${mark}`))
  const line = `n=0; while [ $n -lt 60 ]; do setsid sleep ${mark} & n=$((n + 1)); done; wait`
  const running = Array.from({ length: 5 }, () => start.shell(line))
  await until(() => left().length > 0)
  await start.stopAll()
  await Promise.all(running)
  expect(left()).toEqual([])
})

test('a process of another user cannot be ended, and is named', async () => {
  if (process.getuid?.() !== 0) return
  const program = `
    import { createProcesses } from '${import.meta.dir}/processes.ts'
    const { stopTree } = createProcesses({ environment: {} })
    console.log(JSON.stringify(await stopTree(JSON.parse(process.argv.at(-1)), { graceMs: 50 })))`
  using agent = foreign('exec sleep 100')
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const asked = Bun.spawn([...nobody, process.execPath, '-e', program, JSON.stringify(agent.identity)], {
    cwd: '/',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [said, refused] = await Promise.all([new Response(asked.stdout).text(), new Response(asked.stderr).text()])
  // Where Bun itself may not be run by others there is nobody to ask.
  if (!/EACCES|denied|Cannot find|not found/i.test(refused))
    expect(JSON.parse(said)).toEqual({ outcome: 'remains', remaining: [agent.identity] })
  expect(isRunning(agent.pid)).toBe(true)
})

test('what the system tells through ps is enough to end a tree', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  const trees = createProcessTrees({ table: psTable() })
  using agent = foreign(`sleep 100 & setsid sh -c 'echo $$ >${pids}; sleep 100; true' & wait`)
  const [tool] = await pidsIn(pids, 1)
  const { pid, startTime } = psTable().one(agent.pid)!
  expect(await trees.stopTree({ pid, startTime: startTime - 1_000 })).toMatchObject({ outcome: 'not-there' })
  expect(await trees.stopTree({ pid, startTime })).toEqual({ outcome: 'ended', remaining: [] })
  expect([agent.pid, tool!].filter(isRunning)).toEqual([])
})

test('to stop all is to end everything that was started, and to start nothing any more', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  const lines = ['sleep 100', 'trap "" TERM; while :; do sleep 1; done', 'setsid sleep 100 & wait']
  const running = lines.map((line) => start.shell(`echo $$ >>${pids}; ${line}`))
  const all = await pidsIn(pids, 3)
  await until(() => start.live().length === 3)
  const outcomes = await start.stopAll({ graceMs: 200 })
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['ended', 'ended', 'killed'])
  expect(all.filter(isRunning)).toEqual([])
  expect(start.live()).toEqual([])
  expect((await Promise.all(running)).map((result) => result.kind)).toEqual(['ended', 'ended', 'ended'])
  expect(await start.shell('true')).toMatchObject({ kind: 'not-started', reason: 'stopping' })
})
