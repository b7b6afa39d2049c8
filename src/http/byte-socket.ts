import type { ServerWebSocket } from 'bun'
import { z } from 'zod'
import type { Caller } from '../auth/caller.ts'
import { lazily } from '../lib/lazily.ts'
import type { Log } from '../lib/log.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Rights } from '../live/feed.ts'
import { refuseUnless } from './roles.ts'
import { closeCodes, type SocketKind, type Upgrade } from './sockets.ts'

/** The far end of a byte socket, as a feature sees it. */
export type ByteChannel = {
  caller: Caller
  /** Where it was opened, with its parameters. */
  url: URL
  /**
   * Sends bytes, in order. `true` and `false` say at once whether there is room for more or nobody is there any more; a
   * promise says so later, when the reader has caught up. Whoever sends on without waiting is cut off at the bound.
   */
  send(bytes: Uint8Array): boolean | Promise<boolean>
  /** Sends words of the feature's own, such as the size of a terminal. They count like bytes. */
  say(text: string): boolean | Promise<boolean>
  /** What waits to be sent, in bytes, beside what the system has taken already. */
  queuedBytes(): number
  close(code: number, reason: string): void
}

/** What a feature does with a channel. A promise makes the other end wait until it has come. */
type ByteHandlers = {
  bytes(bytes: Uint8Array): void | Promise<void>
  text?(text: string): void | Promise<void>
  closed(): void
}

export type ByteSocket = {
  path: string
  role: Caller['role']
  /**
   * When a caller's right is checked. `at-upgrade` is for programs, which send a token with the request. A browser
   * cannot: `first-message` waits for `{"type":"open","key":…}` and answers `{"type":"opened"}`.
   */
  signIn: 'at-upgrade' | 'first-message'
  maxSockets: number
  maxSocketsOfOne: number
  maxMessageBytes?: number
  /** From a quarter of this on, `send` asks its caller to wait; at all of it a connection is closed. */
  maxQueuedBytes?: number
  /** A reader that takes nothing for so long while something waits for it is closed, at the latest after twice that. */
  maxStuckMs?: number
  open(channel: ByteChannel): ByteHandlers
}

const checkEveryMs = 15_000
const maxSilenceMs = 10_000
/** A close frame waits behind what was not read; a reader that is really stuck never gets there. */
const terminateAfterMs = 10_000

const openMessage = lazily(() => z.object({ type: z.literal('open'), key: z.string().max(200).optional() }))

type Data = { upgrade: Upgrade; connection: ReturnType<typeof connect> | undefined }
type Socket = ServerWebSocket<Data>

/** A kind of socket that carries bytes in both directions, with backpressure in both. */
export function byteSocket(description: ByteSocket, { rights, log }: { rights: Rights; log: Log }) {
  const { path, role, signIn, maxSockets, maxSocketsOfOne, maxMessageBytes = 64 << 10 } = description
  const sockets = new Set<Socket>()
  const check = setInterval(() => {
    for (const { data } of sockets) {
      const id = data.connection?.caller.id
      if (id !== undefined && !rights.stillValid(id)) hangUp(id)
      else if (id !== undefined) rights.noteUse(id)
    }
  }, checkEveryMs)
  check.unref()

  const kind: SocketKind<Data> = {
    path,
    role: signIn === 'at-upgrade' ? role : 'by-message',
    maxSockets,
    maxSocketsOfOne,
    maxMessageBytes,
    dataFor: (upgrade) => ({ upgrade, connection: undefined }),

    open(socket) {
      sockets.add(socket)
      if (signIn === 'at-upgrade') begin(socket, socket.data.upgrade.caller)
      else
        setTimeout(() => {
          if (!socket.data.connection) socket.close(closeCodes.silent, 'nothing was asked for')
        }, maxSilenceMs).unref()
    },
    message(socket, message) {
      if (socket.data.connection) socket.data.connection.received(message)
      else signInWith(socket, message)
    },
    drain: ({ data }) => data.connection?.drained(),
    close(socket) {
      sockets.delete(socket)
      socket.data.connection?.ended()
    },
  }

  function signInWith(socket: Socket, message: string | Buffer) {
    const asked = openMessage.safeParse(typeof message === 'string' ? parse(message) : undefined)
    if (!asked.success) return socket.close(closeCodes.noRole, 'send {"type":"open","key":KEY} first')
    const { key } = asked.data
    const { caller, withKey } = socket.data.upgrade
    try {
      begin(socket, key === undefined ? caller : withKey(key))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      socket.close(closeCodes.noRole, error.code === 'unauthorized' ? 'sign in first' : error.message)
    }
  }

  function begin(socket: Socket, caller: Caller | undefined) {
    refuseUnless(caller, role)
    socket.data.connection = connect(socket, caller!, description, log)
    if (signIn === 'first-message') socket.send('{"type":"opened"}')
    socket.data.connection.begin()
  }

  /** Closes every socket of a credential that was taken back. */
  function hangUp(callerId: string) {
    for (const { data } of sockets)
      if (data.connection?.caller.id === callerId) data.connection.end(closeCodes.takenBack, 'access was taken back')
  }

  return { ...kind, hangUp, stop: () => clearInterval(check) }
}

/** One connection whose caller may be there. */
function connect(
  socket: Socket,
  caller: Caller,
  { path, open, maxQueuedBytes = 1 << 20, maxStuckMs = 30_000 }: ByteSocket,
  log: Log,
) {
  let handlers: ByteHandlers | undefined
  let isOpen = true
  let room: PromiseWithResolvers<boolean> | undefined
  let progress: ReturnType<typeof setInterval> | undefined
  /** Messages that came while one is being handled; undefined while none is. */
  let waiting: (string | Buffer)[] | undefined

  function send(data: Uint8Array | string): boolean | Promise<boolean> {
    if (!isOpen) return false
    const queued = socket.getBufferedAmount()
    // One that is larger than the bound may go when nothing waits; else it could never go.
    if (queued > 0 && queued + Buffer.byteLength(data) > maxQueuedBytes) return cutOff()
    socket.send(data)
    if (socket.getBufferedAmount() <= maxQueuedBytes / 4) return true
    room ??= Promise.withResolvers()
    progress ??= watchProgress()
    return room.promise
  }

  /** A reader is stuck when it has taken nothing between two looks. */
  function watchProgress() {
    let before = socket.getBufferedAmount()
    return setInterval(() => {
      const now = socket.getBufferedAmount()
      if (now >= before) cutOff()
      before = now
    }, maxStuckMs)
  }

  function cutOff() {
    end(closeCodes.behind, 'this reader fell too far behind')
    return false
  }

  /** Nothing is sent or handled from here on, even where the other end takes its time to go. */
  function end(code: number, reason: string) {
    leave()
    socket.close(code, reason)
    setTimeout(() => socket.terminate(), terminateAfterMs).unref()
  }

  /** Tells the feature once, whoever ended it. */
  function leave() {
    if (!isOpen) return
    isOpen = false
    settle(false)
    handlers?.closed()
  }

  function settle(there: boolean) {
    clearInterval(progress)
    progress = undefined
    room?.resolve(there)
    room = undefined
  }

  function handle(message: string | Buffer) {
    if (!isOpen) return
    if (typeof message !== 'string') return handlers?.bytes(message)
    if (handlers?.text) return handlers.text(message)
    end(1003, 'only bytes are understood here')
  }

  async function handleAll(first: void | Promise<void>) {
    const rest: (string | Buffer)[] = []
    waiting = rest
    socket.pause()
    try {
      await first
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) await handle(next)
    } catch (error) {
      log.error('a socket failed', { path, error })
      end(closeCodes.failed, 'something went wrong here')
    } finally {
      waiting = undefined
      socket.resume()
    }
  }

  return {
    caller,
    end,

    begin() {
      const queuedBytes = () => (isOpen ? socket.getBufferedAmount() : 0)
      handlers = open({ caller, url: socket.data.upgrade.url, send, say: send, queuedBytes, close: end })
      // The feature may have closed it already.
      if (!isOpen) handlers.closed()
    },

    /** One after the other; the other end is not read from while one is being handled. */
    received(message: string | Buffer) {
      if (waiting) return void waiting.push(message)
      const handling = handle(message)
      if (handling) void handleAll(handling)
    },

    drained() {
      if (socket.getBufferedAmount() <= maxQueuedBytes / 4) settle(true)
    },

    ended: leave,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is answered like any other message that is not understood.
    return undefined
  }
}
