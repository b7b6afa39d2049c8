import type { ServerWebSocket, WebSocketHandler } from 'bun'
import { z } from 'zod'
import { atLeast, type Role } from '../auth/role.ts'
import { lazily } from '../lib/lazily.ts'
import type { Bus } from './bus.ts'
import type { Catalog } from './catalog.ts'
import type { Event, Published } from './event.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** A listener, as far as the feed has to know it. */
type Subscriber = { id: string; role: Role }

/** The state of a socket: its caller without a key, and a way to the caller of a key. */
export type SocketData = {
  /** The address it comes from. */
  from: string
  caller: Subscriber | undefined
  withKey(key: string): Subscriber | undefined
  /** The topics of its subscription; undefined before the first. */
  topics: string[] | undefined
  /** The number of the last event that surely arrived: nothing was waiting to be sent after it. */
  takenSeq: number
}

/** Credentials are checked at each heartbeat, and noted as used: one that only listens would look unused otherwise. */
export type Rights = { stillValid(callerId: string): boolean; noteUse(callerId: string): void }

export type Feed = ReturnType<typeof createFeed>

type FeedSocket = ServerWebSocket<SocketData>

/** A socket with more than this waiting to be sent is closed with the number to resume from. */
const maxBehindBytes = 1 << 20
export const heartbeatMs = 15_000
/** A socket without a subscription is closed after this long: the number of sockets is limited. */
const maxSilenceMs = 10_000
const closeCodes = { behind: 4008, revoked: 4001, noRole: 4003, silent: 4002, asksTooOften: 4029 } as const
/** A page subscribes when it comes, and when it opens something; replaying what it missed counts for more. */
const asking = { capacity: 60, perSecond: 5 }
const eventsPerToken = 100
const maxReplayTokens = 10
/** A socket that was refused so often and still asks is closed. */
const maxDebt = 60

const subscribe = lazily(() =>
  z.object({
    type: z.literal('subscribe'),
    topics: z.array(z.string().max(200)).max(50),
    since: z.number().int().nonnegative().optional(),
    epoch: z.string().max(40).optional(),
    key: z.string().max(200).optional(),
  }),
)

/**
 * The socket's side of the bus. The server sends `hello`; the client subscribes to topics from a position on. Missed
 * facts follow in order, then live ones, without a gap and without a duplicate: replay and subscription happen in one
 * turn of the loop, so that no event can be published between them.
 *
 * Every message is sent to each socket by itself, and the buffered amount is checked after each send: Bun's own
 * fan-out drops messages silently for a client that does not read.
 */
export function createFeed<E extends Event>({
  bus,
  catalog,
  build,
  rights,
  now = () => performance.now(),
}: {
  bus: Pick<Bus<E>, 'onAny' | 'position' | 'since'>
  catalog: Pick<Catalog<E>, 'visibleTo' | 'maySubscribe'>
  build: string
  rights: Rights
  /** In ms; only differences matter. */
  now?: () => number
}) {
  const sockets = new Set<FeedSocket>()
  const buckets = new WeakMap<FeedSocket, TokenBucket>()
  const onListeners = new Set<() => void>()
  let isTelling = false
  const unsubscribe = bus.onAny((event, topics) => {
    const textFor = serializer(event)
    for (const socket of sockets) sendTo(socket, event, topics, textFor)
  })
  const beat = setInterval(() => {
    const text = JSON.stringify({ type: 'heartbeat', seq: bus.position().seq })
    for (const socket of sockets) {
      const id = socket.data.caller?.id
      if (id !== undefined && !rights.stillValid(id)) hangUp(id)
      else if (id !== undefined) rights.noteUse(id)
      send(socket, text, undefined)
    }
  }, heartbeatMs)

  const handler: WebSocketHandler<SocketData> = {
    maxPayloadLength: 64 << 10,
    idleTimeout: 120,
    // The limit is above `maxBehindBytes`, so that Bun never drops a message before the socket is closed here.
    backpressureLimit: 16 << 20,
    closeOnBackpressureLimit: true,
    perMessageDeflate: false,

    open(socket) {
      sockets.add(socket)
      listenersChanged()
      buckets.set(socket, createTokenBucket(asking, now))
      setTimeout(() => {
        if (socket.data.topics === undefined) socket.close(closeCodes.silent, 'nothing was asked for')
      }, maxSilenceMs).unref()
      socket.data.takenSeq = bus.position().seq
      socket.send(JSON.stringify({ type: 'hello', ...bus.position(), heartbeatMs, build }))
    },
    close(socket) {
      sockets.delete(socket)
      listenersChanged()
    },
    drain(socket) {
      if (socket.getBufferedAmount() === 0) socket.data.takenSeq = bus.position().seq
    },
    message(socket, text) {
      const bucket = buckets.get(socket)
      if (bucket && !bucket.take()) {
        if (bucket.debt() > maxDebt) return socket.close(closeCodes.asksTooOften, 'this page asks too often')
        const waitMs = bucket.waitMs()
        const detail = `This page asks too often. Ask again in ${Math.ceil(waitMs / 1_000)} s.`
        return send(socket, JSON.stringify({ type: 'refused', code: 'too-many', detail, waitMs }), undefined)
      }
      const asked = subscribe.safeParse(parse(text))
      if (!asked.success)
        return refuse(socket, 'bad-input', 'Send {"type":"subscribe","topics":[…],"since":SEQ,"epoch":EPOCH}.')
      const { topics, since, epoch, key } = asked.data
      const caller = key === undefined ? socket.data.caller : socket.data.withKey(key)
      if (!caller) {
        refuse(socket, 'unauthorized', 'Sign in first: this socket carries no right to listen.')
        return socket.close(closeCodes.noRole, 'sign in first')
      }
      socket.data.caller = caller
      const denied = topics.filter((topic) => !catalog.maySubscribe(caller.role, topic))
      if (denied.length > 0)
        return refuse(socket, 'forbidden', `As ${caller.role} you may not listen to ${denied.join(', ')}.`)
      socket.data.topics = topics
      listenersChanged()
      const missed = since === undefined || epoch === undefined ? [] : bus.since({ seq: since, epoch })
      if (missed === undefined)
        return void send(socket, JSON.stringify({ type: 'reset', ...bus.position() }), undefined)
      bucket?.charge(Math.min(maxReplayTokens, missed.length / eventsPerToken))
      // Nothing behind `since` was taken yet, however far the bus has come.
      if (missed.length > 0) socket.data.takenSeq = since!
      send(socket, JSON.stringify({ type: 'subscribed', topics, ...bus.position() }), undefined)
      for (const { event, topics } of missed) sendTo(socket, event, topics, serializer(event))
    },
  }

  /** Tells once for all that changes in one turn of the loop. */
  function listenersChanged() {
    if (isTelling) return
    isTelling = true
    setImmediate(() => {
      isTelling = false
      for (const run of onListeners) run()
    })
  }

  function sendTo(socket: FeedSocket, event: Published<E>, topics: string[], textFor: ReturnType<typeof serializer>) {
    const { caller, topics: wanted } = socket.data
    const topic = topics.find((topic) => wanted?.includes(topic))
    const text = topic !== undefined && caller && textFor(topic, caller.role)
    if (text) send(socket, text, event.seq)
  }

  /** An event as text, under a topic, as a role may see it; each text is made once, however many listen. */
  function serializer({ seq, at, host, ...event }: Published<E>) {
    const texts = new Map<string, string | undefined>()
    return (topic: string, role: Role) => {
      const name = `${topic} ${role}`
      if (!texts.has(name)) {
        const visible = catalog.visibleTo(role, event as unknown as E)
        texts.set(name, visible && JSON.stringify({ seq, at, host, topic, ...visible }))
      }
      return texts.get(name)
    }
  }

  function send(socket: FeedSocket, text: string, seq: number | undefined) {
    if (!sockets.has(socket)) return
    socket.send(text)
    const waiting = socket.getBufferedAmount()
    if (waiting === 0) {
      if (seq !== undefined) socket.data.takenSeq = seq
      return
    }
    if (waiting <= maxBehindBytes) return
    sockets.delete(socket)
    listenersChanged()
    socket.close(closeCodes.behind, `resume from seq ${socket.data.takenSeq}`)
    // The close frame waits behind what was not read. A reader that is really stuck never gets there.
    setTimeout(() => socket.terminate(), 10_000).unref()
  }

  /** Closes every socket of a credential that was taken back. */
  function hangUp(callerId: string) {
    for (const socket of sockets)
      if (socket.data.caller?.id === callerId) {
        sockets.delete(socket)
        listenersChanged()
        socket.close(closeCodes.revoked, 'access was taken back')
      }
  }

  function refuse(socket: FeedSocket, code: string, detail: string) {
    send(socket, JSON.stringify({ type: 'refused', code, detail }), undefined)
  }

  return {
    handler,
    count: () => sockets.size,
    /** How many sockets have at least this role. */
    countOf: (role: Role) =>
      [...sockets].filter(({ data: { caller } }) => caller !== undefined && atLeast(caller.role, role)).length,
    /** Runs after it has changed how many there are, who they are, or what they listen to. */
    onListeners(run: () => void) {
      onListeners.add(run)
      return () => void onListeners.delete(run)
    },
    /** Whether anybody is subscribed to a topic. */
    isHeard: (topic: string) => [...sockets].some(({ data: { topics } }) => topics?.includes(topic) ?? false),
    /** How many sockets are subscribed to a topic. */
    hearers: (topic: string) => [...sockets].filter(({ data: { topics } }) => topics?.includes(topic) ?? false).length,
    countFrom: (from: string) => [...sockets].filter((socket) => socket.data.from === from).length,

    hangUp,

    stop() {
      clearInterval(beat)
      unsubscribe()
      onListeners.clear()
      for (const socket of sockets) socket.close(1001, 'Wheelhouse is stopping')
      sockets.clear()
    },
  }
}

function parse(text: string | Buffer): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    // Not JSON is answered like any other message we do not understand.
    return undefined
  }
}
