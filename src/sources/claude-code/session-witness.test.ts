import { afterEach, expect, test } from 'bun:test'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { Testimony } from '../../facts/testimony.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { until } from '../../lib/testing/until.ts'
import { parseSessionFile } from './session-files.ts'
import { createClaudeWitness } from './session-witness.ts'

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
})

/** As version 2.1.332 writes it. */
const written = (pid: number, rest: object = {}) => ({
  pid,
  sessionId: `session-${pid}`,
  cwd: '/home/u/project',
  startedAt: 1_795_889_137_604,
  version: '2.1.332',
  kind: 'interactive',
  entrypoint: 'cli',
  status: 'busy',
  statusUpdatedAt: Date.now(),
  ...rest,
})

function start() {
  const folder = temporary('claude')
  cleanUps.push(() => folder[Symbol.dispose]())
  mkdirSync(folder.at('sessions'))
  let said: Testimony[] = []
  const write = (file: { pid: number }, text = JSON.stringify(file)) =>
    writeFileSync(folder.at('sessions', `${file.pid}.json`), text)
  return {
    folder,
    write,
    watch: () =>
      cleanUps.push(
        createClaudeWitness({ folders: [folder.path] }).watch(({ testimonies }) => {
          said = testimonies
        }),
      ),
    says: () =>
      Object.fromEntries(said.map(({ key, says, reason }) => [key, reason === null ? says : `${says}: ${reason}`])),
    all: () => said,
  }
}

/** A process that lives until the test ends it. */
function sleeper() {
  const child = Bun.spawn(['sleep', '60'])
  cleanUps.push(() => child.kill('SIGKILL'))
  return child
}

test('each status of a living process is said, and each change of it within a moment', async () => {
  const { write, watch, says } = start()
  const { pid } = sleeper()
  write(written(pid))
  watch()
  const key = `session-${pid}`
  expect(says()).toEqual({ [key]: 'working' })
  write(written(pid, { status: 'waiting', waitingFor: 'permission prompt' }))
  await until(() => says()[key] === 'waiting: asks for permission')
  write(written(pid, { status: 'shell' }))
  await until(() => says()[key] === 'working')
  write(written(pid, { status: 'idle' }))
  await until(() => says()[key] === 'idle')
})

test('a process that was killed is gone, though its file stays and says that it is busy', async () => {
  const { write, watch, says } = start()
  const child = sleeper()
  write(written(child.pid))
  watch()
  child.kill('SIGKILL')
  await until(() => says()[`session-${child.pid}`] === 'gone')
})

test('a process that was killed before we began is gone as well', () => {
  const { write, watch, says } = start()
  write(written(4_000_000))
  watch()
  expect(says()).toEqual({ 'session-4000000': 'gone' })
})

test('a file that goes away takes its process with it', async () => {
  const { folder, write, watch, says } = start()
  const { pid } = sleeper()
  write(written(pid))
  watch()
  rmSync(folder.at('sessions', `${pid}.json`))
  await until(() => says()[`session-${pid}`] === 'gone')
})

test('a session that goes on in another process is not gone', async () => {
  const { write, watch, says } = start()
  const { pid } = sleeper()
  write(written(4_000_000, { sessionId: 'a' }))
  watch()
  expect(says()).toEqual({ a: 'gone' })
  write(written(pid, { sessionId: 'a', status: 'idle' }))
  await until(() => says().a === 'idle')
})

test.if(process.platform === 'linux')('a pid that belongs to another process by now is not believed', () => {
  const { write, watch, says } = start()
  write(written(process.pid, { procStart: '1' }))
  watch()
  expect(says()).toEqual({ [`session-${process.pid}`]: 'gone' })
})

test('a status that is not known, or none, says nothing; what is torn or foreign is passed over', () => {
  const { write, watch, says } = start()
  const [a, b, c, d] = [sleeper(), sleeper(), sleeper(), sleeper()]
  write(written(a.pid, { status: 'dreaming' }))
  write(written(b.pid, { status: undefined }))
  write(written(c.pid), '{"pid":')
  write(written(d.pid, { sessionId: 7 }))
  watch()
  expect(says()).toEqual({})
  for (const foreign of ['[]', 'null', '7', '{"pid":"1"}', '{"pid":1,"sessionId":"a"}', '{"pid":-4,"sessionId":"a"}'])
    expect(parseSessionFile(foreign)).toBeUndefined()
})

test('a word from the future is from now, and a session begun in a folder that comes later is seen', async () => {
  const { folder, write, watch, all } = start()
  const { pid } = sleeper()
  rmSync(folder.at('sessions'), { recursive: true })
  watch()
  mkdirSync(folder.at('sessions'))
  write(written(pid, { statusUpdatedAt: Date.now() + 3_600_000 }))
  await until(() => all().length === 1)
  expect(all()[0]!.since).toBeLessThanOrEqual(Date.now())
})
