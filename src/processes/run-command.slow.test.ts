import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import type { CommandEnded, CommandResult } from './run-command.ts'
import { isRunning, pidsIn, startProcesses } from './testing/started.ts'

function ended(result: CommandResult): CommandEnded {
  if (result.kind !== 'ended') throw new Error(result.detail)
  return result
}

test('a command answers with its exit code and what it wrote to each stream', async () => {
  await using start = startProcesses()
  const result = ended(await start.shell('echo out; echo err >&2; exit 3'))
  expect(result).toMatchObject({ exitCode: 3, signal: null, timedOut: false, aborted: false, remaining: [] })
  expect([`${result.stdout}`, `${result.stderr}`]).toEqual(['out\n', 'err\n'])
  expect(result.truncated).toEqual({ stdout: false, stderr: false })
})

test('an argument reaches the program as it is, whatever a shell would make of it', async () => {
  await using start = startProcesses()
  const args = ['a b', '', '$HOME', '`id`', '; rm -rf /', '*', '"', "'", '\\n', 'line\nend', 'ü', '-n']
  const { stdout } = ended(
    await start.runCommand({
      program: 'printf',
      args: ['%s|', ...args],
      cwd: start.folder.path,
      timeoutMs: 10_000,
    }),
  )
  expect(`${stdout}`).toBe(args.map((arg) => `${arg}|`).join(''))
})

test('a program has the listed variables and those handed over, and no other', async () => {
  await using start = startProcesses({ PATH: process.env.PATH, LANG: 'C', API_TOKEN: 'secret', LD_PRELOAD: '' })
  const result = await start.runCommand({
    program: 'env',
    args: [],
    cwd: '/',
    timeoutMs: 10_000,
    env: { GIT_TERMINAL_PROMPT: '0' },
  })
  const names = `${ended(result).stdout}`.trim().split('\n').sort()
  expect(names).toEqual(['GIT_TERMINAL_PROMPT=0', 'LANG=C', `PATH=${process.env.PATH}`])
})

test('a program works in the folder it is given and reads the input it is given', async () => {
  await using start = startProcesses()
  writeFileSync(start.folder.at('here.txt'), 'here')
  expect(`${ended(await start.shell('cat here.txt -', { input: ' and there' })).stdout}`).toBe('here and there')
  expect(`${ended(await start.shell('cat; echo end')).stdout}`).toBe('end\n')
  const bytes = new Uint8Array([0, 255, 10, 0])
  expect([...ended(await start.shell('cat', { input: bytes })).stdout]).toEqual([...bytes])
})

for (const [why, command, reason] of [
  ['a program that is not there', { program: 'no-such-program' }, 'not-found'],
  ['a path that is not there', { program: '/no/such/program' }, 'not-found'],
  ['a file that is not executable', { program: '/etc/passwd' }, 'not-permitted'],
  ['a folder', { program: '/tmp' }, 'not-permitted'],
  ['no program', { program: '' }, 'not-found'],
  ['a folder to work in that is not there', { cwd: '/no/such/folder' }, 'no-such-folder'],
  ['a file to work in', { cwd: '/etc/passwd' }, 'no-such-folder'],
  ['an argument with a NUL', { args: ['a\0--force'] }, 'nul-byte'],
  ['a program with a NUL', { program: 'true\0' }, 'nul-byte'],
  ['a variable with a NUL', { env: { A: 'a\0B=c' } }, 'nul-byte'],
  ['arguments beyond measure', { args: ['x'.repeat(8 << 20)] }, 'too-long'],
] as const)
  test(`${why} is a value that says ${reason}, and names no argument`, async () => {
    await using start = startProcesses()
    const result = await start.runCommand({
      program: 'true',
      cwd: '/',
      timeoutMs: 10_000,
      ...command,
      args: 'args' in command ? [...command.args] : ['--token=hush'],
    })
    expect(result).toMatchObject({ kind: 'not-started', reason })
    expect(JSON.stringify(result)).not.toMatch(/hush|force|xxx/)
    expect(start.live()).toEqual([])
  })

test('what is no longer wanted before it begins is not started', async () => {
  await using start = startProcesses()
  expect(await start.shell('true', { signal: AbortSignal.abort() })).toMatchObject({ reason: 'aborted' })
})

test('of more output than the limit the head or the tail is kept, and it says which stream lost something', async () => {
  await using start = startProcesses()
  const line = 'seq 1 100000; echo whole >&2'
  const head = ended(await start.shell(line, { stdout: { maxBytes: 10, keep: 'head' } }))
  const tail = ended(await start.shell(line, { stdout: { maxBytes: 10, keep: 'tail' } }))
  expect([`${head.stdout}`, `${tail.stdout}`]).toEqual(['1\n2\n3\n4\n5\n', '99\n100000\n'])
  for (const { truncated, stderr, exitCode } of [head, tail]) {
    expect({ truncated, stderr: `${stderr}` }).toEqual({
      truncated: { stdout: true, stderr: false },
      stderr: 'whole\n',
    })
    expect(exitCode).toBe(0)
  }
})

test('a flood of 200 MB is read to its end in little memory', async () => {
  const program = `
    import { createProcesses } from '${import.meta.dir}/processes.ts'
    const processes = createProcesses({ environment: process.env })
    const flood = 'head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2; printf end'
    const result = await processes.runCommand({ program: 'sh', args: ['-c', flood], cwd: '/', timeoutMs: 60_000,
      stdout: { maxBytes: 65536, keep: 'tail' }, stderr: { maxBytes: 65536, keep: 'head' } })
    console.log(JSON.stringify([result.exitCode, result.stdout.length, result.stderr.length, \`\${result.stdout}\`.slice(-3)]))
    console.log(/VmHWM:\\s+(\\d+)/.exec(await Bun.file('/proc/self/status').text())[1])
    await processes.stopAll()`
  const child = Bun.spawn([process.execPath, '-e', program], { stdout: 'pipe', stderr: 'inherit' })
  const [result, peakKb] = (await new Response(child.stdout).text()).split('\n')
  expect(JSON.parse(result!)).toEqual([0, 65_536, 65_536, 'end'])
  expect(Number(peakKb) / 1_000).toBeLessThan(160)
}, 60_000)

test('after the time-out the program and everything below it is ended, and what it wrote is there', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  const running = start.shell(`echo begun; sleep 100 & setsid sleep 100 & echo $$ $! >${pids}; wait`, {
    timeoutMs: 300,
    graceMs: 2_000,
  })
  const below = await pidsIn(pids, 2)
  const result = ended(await running)
  expect(result).toMatchObject({ exitCode: null, signal: 'SIGTERM', timedOut: true, aborted: false, remaining: [] })
  expect(`${result.stdout}`).toBe('begun\n')
  expect(below.filter(isRunning)).toEqual([])
})

test('a program that ignores SIGTERM is killed after the grace', async () => {
  await using start = startProcesses()
  const result = ended(await start.shell('trap "" TERM; while :; do sleep 1; done', { timeoutMs: 200, graceMs: 200 }))
  expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true })
})

test('a program that ends in order when it is asked to has its exit code and its last words', async () => {
  await using start = startProcesses()
  const result = ended(await start.shell('trap "echo bye; exit 9" TERM; sleep 100 & wait', { timeoutMs: 200 }))
  expect(result).toMatchObject({ exitCode: 9, signal: null, timedOut: true })
  expect(`${result.stdout}`).toBe('bye\n')
})

test('to abort is to end it the same way', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  const stop = new AbortController()
  const running = start.shell(`sleep 100 & echo $$ $! >${pids}; wait`, { signal: stop.signal })
  const below = await pidsIn(pids, 2)
  stop.abort()
  expect(ended(await running)).toMatchObject({ signal: 'SIGTERM', aborted: true, timedOut: false })
  expect(below.filter(isRunning)).toEqual([])
})

test('what a command leaves behind ends with it, and does not keep the answer waiting', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  const result = ended(await start.shell(`sleep 100 & echo $! >${pids}; echo done`))
  expect(result).toMatchObject({ exitCode: 0, timedOut: false })
  expect(`${result.stdout}`).toBe('done\n')
  expect((await pidsIn(pids, 1)).filter(isRunning)).toEqual([])
  expect(start.live()).toEqual([])
})

test('a daemon that holds the output open does not keep the answer waiting', async () => {
  await using start = startProcesses()
  const pids = start.folder.at('pids')
  const result = ended(
    await start.shell(
      `setsid sh -c 'echo $$ >${pids}; exec sleep 100' & while [ ! -s ${pids} ]; do sleep 0.01; done; echo done`,
    ),
  )
  expect(`${result.stdout}`).toBe('done\n')
  const [daemon] = await pidsIn(pids, 1)
  // It left its session and its parent, which is how a program says that it is to outlive who started it.
  expect(isRunning(daemon!)).toBe(true)
  process.kill(daemon!, 'SIGKILL')
})

test('many commands at once keep their answers apart, and leave nothing behind', async () => {
  await using start = startProcesses()
  const results = await Promise.all(Array.from({ length: 50 }, (_, n) => start.shell(`echo ${n}; exit ${n}`)))
  expect(results.map((result) => [`${ended(result).stdout}`, ended(result).exitCode])).toEqual(
    Array.from({ length: 50 }, (_, n) => [`${n}\n`, n]),
  )
  expect(start.live()).toEqual([])
})
