import { expect, test } from 'bun:test'
import { createLog } from '../lib/log.ts'
import { createSockets, type SocketKind } from './sockets.ts'
import { startServer } from './testing/serve.ts'

/** A kind that answers each message with its path. */
const echo = (path: string, more: Partial<SocketKind> = {}): SocketKind => ({
  path,
  role: 'viewer',
  maxSockets: 3,
  maxSocketsOfOne: 3,
  maxMessageBytes: 100,
  dataFor: () => ({}),
  open() {},
  message: (socket, message) => void socket.send(`${path} ${message}`),
  drain() {},
  close() {},
  ...more,
})

test('each path leads to its kind, and the API to itself', async () => {
  await using server = startServer(() => [echo('/api/a'), echo('/api/b')])
  for (const path of ['/api/a', '/api/b']) {
    using client = server.connect(path)
    await client.send('hello')
    expect(await client.next()).toBe(`${path} hello`)
  }
  for (const path of ['/api/a/', '/api/a/x', '/api/A', '/api/c'])
    expect(await (await fetch(`${server.origin}${path}`)).text()).toBe('the api')
  expect((await fetch(`${server.origin}/api/a`)).status).toBe(400)
})

test('every kind passes the guard: host, origin and caller', async () => {
  await using server = startServer(() => [echo('/api/a'), echo('/api/operators', { role: 'operator' })])
  const { origin } = server
  const evil = { origin: 'http://evil.example' }
  const outcomes: [Record<string, string>, number][] = [
    [{}, 101],
    [{ origin }, 101],
    [evil, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ host: 'evil.example' }, 421],
    [{ authorization: 'Bearer wrong' }, 401],
    [{ 'x-wheelhouse-key': 'wrong' }, 401],
    [server.bearer('screen').headers, 403],
    [server.bearer('viewer').headers, 101],
  ]
  for (const [headers, status] of outcomes)
    expect([headers, await server.status('/api/a', headers)]).toEqual([headers, status])
  expect(await server.status('/api/operators')).toBe(403)
  expect(await server.status('/api/operators', server.bearer('operator').headers)).toBe(101)
  expect(await server.status('/api/operators', { ...server.bearer('operator').headers, ...evil })).toBe(403)
  await using strangers = startServer(() => [echo('/api/a')], { sameUser: false })
  expect(await strangers.status('/api/a')).toBe(401)
})

test('a kind has room for so many, and for so many of one address, whatever other kinds have', async () => {
  await using server = startServer(() => [echo('/api/a', { maxSocketsOfOne: 2 }), echo('/api/b', { maxSockets: 1 })])
  using one = server.connect('/api/a')
  using two = server.connect('/api/a')
  using three = server.connect('/api/b')
  await Promise.all([one.opened, two.opened, three.opened])
  expect([await server.status('/api/a'), await server.status('/api/b')]).toEqual([429, 429])
  one[Symbol.dispose]()
  await one.closed
  expect([await server.status('/api/a'), await server.status('/api/b')]).toEqual([101, 429])
})

test('each kind has its own bound for a message', async () => {
  await using server = startServer(() => [echo('/api/a', { maxMessageBytes: 10 }), echo('/api/b')])
  using long = server.connect('/api/a')
  using other = server.connect('/api/b')
  await long.send('ü'.repeat(6))
  await other.send('ü'.repeat(6))
  expect(await long.closed).toBe('1009 this message is too long')
  expect(await other.next()).toBe('/api/b üüüüüü')
})

test('a kind that fails closes the connection it was about, and is logged', async () => {
  await using server = startServer(() => [
    echo('/api/a', {
      message(socket, message) {
        if (`${message}` === 'fail') throw new Error('a bug')
        socket.send('fine')
      },
    }),
  ])
  using client = server.connect('/api/a')
  using other = server.connect('/api/a')
  await client.send('fail')
  expect(await client.closed).toBe('1011 something went wrong here')
  expect(server.logged.join('')).toContain('a bug')
  await other.send('hello')
  expect(await other.next()).toBe('fine')
})

test('two kinds with one path do not start', () => {
  const log = createLog('error', () => {})
  expect(() => createSockets([echo('/api/a'), echo('/api/a')], log)).toThrow('the same path')
})
