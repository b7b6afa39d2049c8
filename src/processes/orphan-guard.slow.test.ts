import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { createOrphanGuard } from './orphan-guard.ts'
import { procTable } from './process-table.ts'
import { isRunning, pidsIn, startProcesses, until } from './testing/started.ts'

const table = procTable()

/** Another program of ours that starts each line of shell, half of them in a terminal, and is then killed. */
async function killedWith(pids: string, count: number, guarded: boolean, ...lines: string[]) {
  const program = `
    import { createOrphanGuard } from '${import.meta.dir}/orphan-guard.ts'
    import { procTable } from '${import.meta.dir}/process-table.ts'
    import { createProcessTrees } from '${import.meta.dir}/process-tree.ts'
    import { openPty } from '${import.meta.dir}/pty.ts'
    import { runCommand } from '${import.meta.dir}/run-command.ts'
    const guard = ${guarded} ? createOrphanGuard({ graceSeconds: 1 }) : undefined
    const deps = { environment: process.env, trees: createProcessTrees({ table: procTable(), guard }) }
    for (const line of ${JSON.stringify(lines)}) {
      const shell = { program: 'sh', args: ['-c', line.replace('PTY', '')], cwd: '/', timeoutMs: 1e6, columns: 80, rows: 24 }
      if (line.startsWith('PTY')) openPty(shell, deps)
      else void runCommand(shell, deps)
    }
    console.log('all have been started')
    await Bun.sleep(1e6)`
  const child = Bun.spawn([process.execPath, '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await child.stdout.getReader().read()
  const all = await pidsIn(pids, count)
  child.kill('SIGKILL')
  await child.exited
  return all
}

test('when we are killed, what we started ends: programs, their children, what ignores SIGTERM, terminals', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  const all = await killedWith(
    pids,
    6,
    true,
    `sleep 100 & echo $! $$ >>${pids}; wait`,
    `trap '' TERM; echo $$ >>${pids}; while :; do sleep 1; done`,
    `PTY trap '' HUP; sleep 100 & echo $! $$ >>${pids}; wait`,
    // The parent has ended; the child is in the session still.
    `(sleep 100 & echo $! >>${pids}); sleep 100`,
  )
  await until(() => all.filter(isRunning).length === 0)
})

test('without the guard all but a terminal would remain; with it, only what began a session of its own', async () => {
  await using start = startProcesses()
  const lines = (pids: string) => [
    `echo plain $$ >>${pids}; exec sleep 100`,
    `PTY echo terminal $$ >>${pids}; exec sleep 100`,
    `setsid sh -c 'echo session $$ >>${pids}; exec sleep 100' & wait`,
  ]
  for (const [guarded, remains] of [
    [false, 'plain session'],
    [true, 'session'],
  ] as const) {
    const pids = start.folder.at(`guarded-${guarded}`)
    await killedWith(pids, 3, guarded, ...lines(pids))
    const said = readFileSync(pids, 'utf8').trim().split('\n')
    const pidOf = new Map(said.map((line) => line.split(' ') as [string, string]))
    const left = () => [...pidOf.keys()].filter((name) => isRunning(Number(pidOf.get(name)))).sort()
    await until(() => left().join(' ') === remains)
    for (const name of left()) process.kill(Number(pidOf.get(name)), 'SIGKILL')
  }
})

test('a program that has ended is let alone, and so is whoever has its pid by now', async () => {
  const [over, other, ours] = [0, 1, 2].map(() =>
    Bun.spawn(['sleep', '100'], { stdio: ['ignore', 'ignore', 'ignore'], detached: true }),
  )
  const identityOf = (pid: number) => ({ pid, startTime: table.one(pid)!.startTime })
  const guard = createOrphanGuard({ graceSeconds: 0 })
  guard.add(identityOf(over!.pid))
  guard.add({ pid: other!.pid, startTime: identityOf(other!.pid).startTime - 1 })
  guard.add(identityOf(ours!.pid))
  guard.remove(identityOf(over!.pid))
  await guard.stop()
  await ours!.exited
  expect([over!, other!].map(({ pid }) => isRunning(pid))).toEqual([true, true])
  for (const child of [over!, other!]) child.kill('SIGKILL')
})

test('a guard that somebody ended is back with the next program, and knows those before it', async () => {
  const [first, second] = [0, 1].map(() =>
    Bun.spawn(['sleep', '100'], { stdio: ['ignore', 'ignore', 'ignore'], detached: true }),
  )
  const identityOf = (pid: number) => ({ pid, startTime: table.one(pid)!.startTime })
  const guard = createOrphanGuard({ graceSeconds: 0 })
  guard.add(identityOf(first!.pid))
  process.kill(guard.pid()!, 'SIGKILL')
  await until(() => guard.pid() === undefined)
  guard.add(identityOf(second!.pid))
  await guard.stop()
  await Promise.all([first!.exited, second!.exited])
})

test('when we stop in order the guard goes with us', async () => {
  await using start = startProcesses()
  await start.shell('true')
  const guards = () => table.all().filter(({ parentPid, dead }) => parentPid === process.pid && !dead)
  expect(guards().length).toBeGreaterThan(0)
  await start.stopAll()
  expect(guards()).toEqual([])
})
