import { expect, test } from 'bun:test'
import type { Caller } from '../auth/caller.ts'
import { type ByteChannel, type ByteSocket, byteSocket } from './byte-socket.ts'
import { startServer } from './testing/serve.ts'

/** A server with one byte socket, and what happened on it: the channels that were opened, and those that were closed. */
function start({ role = 'viewer', ...more }: Partial<ByteSocket> & { role?: Caller['role'] } = {}) {
  const channels: ByteChannel[] = []
  const closed: ByteChannel[] = []
  const received: Uint8Array[] = []
  let kind: ReturnType<typeof byteSocket> | undefined
  const server = startServer((auth, log) => {
    const description: ByteSocket = {
      path: '/api/bytes',
      role,
      signIn: 'at-upgrade',
      maxSockets: 10,
      maxSocketsOfOne: 10,
      open(channel) {
        channels.push(channel)
        return { bytes: (bytes) => void received.push(bytes), closed: () => void closed.push(channel) }
      },
      ...more,
    }
    kind = byteSocket(description, { rights: auth, log })
    auth.onRevoked(kind.hangUp)
    return [kind]
  })
  return {
    ...server,
    channels,
    closed,
    received,
    async channel(n = 0) {
      while (!channels[n]) await Bun.sleep(2)
      return channels[n]!
    },
    async [Symbol.asyncDispose]() {
      kind?.stop()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** A message whose every byte tells its place in the whole stream. */
const piece = (n: number, bytes = 64 << 10) => new Uint8Array(bytes).fill(n % 251)

test('bytes go in both directions as they are', async () => {
  await using server = start()
  using client = server.connect('/api/bytes?of=1')
  const channel = await server.channel()
  expect([channel.caller.role, channel.url.searchParams.get('of')]).toEqual(['viewer', '1'])
  expect(channel.send(new Uint8Array([0, 255, 10]))).toBe(true)
  expect(new Uint8Array((await client.next()) as ArrayBuffer)).toEqual(new Uint8Array([0, 255, 10]))
  await client.send(new Uint8Array([1, 0, 254]))
  while (server.received.length === 0) await Bun.sleep(2)
  expect([...server.received[0]!]).toEqual([1, 0, 254])
})

test('a fast producer waits for a slow reader: what waits is bounded, and everything arrives in order', async () => {
  const maxQueuedBytes = 1 << 20
  await using server = start({ maxQueuedBytes })
  using client = await server.connectSlow('/api/bytes')
  const channel = await server.channel()
  const count = 600
  let highest = 0
  let sent = 0
  let waits = 0
  async function produce() {
    for (; sent < count; sent++) {
      const room = channel.send(piece(sent))
      highest = Math.max(highest, channel.queuedBytes())
      if (room === true) continue
      waits++
      expect(await room).toBe(true)
    }
  }
  const producing = produce()
  const messages: Buffer[] = []
  let ahead = 0
  while (messages.length < count) {
    messages.push(...(await client.take(200_000)))
    ahead = Math.max(ahead, sent - messages.length)
    await Bun.sleep(1)
  }
  await producing
  expect(highest).toBeLessThanOrEqual(maxQueuedBytes / 4 + (64 << 10) + 16)
  expect(waits).toBeGreaterThan(10)
  // The system itself takes some megabytes for a reader; the rest was not produced before there was room.
  expect(ahead).toBeLessThan(count / 2)
  expect(messages.every((message, n) => message.equals(piece(n)))).toBe(true)
})

test('a producer that does not wait is cut off at the bound, and the reader is told that it fell behind', async () => {
  await using server = start({ maxQueuedBytes: 1 << 20 })
  using client = await server.connectSlow('/api/bytes')
  using other = server.connect('/api/bytes')
  const channel = await server.channel()
  let highest = 0
  let sent = 0
  let last: boolean | Promise<boolean> = true
  for (; last !== false && sent < 10_000; sent++) {
    last = channel.send(piece(sent))
    highest = Math.max(highest, channel.queuedBytes())
  }
  expect(last).toBe(false)
  expect(highest).toBeLessThanOrEqual(1 << 20)
  expect(server.closed).toEqual([channel])
  const { messages, closing } = await client.takeRest()
  expect(closing).toBe('4008 this reader fell too far behind')
  expect(messages.length).toBe(sent - 1)
  // The other one never notices.
  expect((await server.channel(1)).send(piece(1))).toBe(true)
  expect(((await other.next()) as ArrayBuffer).byteLength).toBe(64 << 10)
})

test('a reader that is stuck is closed, and whoever waits for it is told that nobody is there', async () => {
  await using server = start({ maxStuckMs: 50 })
  using client = await server.connectSlow('/api/bytes')
  const channel = await server.channel()
  let room: boolean | Promise<boolean> = true
  while (room === true) room = channel.send(piece(1))
  expect(await room).toBe(false)
  expect(server.closed).toEqual([channel])
  expect(channel.send(piece(1))).toBe(false)
  expect((await client.takeRest()).closing).toBe('4008 this reader fell too far behind')
})

test('a message beyond the bound goes when nothing else waits', async () => {
  await using server = start({ maxQueuedBytes: 1_000 })
  using client = server.connect('/api/bytes')
  const channel = await server.channel()
  expect(await channel.send(piece(1, 500_000))).toBe(true)
  expect(((await client.next()) as ArrayBuffer).byteLength).toBe(500_000)
})

test('a reader that goes away ends the waiting of whoever sends to it', async () => {
  await using server = start()
  const client = await server.connectSlow('/api/bytes')
  const channel = await server.channel()
  let room: boolean | Promise<boolean> = true
  while (room === true) room = channel.send(piece(1))
  client[Symbol.dispose]()
  expect(await room).toBe(false)
  expect(server.closed).toEqual([channel])
  expect([channel.send(piece(1)), channel.queuedBytes()]).toEqual([false, 0])
})

test('a client is not read from while its message is being handled, and each comes after the one before', async () => {
  const gate = Promise.withResolvers<void>()
  const order: number[] = []
  let handling = 0
  await using server = start({
    open: () => ({
      async bytes(bytes) {
        expect(++handling).toBe(1)
        if (order.length === 0) await gate.promise
        await Bun.sleep(0)
        order.push(bytes[0]!)
        handling--
      },
      closed() {},
    }),
  })
  using client = server.connect('/api/bytes')
  const count = 400
  for (let n = 0; n < count; n++) await client.send(piece(n))
  // 26 MB: what the system takes on both sides is less, so the rest stays where it came from.
  for (let before = -1; before !== client.unsentBytes(); ) {
    before = client.unsentBytes()
    await Bun.sleep(100)
  }
  expect(client.unsentBytes()).toBeGreaterThan(1 << 20)
  gate.resolve()
  while (order.length < count) await Bun.sleep(5)
  expect(order).toEqual(Array.from({ length: count }, (_, n) => n % 251))
})

test('a browser signs in with its first message, and nothing is open before', async () => {
  await using server = start({ role: 'operator', signIn: 'first-message' })
  const { key, headers } = server.signedIn('operator')
  using client = server.connect('/api/bytes', { ...headers, origin: server.origin })
  await client.opened
  expect(server.channels).toEqual([])
  await client.send(JSON.stringify({ type: 'open', key }))
  expect(await client.next()).toBe('{"type":"opened"}')
  expect((await server.channel()).caller.role).toBe('operator')
})

test('a first message without the right, or that is none, closes the socket', async () => {
  await using server = start({ role: 'operator', signIn: 'first-message' })
  const viewer = server.signedIn('viewer')
  const operator = server.signedIn('operator')
  const open = (key?: string) => JSON.stringify({ type: 'open', key })
  for (const [headers, message, closing] of [
    [{}, open(), '4003 This needs the role operator; you are viewer.'],
    [viewer.headers, open(viewer.key), '4003 This needs the role operator; you are viewer.'],
    [viewer.headers, open(operator.key), '4003 sign in first'],
    [operator.headers, open('wrong'), '4003 sign in first'],
    [operator.headers, open(), '4003 This needs the role operator; you are viewer.'],
    [operator.headers, 'hello', '4003 send {"type":"open","key":KEY} first'],
    [operator.headers, new Uint8Array([1, 2]), '4003 send {"type":"open","key":KEY} first'],
  ] as const) {
    using client = server.connect('/api/bytes', headers)
    await client.send(message as string)
    expect(await client.closed).toBe(closing)
  }
  expect(server.channels).toEqual([])
})

test('a right that is taken back closes its sockets at once, and lets nothing more through', async () => {
  await using server = start()
  const token = server.bearer('operator')
  using client = server.connect('/api/bytes', token.headers)
  const channel = await server.channel()
  using other = server.connect('/api/bytes')
  await server.channel(1)
  server.auth.revokeToken(token.id.slice('token:'.length))
  expect(channel.send(piece(1))).toBe(false)
  expect(await client.closed).toBe('4001 access was taken back')
  expect(server.closed).toEqual([channel])
  server.channels[1]!.send(piece(2, 1))
  expect(((await other.next()) as ArrayBuffer).byteLength).toBe(1)
})

test('words are the feature’s own; where it has none they close the socket', async () => {
  const words: string[] = []
  await using server = start({
    open: (channel) => ({
      bytes() {},
      text: (text) => {
        words.push(text)
        channel.say(`heard ${text}`)
      },
      closed() {},
    }),
  })
  using client = server.connect('/api/bytes')
  await client.send('{"columns":80}')
  expect(await client.next()).toBe('heard {"columns":80}')
  await using without = start()
  using other = without.connect('/api/bytes')
  await other.send('hello')
  expect(await other.closed).toBe('1003 only bytes are understood here')
})

for (const [what, fail] of [
  [
    'throws',
    () => {
      throw new Error('a bug')
    },
  ],
  ['rejects', () => Promise.reject(new Error('a bug'))],
] as const)
  test(`a feature that ${what} closes the connection it was about, and is logged`, async () => {
    let first = true
    await using server = start({
      open: () => ({
        bytes: () => {
          if (!first) return undefined
          first = false
          return fail()
        },
        closed() {},
      }),
    })
    using client = server.connect('/api/bytes')
    using other = server.connect('/api/bytes')
    await other.opened
    await client.send(new Uint8Array(1))
    expect(await client.closed).toBe('1011 something went wrong here')
    expect(server.logged.join('')).toContain('a bug')
    await other.send(new Uint8Array(1))
    expect(await server.status('/api/bytes')).toBe(101)
  })

test('a feature may close a channel, also while it opens, and is told once that it is closed', async () => {
  let closed = 0
  await using server = start({
    open(channel) {
      channel.close(4100, 'there is no such thing')
      return { bytes() {}, closed: () => void closed++ }
    },
  })
  using client = server.connect('/api/bytes')
  expect(await client.closed).toBe('4100 there is no such thing')
  expect(closed).toBe(1)
})

test('a message that is too long closes its socket', async () => {
  await using server = start({ maxMessageBytes: 1_000 })
  using client = server.connect('/api/bytes')
  await client.send(new Uint8Array(1_001))
  expect(await client.closed).toMatch(/^10(06|09)/)
})
