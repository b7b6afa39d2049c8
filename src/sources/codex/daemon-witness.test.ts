import { afterEach, expect, test } from 'bun:test'
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ServerWebSocket } from 'bun'
import type { Testimony } from '../../facts/testimony.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { until } from '../../lib/testing/until.ts'
import { daemonSocketOf, isOwnSocket } from './daemon.ts'
import { createDaemonWitness } from './daemon-witness.ts'

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp()
})

type Asked = { id?: number; method: string; params?: { threadId?: string } }

/** A daemon that answers as version 0.171.0 does, from a table of threads. */
function startDaemon({ answers = true } = {}) {
  const home = temporary('codex-daemon')
  const path = daemonSocketOf(home.path)
  mkdirSync(dirname(path), { mode: 0o700 })
  const threads = new Map<string, object>()
  const asked: string[] = []
  const sockets = new Set<ServerWebSocket<unknown>>()
  const server = Bun.serve({
    unix: path,
    fetch: (request, server) => (server.upgrade(request) ? undefined : new Response('no')),
    websocket: {
      open: (socket) => void sockets.add(socket),
      close: (socket) => void sockets.delete(socket),
      message(socket, text) {
        const { id, method, params } = JSON.parse(String(text)) as Asked
        asked.push(method)
        if (!answers || id === undefined) return
        const result =
          method === 'thread/loaded/list'
            ? { data: [...threads.keys()], nextCursor: null }
            : method === 'thread/read'
              ? { thread: { id: params?.threadId, status: threads.get(params?.threadId ?? '') } }
              : { userAgent: 'codex' }
        socket.send(JSON.stringify({ id, result }))
      },
    },
  })
  chmodSync(path, 0o600)
  cleanUps.push(
    () => home[Symbol.dispose](),
    () => void server.stop(true),
  )
  return {
    home: home.path,
    path,
    threads,
    asked,
    sockets,
    tell: (message: object) => {
      for (const socket of sockets) socket.send(JSON.stringify(message))
    },
    stop: () => server.stop(true),
  }
}

function listen(home: string) {
  let said: Testimony[] = []
  cleanUps.push(
    createDaemonWitness([home]).watch(({ testimonies }) => {
      said = testimonies
    }),
  )
  return () => said.map(({ key, says, reason }) => (reason === null ? `${key} ${says}` : `${key} ${says}: ${reason}`))
}

const active = (...activeFlags: string[]) => ({ type: 'active', activeFlags })
const changed = (threadId: string, status: object) => ({
  method: 'thread/status/changed',
  params: { threadId, status },
})

test('the daemon says which threads work and which wait for a person, at once and with each change', async () => {
  const daemon = startDaemon()
  daemon.threads.set('a', active()).set('b', active('waitingOnApproval')).set('c', { type: 'idle' })
  const says = listen(daemon.home)
  await until(() => says().length === 2)
  expect(says()).toEqual(['a working', 'b waiting: asks for permission'])
  daemon.tell(changed('b', active('waitingOnUserInput')))
  await until(() => says().includes('b waiting: asks a question'))
  daemon.tell(changed('a', { type: 'idle' }))
  await until(() => says().length === 1)
  daemon.threads.set('d', active())
  daemon.tell({ method: 'thread/started', params: { thread: { id: 'd' } } })
  await until(() => says().includes('d working'))
  // Looking is all that it does.
  expect(new Set(daemon.asked)).toEqual(new Set(['initialize', 'initialized', 'thread/loaded/list', 'thread/read']))
})

test('what a daemon said holds no longer once it is gone', async () => {
  const daemon = startDaemon()
  daemon.threads.set('a', active())
  const says = listen(daemon.home)
  await until(() => says().length === 1)
  daemon.stop()
  await until(() => says().length === 0)
})

test('what is no answer ends the connection, and what is not known says nothing', async () => {
  const daemon = startDaemon()
  daemon.threads.set('a', { type: 'systemError' }).set('b', active())
  const says = listen(daemon.home)
  await until(() => says().length === 1)
  daemon.tell({ method: 'thread/status/changed', params: null })
  daemon.tell({ method: 'thread/status/changed', params: { threadId: { $: 1 }, status: 7 } })
  daemon.tell({ id: 99, method: 'item/commandExecution/requestApproval', params: {} })
  daemon.tell(changed('c', active()))
  await until(() => says().includes('c working'))
  for (const socket of daemon.sockets) socket.send('{"torn')
  await until(() => says().length === 0)
})

test('a daemon that takes the connection and says nothing holds nobody up', async () => {
  const daemon = startDaemon({ answers: false })
  const says = listen(daemon.home)
  await until(() => daemon.asked.length > 0)
  expect(says()).toEqual([])
  expect(daemon.asked).toEqual(['initialize'])
})

test('a socket that somebody else may have put there is not asked', () => {
  const daemon = startDaemon()
  expect(isOwnSocket(daemon.path)).toBe(true)
  chmodSync(dirname(daemon.path), 0o777)
  expect(isOwnSocket(daemon.path)).toBe(false)
  chmodSync(dirname(daemon.path), 0o700)
  expect(isOwnSocket(daemon.path, 12_345)).toBe(false)
  expect(isOwnSocket(daemon.home)).toBe(false)
  expect(isOwnSocket(`${daemon.path}.gone`)).toBe(false)
})
