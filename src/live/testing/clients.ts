import { connect as dial, type Socket } from 'node:net'
import type { Role } from '../../auth/role.ts'
import { createBus } from '../bus.ts'
import type { Catalog } from '../catalog.ts'
import type { Event } from '../event.ts'
import { createFeed, type SocketData } from '../feed.ts'
import { sampleCatalog } from './events.ts'

export type FeedMessage = Record<string, unknown> & { type?: string; seq?: number; kind?: string; epoch?: string }

/** The bus and its feed on a real server. The role is named in the address; the key `good` is that of an operator. */
export const startFeed = (now?: () => number) => startFeedOf(sampleCatalog, now)

/** The same for the events of a catalog. */
export function startFeedOf<E extends Event>(catalog: Catalog<E>, now?: () => number) {
  const live = createBus<E>({
    host: 'here',
    now: Date.now,
    catalog,
    onListenerError(error) {
      throw error
    },
  })
  const revoked = new Set<string>()
  const rights = { stillValid: (id: string) => !revoked.has(id), noteUse() {} }
  const feed = createFeed({ bus: live, catalog, build: 'b1', rights, ...(now && { now }) })
  const server = Bun.serve<SocketData>({
    port: 0,
    hostname: '127.0.0.1',
    websocket: feed.handler,
    fetch(request, server) {
      const role = new URL(request.url).searchParams.get('role') as Role | null
      const data: SocketData = {
        caller: role ? { id: role, role } : undefined,
        withKey: (key) => (key === 'good' ? { id: 'keyed', role: 'operator' } : undefined),
        topics: [],
        from: '127.0.0.1',
        takenSeq: 0,
      }
      return server.upgrade(request, { data }) ? undefined : new Response('no socket')
    },
  })
  return {
    live,
    feed,
    port: server.port!,
    connect: (role: Role | '' = 'viewer') => connectTo(`ws://127.0.0.1:${server.port}/?role=${role}`),
    async [Symbol.asyncDispose]() {
      feed.stop()
      await server.stop(true)
    },
  }
}

/** A browser's side of a socket: `next` is the next message not yet looked at. */
function connectTo(url: string) {
  const socket = new WebSocket(url)
  const waiting: ((said: FeedMessage) => void)[] = []
  const unread: FeedMessage[] = []
  const opened = new Promise<void>((resolve) => {
    socket.onopen = () => resolve()
  })
  const closed = new Promise<string>((resolve) => {
    socket.onclose = ({ code, reason }) => resolve(`${code} ${reason}`.trim())
  })
  socket.onmessage = ({ data }) => {
    const said = JSON.parse(String(data)) as FeedMessage
    const taker = waiting.shift()
    if (taker) taker(said)
    else unread.push(said)
  }
  const next = () => {
    const said = unread.shift()
    return said ? Promise.resolve(said) : new Promise<FeedMessage>((resolve) => waiting.push(resolve))
  }
  return {
    closed,
    next,
    async take(count: number) {
      const all: FeedMessage[] = []
      while (all.length < count) all.push(await next())
      return all
    },
    /** What has come and was not looked at. */
    rest: () => unread.splice(0),
    say: (message: unknown) =>
      void opened.then(() => socket.send(typeof message === 'string' ? message : JSON.stringify(message))),
    [Symbol.dispose]: () => socket.close(),
  }
}

/** A reader that speaks and then stops reading, down at the wire, until told to read the rest. */
export async function connectStuck(port: number, message: unknown) {
  const wire = dial({ port, host: '127.0.0.1' })
  const head =
    'Host: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
  wire.write(`GET /?role=viewer HTTP/1.1\r\n${head}\r\n\r\n`)
  let received = Buffer.alloc(0)
  const more = (wire: Socket) =>
    new Promise<boolean>((resolve) => {
      const take = (bytes: Buffer) => {
        received = Buffer.concat([received, bytes])
        wire.pause()
        done(true)
      }
      const end = () => done(false)
      const done = (came: boolean) => {
        wire.off('data', take).off('close', end)
        resolve(came)
      }
      wire.on('data', take).on('close', end).resume()
    })
  while (!received.includes('heartbeatMs')) await more(wire)
  received = received.subarray(received.indexOf('\r\n\r\n') + 4)
  wire.write(maskedFrame(JSON.stringify(message)))
  while (!received.includes('"subscribed"')) await more(wire)
  return {
    /** Reads on to the end: the numbers told, and the words it was closed with. */
    async readRest() {
      while (!closingOf(received)) if (!(await more(wire))) break
      const seqs = framesIn(received).flatMap(({ opcode, payload }) => {
        const said = opcode === 1 ? (JSON.parse(payload.toString()) as FeedMessage) : {}
        return said.kind === undefined ? [] : [said.seq!]
      })
      return { seqs, closing: closingOf(received) }
    },
    [Symbol.dispose]: () => void wire.destroy(),
  }
}

function maskedFrame(text: string) {
  const payload = Buffer.from(text)
  if (payload.length > 125) throw new Error('longer than this helper can frame')
  // A mask of zeros is a mask.
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

function framesIn(bytes: Buffer) {
  const frames: { opcode: number; payload: Buffer }[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const short = bytes[at + 1]! & 0x7f
    const head = short === 127 ? 10 : short === 126 ? 4 : 2
    if (at + head > bytes.length) break
    const size =
      short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short
    if (at + head + size > bytes.length) break
    frames.push({ opcode: bytes[at]! & 0x0f, payload: bytes.subarray(at + head, at + head + size) })
    at += head + size
  }
  return frames
}

function closingOf(bytes: Buffer) {
  const close = framesIn(bytes).find(({ opcode }) => opcode === 8)
  return close && `${close.payload.readUInt16BE(0)} ${close.payload.subarray(2)}`
}
