import { connect, type Socket } from 'node:net'
import { createAuth } from '../../auth/auth.ts'
import type { Caller } from '../../auth/caller.ts'
import { callerAs } from '../../auth/testing/caller-as.ts'
import { createLog } from '../../lib/log.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { openStore } from '../../store/store.ts'
import { createGuard } from '../guard.ts'
import { serve } from '../server.ts'
import type { SocketKind } from '../sockets.ts'

type Auth = ReturnType<typeof createAuth>
type Log = ReturnType<typeof createLog>

/** The real server with the real guard and real credentials, and the kinds of socket that a test makes. */
export function startServer(kinds: (auth: Auth, log: Log) => SocketKind[], { sameUser = true } = {}) {
  const folder = temporary('http')
  const logged: string[] = []
  const log = createLog('warn', (line) => logged.push(line))
  const auth = createAuth(openStore('wheelhouse', ':memory:'), { instance: 'abcd2345' }, { now: Date.now })
  using unused = new DisposableStack()
  unused.use(folder)
  const server = serve({
    api: { handle: async () => new Response('the api') },
    guard: createGuard({
      auth,
      boundHost: '127.0.0.1',
      allowedHosts: [],
      sameUser: () => sameUser,
      socketCaller: () => callerAs('admin'),
    }),
    sockets: kinds(auth, log),
    live: { position: () => ({ epoch: 'e', seq: 0 }) },
    assets: {},
    log,
    host: '127.0.0.1',
    port: 0,
    socketPath: folder.at('socket'),
  })
  // It has started, so the folder goes with it and not with this function.
  unused.move()
  const admin = callerAs('admin')
  const host = `127.0.0.1:${server.port}`

  return {
    auth,
    logged,
    host,
    origin: `http://${host}`,
    bearer(role: Caller['role']) {
      const { id, token } = auth.createToken(admin, { name: role, role })
      return { id: `token:${id}`, headers: { authorization: `Bearer ${token}` } }
    },
    signedIn(role: Caller['role']) {
      const { cookie, key } = auth.exchange(auth.issueCode(role))!
      return { key, headers: { cookie: `wheelhouse_abcd2345=${cookie}` } }
    },
    /** The status a request to open a socket is answered with; 101 where it opens. */
    async status(path: string, headers: Record<string, string> = {}) {
      const wire = await dial(server.port, path, { host, ...headers })
      wire.destroy()
      return wire.status
    },
    connect: (path: string, headers: Record<string, string> = {}) => connectClient(`ws://${host}${path}`, headers),
    connectSlow: (path: string, headers: Record<string, string> = {}) =>
      connectSlow(server.port, path, { host, ...headers }),
    async [Symbol.asyncDispose]() {
      await server.stop()
      folder[Symbol.dispose]()
    },
  }
}

/** A browser's side of a socket, that reads as fast as it can. */
function connectClient(url: string, headers: Record<string, string>) {
  const socket = new WebSocket(url, { headers } as never)
  socket.binaryType = 'arraybuffer'
  const received: (string | ArrayBuffer)[] = []
  const takers: (() => void)[] = []
  socket.onmessage = ({ data }) => {
    received.push(data)
    for (const take of takers.splice(0)) take()
  }
  const opened = new Promise<void>((resolve) => {
    socket.onopen = () => resolve()
  })
  return {
    opened,
    closed: new Promise<string>((resolve) => {
      socket.onclose = ({ code, reason }) => resolve(`${code} ${reason}`.trim())
    }),
    async next() {
      while (received.length === 0) await new Promise<void>((resolve) => takers.push(resolve))
      return received.shift()!
    },
    async send(data: string | Uint8Array<ArrayBuffer>) {
      await opened
      socket.send(data)
    },
    unsentBytes: () => socket.bufferedAmount,
    [Symbol.dispose]: () => socket.close(),
  }
}

/** A reader that takes nothing from the wire until it is asked to. */
async function connectSlow(port: number, path: string, headers: Record<string, string>) {
  const wire = await dial(port, path, headers)
  return {
    /** Takes about so many bytes from the wire; returns what whole messages they made. */
    async take(bytes: number) {
      const until = wire.receivedBytes() + bytes
      while (wire.receivedBytes() < until && (await wire.more()));
      return wire.messages.splice(0)
    },
    /** Takes everything up to the end; returns the messages, and the code and words it was closed with. */
    async takeRest() {
      while (wire.closing() === undefined && (await wire.more()));
      return { messages: wire.messages.splice(0), closing: wire.closing() }
    },
    [Symbol.dispose]: () => wire.destroy(),
  }
}

/** Opens a socket by hand, down at the wire, and reads the head of the answer and nothing behind it. */
async function dial(port: number, path: string, headers: Record<string, string>) {
  const wire: Socket = connect({ port, host: '127.0.0.1' })
  const upgrade = {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }
  const lines = Object.entries({ ...upgrade, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  wire.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)

  const messages: Buffer[] = []
  let unread = Buffer.alloc(0)
  let receivedBytes = 0
  let status: number | undefined
  let closing: string | undefined
  let ended = false
  let arrived = false
  let wake = () => {}
  wire.on('error', () => {})
  wire.on('close', () => {
    ended = true
    wake()
  })
  // Nothing is lost that comes although the wire was paused.
  wire.on('data', (piece: Buffer) => {
    unread = Buffer.concat([unread, piece])
    receivedBytes += piece.length
    if (status === undefined) takeHead()
    if (status !== undefined) takeFrames()
    arrived = true
    wire.pause()
    wake()
  })

  function takeHead() {
    const end = unread.indexOf('\r\n\r\n')
    if (end === -1) return
    status = Number(/^HTTP\/1\.1 (\d+)/.exec(unread.toString('latin1'))?.[1])
    unread = unread.subarray(end + 4)
  }

  function takeFrames() {
    for (let frame = frameIn(unread); frame; frame = frameIn(unread)) {
      unread = unread.subarray(frame.size)
      if (frame.opcode === 8) closing = `${frame.payload.readUInt16BE(0)} ${frame.payload.subarray(2)}`
      else messages.push(frame.payload)
    }
  }

  /** Lets one piece come from the wire; false once there are no more. */
  async function more(): Promise<boolean> {
    if (!arrived && !ended) {
      const waiting = Promise.withResolvers<void>()
      wake = waiting.resolve
      wire.resume()
      await waiting.promise
    }
    const came = arrived
    arrived = false
    return came
  }
  while (status === undefined && (await more()));
  return {
    status,
    more,
    messages,
    receivedBytes: () => receivedBytes,
    closing: () => closing,
    destroy: () => wire.destroy(),
  }
}

function frameIn(bytes: Buffer) {
  if (bytes.length < 2) return undefined
  const short = bytes[1]! & 0x7f
  const head = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < head) return undefined
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  if (bytes.length < head + length) return undefined
  return { opcode: bytes[0]! & 0x0f, payload: bytes.subarray(head, head + length), size: head + length }
}
