import type { ServerWebSocket, WebSocketHandler } from 'bun'
import type { Caller } from '../auth/caller.ts'
import type { Log } from '../lib/log.ts'
import { Refusal } from '../lib/refusal.ts'
import { isRole, refuseUnless } from './roles.ts'

/** A request to open a socket, after it has passed the guard. */
export type Upgrade = {
  url: URL
  /** The address it comes from, or `socket-file`. */
  from: string
  /** Who it is from as far as its headers tell; a browser cannot send its key with them. */
  caller: Caller | undefined
  /** Who it is from with the key that came later, in a message. */
  withKey(key: string): Caller | undefined
}

/** More messages of one socket in one turn of the loop close it. */
const maxMessagesInOneTurn = 200
/** Sockets that have not said who they are: of one address, where strangers may be beside us, and in all. */
const maxStrangersOfOne = 50
const maxStrangers = 200

/** Why a socket was closed, as a number that its page understands. */
export const closeCodes = { takenBack: 4001, silent: 4002, noRole: 4003, behind: 4008, failed: 1011 } as const

/**
 * One kind of socket: where it is, who may open it, and what happens on it. `Data` is what each connection carries.
 * The methods are Bun's; what they throw closes the connection that it was about and is logged.
 */
export type SocketKind<Data extends object = object> = {
  path: string
  /** Checked before the socket opens; `by-message` is a kind that checks the first message itself, for its key. */
  role: Caller['role'] | 'by-message'
  /** All of them together, and those of one address. One more is refused with 429. */
  maxSockets: number
  maxSocketsOfOne: number
  /** A longer message closes its connection. */
  maxMessageBytes: number
  dataFor(upgrade: Upgrade): Data
  open(socket: ServerWebSocket<Data>): void
  message(socket: ServerWebSocket<Data>, message: string | Buffer<ArrayBuffer>): void
  /** Something that waited for the reader was sent; look at `getBufferedAmount`. */
  drain(socket: ServerWebSocket<Data>): void
  close(socket: ServerWebSocket<Data>): void
}

/** What the server knows of a connection: its kind and its address, beside what the kind has put there. */
export type Connection = { kind: SocketKind; from: string; isStranger: boolean }

/**
 * Leads each connection to its kind. Default-deny: a kind without a role does not start, and neither do two kinds with
 * one path.
 */
export function createSockets(kinds: SocketKind[], log: Log) {
  const wrong = kinds
    .filter(({ role }) => role !== 'by-message' && !isRole(role))
    .map(({ path }) => `${path} has no role`)
  if (wrong.length > 0) throw new Error(`Not every socket is guarded: ${wrong.join(', ')}.`)
  const byPath = new Map(kinds.map((kind) => [kind.path, kind]))
  if (byPath.size < kinds.length) throw new Error('Two kinds of socket have the same path.')
  const open = new Set<ServerWebSocket<Connection>>()

  const handler: WebSocketHandler<Connection> = {
    maxPayloadLength: Math.max(0, ...kinds.map(({ maxMessageBytes }) => maxMessageBytes)),
    idleTimeout: 120,
    // Above what each kind lets wait, so that Bun never drops a message before the kind has seen its reader fall behind.
    backpressureLimit: 16 << 20,
    closeOnBackpressureLimit: true,
    perMessageDeflate: false,

    open(socket) {
      open.add(socket)
      socket.data.kind.open(socket)
    },
    message(socket, message) {
      const { kind } = socket.data
      if (floods(socket)) socket.close(1008, 'too many messages at once')
      else if (Buffer.byteLength(message) > kind.maxMessageBytes) socket.close(1009, 'this message is too long')
      else kind.message(socket, message)
    },
    drain: (socket) => socket.data.kind.drain(socket),
    close(socket) {
      open.delete(socket)
      socket.data.kind.close(socket)
    },
    error(error, socket) {
      log.error('a socket failed', { path: socket.data.kind.path, error })
      socket.close(closeCodes.failed, 'something went wrong here')
    },
  }

  /** Messages of each socket in this turn of the loop. Thousands in one write would hold everybody up. */
  let counts: Map<ServerWebSocket<Connection>, number> | undefined

  function floods(socket: ServerWebSocket<Connection>) {
    if (!counts) {
      counts = new Map()
      setImmediate(() => {
        counts = undefined
      })
    }
    const count = (counts.get(socket) ?? 0) + 1
    counts.set(socket, count)
    return count > maxMessagesInOneTurn
  }

  /** Strangers take no room from those whom we know, who may come from the same address. */
  function refuseStrangers(from: string) {
    const strangers = [...open].filter(({ data }) => data.isStranger)
    const ofOne = strangers.filter(({ data }) => data.from === from)
    if (strangers.length >= maxStrangers || ofOne.length >= maxStrangersOfOne)
      throw new Refusal('too-many', 'Too many have connected without signing in. Try again later.', {
        retryAfterSeconds: 30,
      })
  }

  return {
    handler,

    kindAt: (path: string) => byPath.get(path),

    /** Lets a connection in: what it carries from then on. Throws a Refusal for want of a role or of room. */
    admit(kind: SocketKind, upgrade: Upgrade): Connection {
      if (kind.role !== 'by-message') refuseUnless(upgrade.caller, kind.role)
      const same = [...open].filter(({ data }) => data.kind === kind)
      if (!upgrade.caller) refuseStrangers(upgrade.from)
      const ofOne = same.filter(({ data }) => data.from === upgrade.from && data.isStranger === !upgrade.caller)
      if (same.length >= kind.maxSockets || ofOne.length >= kind.maxSocketsOfOne)
        throw new Refusal('too-many', 'Too many pages are connected. Close some and try again.', {
          retryAfterSeconds: 30,
        })
      return { ...kind.dataFor(upgrade), kind, from: upgrade.from, isStranger: !upgrade.caller }
    },
  }
}
