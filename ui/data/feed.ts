import type { PublishedEvent } from '../../src/app/features.ts'
import { signInKey } from './api.ts'
import { contact, setContact } from './contact.ts'
import type { Topics } from './topics.ts'

/** A place in the server's events. Numbers of one epoch say nothing about another. */
export type Position = { epoch: string; seq: number }

type ServerMessage =
  | PublishedEvent
  | { type: 'hello'; epoch: string; seq: number; heartbeatMs: number; build: string }
  | { type: 'reset' | 'subscribed' | 'heartbeat' }
  | { type: 'refused'; code?: string; waitMs?: number }

const minPauseMs = 500
const maxPauseMs = 5_000
/** How long a server may be silent before its first message has named its heartbeat. */
const maxSilenceMs = 15_000
/** The server closes with these when it no longer knows who the page is. */
const unauthorizedCodes = [4001, 4003]

type Timer = ReturnType<typeof setTimeout>

type Options = {
  from: Position
  /** The build this page came from. */
  build: string
  /** What is subscribed to beside the overview; it may change at any time. */
  topics: Topics
  /** Gets each event once and in order. */
  onEvent(event: PublishedEvent): void
  /** Missed events cannot be sent any more, or the page has another role now: everything is to be asked for anew. */
  onReset(): void
}

/**
 * The one socket of this page. It reconnects for as long as the page lives, notices a silent server by its missing
 * heartbeat, and fetches the page anew when the server is of another build.
 */
export function openFeed({ from, build, topics, onEvent, onReset }: Options) {
  let position = from
  let socket: WebSocket | undefined
  let pauseMs = minPauseMs
  let silenceMs = maxSilenceMs
  let silenceTimer: Timer | undefined
  let reconnectTimer: Timer | undefined
  let isClosed = false
  /** Whether this socket is subscribed, and whether the server lets it have more than the overview. */
  let isSubscribed = false
  let mayHaveMore = true
  /** The topics of the last subscription. */
  let subscribedTo: string[] = []
  topics.onChange(() => {
    if (isSubscribed && mayHaveMore && socket?.readyState === WebSocket.OPEN) subscribe(socket)
  })
  connect()

  function connect() {
    clearTimeout(reconnectTimer)
    const opening = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`)
    socket = opening
    isSubscribed = false
    mayHaveMore = true
    silenceMs = maxSilenceMs
    opening.onmessage = ({ data }) => {
      if (socket !== opening) return
      receive(JSON.parse(String(data)) as ServerMessage, opening)
      watchForSilence()
    }
    opening.onclose = ({ code }) => {
      // A socket that was given up before does not matter any more.
      if (socket !== opening || isClosed) return
      loseContact()
      if (unauthorizedCodes.includes(code)) onReset()
    }
    watchForSilence()
  }

  function receive(message: ServerMessage, from: WebSocket) {
    if (!('type' in message)) {
      position = { ...position, seq: message.seq }
      return onEvent(message)
    }
    if (message.type === 'hello') {
      silenceMs = message.heartbeatMs * 2.5
      if (message.build !== build && reloadOnce(message.build)) return
      subscribe(from)
    }
    // Many topics were opened and closed at once: what is open now is asked for a little later.
    if (message.type === 'refused' && message.code === 'too-many') {
      setTimeout(
        () => from === socket && from.readyState === WebSocket.OPEN && subscribe(from),
        message.waitMs ?? 1_000,
      )
      return
    }
    // A role that may not have the other topics still gets the overview.
    if (message.type === 'refused' && mayHaveMore && topics.names().length > 0) {
      mayHaveMore = false
      subscribe(from)
    }
    if (message.type === 'subscribed' || message.type === 'reset') {
      isSubscribed = true
      pauseMs = minPauseMs
      setContact({ state: 'there' })
      if (message.type === 'reset') onReset()
      topics.subscribed(subscribedTo)
      // The wanted topics may have changed while the answer was on its way.
      if (wantedTopics().join() !== subscribedTo.join()) subscribe(from)
    }
  }

  const wantedTopics = () => ['overview', ...(mayHaveMore ? topics.names() : [])]

  /**
   * Subscribes to the wanted topics. The position is sent only at first: a subscribed socket has the following events on
   * their way, and would get them twice.
   */
  function subscribe(to: WebSocket) {
    subscribedTo = wantedTopics()
    const since = isSubscribed ? {} : { since: position.seq, epoch: position.epoch }
    to.send(JSON.stringify({ type: 'subscribe', topics: subscribedTo, ...since, key: signInKey.read() }))
  }

  function loseContact() {
    clearTimeout(silenceTimer)
    if (contact().state !== 'lost') setContact({ state: 'lost', since: Date.now() })
    clearTimeout(reconnectTimer)
    reconnectTimer = setTimeout(connect, pauseMs * (0.75 + Math.random() / 2))
    pauseMs = Math.min(pauseMs * 2, maxPauseMs)
  }

  function watchForSilence() {
    clearTimeout(silenceTimer)
    silenceTimer = setTimeout(() => {
      leaveSocket()
      loseContact()
    }, silenceMs)
  }

  /** Abandons the socket: closing waits for an answer that a dead server does not give. */
  function leaveSocket() {
    const left = socket
    socket = undefined
    left?.close()
  }

  return {
    /** Goes on from a newer position: the overview that was just asked for contains everything before it. */
    moveTo(next: Position) {
      if (next.epoch !== position.epoch || next.seq > position.seq) position = next
    },
    /** Connects now, where it waits to. */
    reconnect() {
      if (contact().state !== 'lost') return
      leaveSocket()
      pauseMs = minPauseMs
      connect()
    },
    close() {
      isClosed = true
      clearTimeout(silenceTimer)
      clearTimeout(reconnectTimer)
      socket?.close()
    },
  }
}

/** Fetches a page of another build than its server anew, once: never in a loop. */
function reloadOnce(build: string) {
  if (sessionStorage.getItem('wheelhouse.reloaded-for') === build) return false
  sessionStorage.setItem('wheelhouse.reloaded-for', build)
  location.reload()
  return true
}
