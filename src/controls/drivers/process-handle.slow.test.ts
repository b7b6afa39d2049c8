import { expect, test } from 'bun:test'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createActionGate } from '../../audit/action-gate.ts'
import { createAudit } from '../../audit/audit.ts'
import { callerAs } from '../../auth/testing/caller-as.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { createProcesses } from '../../processes/processes.ts'
import { openStore, type Store } from '../../store/store.ts'
import type { Driver as AnyDriver } from '../driver.ts'
import type { Verb } from '../service.ts'
import { entryOf, startControls } from '../testing/start-controls.ts'
import { marker, markOf, processHandle } from './process-handle.ts'

type Driver = Extract<AnyDriver, { kind: 'process' }>

/** A service of real processes in a folder of its own; `script` is what the program runs. */
function startWorld(script: string, { port = null as number | null } = {}) {
  const folder = temporary('process-service')
  const program = folder.at('program.sh')
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  let store = openStore('wheelhouse', folder.at('w.sqlite'))
  const processes = createProcesses({ environment: process.env })
  const open = (of: Store) => {
    const driver: Driver = { kind: 'process', argv: [program], cwd: folder.path, env: { FOLDER: folder.path }, port }
    const handle = processHandle('queue', driver, { processes, store: of, now: Date.now, output: folder.at('log') })
    return startControls(
      [entryOf('queue', { ...handle, limits: { ...handle.limits, steadyMs: 300, beginMs: 3_000, answerMs: 5_000 } })],
      { store: of },
    )
  }
  let running = open(store)
  return {
    folder,
    get controls() {
      return running
    },
    /** The same data, opened by a Wheelhouse that knows only what is written. */
    reopen() {
      running.controls.stop()
      store = openStore('wheelhouse', folder.at('w.sqlite'))
      running = open(store)
      return running
    },
    async act(verb: Verb) {
      await running.unlock()
      const { status, body } = await running.confirmed('queue', verb)
      if (status !== 200) throw new Error(body.detail)
      return running.ended('queue')
    },
    async [Symbol.asyncDispose]() {
      const { pid } = await running.one('queue')
      if (pid !== null) process.kill(-pid, 'SIGKILL')
      running.controls.stop()
      await processes.stopAll()
      folder[Symbol.dispose]()
    },
  }
}

const isThere = (pid: number) => existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))

test('it starts, restarts as another process, and stops with everything below it', async () => {
  await using world = startWorld('sleep 1000 & echo "child $!"; echo "started with $FOLDER"; wait')
  expect(await world.act('start')).toMatchObject({ outcome: 'done' })
  const first = await world.controls.one('queue')
  expect(first).toMatchObject({ state: 'running', pid: expect.any(Number), rssBytes: expect.any(Number) })
  expect(await world.act('restart')).toMatchObject({ outcome: 'done' })
  const second = await world.controls.one('queue')
  expect(second.pid).not.toBe(first.pid)
  expect(isThere(first.pid!)).toBe(false)
  const { body } = await world.controls.ask<{ items: { text: string }[] }>('GET', '/queue/log')
  expect(body.items.map(({ text }) => text.replace(/child \d+/, 'child PID'))).toEqual([
    'child PID',
    `started with ${world.folder.path}`,
    'child PID',
    `started with ${world.folder.path}`,
  ])
  const child = Number(/child (\d+)/.exec(body.items.at(-2)!.text)![1])
  expect(isThere(child)).toBe(true)
  expect(await world.act('stop')).toMatchObject({ outcome: 'done' })
  expect([isThere(child), isThere(second.pid!)]).toEqual([false, false])
  expect(await world.controls.one('queue')).toMatchObject({ state: 'stopped', reason: null, pid: null })
}, 60_000)

test('one that cannot run with its configuration says exit code 78, and is not started again by itself', async () => {
  await using world = startWorld('echo run >> "$FOLDER/runs"; echo "config: bad key" >&2; exit 78')
  const act = await world.act('start')
  expect(act).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('exit code 78') })
  expect(await world.controls.one('queue')).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('not valid'),
  })
  await Bun.sleep(500)
  expect(readFileSync(world.folder.at('runs'), 'utf8')).toBe('run\n')
  const { body } = await world.controls.ask<{ items: { text: string }[] }>('GET', '/queue/log')
  expect(body.items.map(({ text }) => text)).toEqual(['config: bad key'])
}, 60_000)

test('one that crashes each time has failed each time, and by which signal', async () => {
  await using world = startWorld('kill -SEGV $$')
  for (let tries = 0; tries < 3; tries++)
    expect(await world.act('start')).toMatchObject({ outcome: 'failed', reason: 'It ended by SIGSEGV.' })
}, 60_000)

test('one that does not answer on its port is not taken for started', async () => {
  const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = server
  server.stop(true)
  await using world = startWorld('sleep 1000', { port })
  expect(await world.act('start')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining(`nothing answers on port ${port}`),
  })
}, 60_000)

test('what is not there cannot be started, and a second one is never started beside the first', async () => {
  await using world = startWorld('sleep 1000')
  await world.act('start')
  const { pid } = await world.controls.one('queue')
  await world.controls.unlock()
  expect((await world.controls.confirmed('queue', 'start')).status).toBe(409)
  // Whoever forgot what it has started finds it by its mark.
  const forgetful = world.reopen()
  forgetful.store.$client.run('DELETE FROM control_processes')
  expect(await forgetful.one('queue')).toMatchObject({ state: 'running', pid })
}, 60_000)

test('it goes on when we are killed, and is known to the next start', async () => {
  await using world = startWorld('sleep 1000')
  const program = `
    import { createProcesses } from '${import.meta.dir}/../../processes/processes.ts'
    import { openStore } from '${import.meta.dir}/../../store/store.ts'
    import { processHandle } from '${import.meta.dir}/process-handle.ts'
    const store = openStore('wheelhouse', '${world.folder.at('w.sqlite')}')
    const driver = { kind: 'process', argv: ['${world.folder.at('program.sh')}'], cwd: '/', env: {}, port: null }
    const handle = processHandle('queue', driver, { processes: createProcesses({ environment: process.env }), store, now: Date.now, output: '${world.folder.at('log')}' })
    await handle.ask({ actId: 'a', check() {} }, 'start')
    console.log('started')
    await Bun.sleep(1e6)`
  const other = Bun.spawn([process.execPath, '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await other.stdout.getReader().read()
  other.kill('SIGKILL')
  await other.exited
  const service = await world.reopen().one('queue')
  expect(service.state).toBe('running')
  await Bun.sleep(4_000)
  expect(isThere(service.pid!)).toBe(true)
  process.kill(service.pid!, 'SIGKILL')
  while (isThere(service.pid!)) await Bun.sleep(10)
  expect(await world.controls.one('queue')).toMatchObject({ state: 'failed', reason: 'ended, nobody saw how' })
}, 60_000)

test('a stranger with the same pid is not taken for the service, and is never ended', async () => {
  await using world = startWorld('sleep 1000')
  await world.act('start')
  const { pid } = await world.controls.one('queue')
  const stranger = Bun.spawn(['sleep', '1000'])
  const { store } = world.controls
  store.$client.run('UPDATE control_processes SET pid = ?, start_time = 1', [stranger.pid])
  process.kill(-pid!, 'SIGKILL')
  while (isThere(pid!)) await Bun.sleep(10)
  expect((await world.controls.one('queue')).state).toBe('failed')
  await world.controls.unlock()
  expect((await world.controls.confirmed('queue', 'stop')).status).toBe(409)
  expect(isThere(stranger.pid)).toBe(true)
  stranger.kill()
}, 60_000)

test('a program inherits none of our secrets, and says whose it is', async () => {
  process.env.A_SECRET_TOKEN = 'secret'
  await using world = startWorld('env > "$FOLDER/env"; sleep 1000')
  await world.act('start')
  const seen = readFileSync(world.folder.at('env'), 'utf8')
  expect(seen).toContain(`${marker}=${markOf('queue', world.folder.at('log'))}`)
  expect(seen).not.toContain('secret')
  appendFileSync(world.folder.at('log'), 'api_key=sk-ant-api03-abcdefgh\n\x1b[31mred\x1b[0m\n')
  const { body } = await world.controls.ask<{ items: { text: string }[] }>('GET', '/queue/log')
  expect(body.items.map(({ text }) => text)).toEqual(['api_key=[hidden]', 'red'])
}, 60_000)

test('a permit that is over starts nothing', async () => {
  await using world = startWorld('sleep 1000')
  const { store } = world.controls
  const gate = createActionGate(createAudit(store, { now: Date.now, publish() {} }))
  const kept = await gate.pass({
    caller: callerAs('operator'),
    action: 'a',
    target: 'b',
    needs: 'operator',
    perform: (permit) => permit,
  })
  const driver: Driver = { kind: 'process', argv: ['/bin/true'], cwd: '/', env: {}, port: null }
  const processes = createProcesses({ environment: process.env })
  const handle = processHandle('other', driver, { processes, store, now: Date.now, output: world.folder.at('other') })
  expect(handle.ask(kept, 'start')).rejects.toThrow('after the action had ended')
  await processes.stopAll()
}, 60_000)
