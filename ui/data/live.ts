import type { PublishedEvent } from '../../src/app/features.ts'
import { signInKey } from './api.ts'
import { contact, setContact } from './contact.ts'
import type { Topics } from './topics.ts'

type Position = { epoch: string; seq: number }
type Spoken =
  | PublishedEvent
  | { type: 'hello'; epoch: string; seq: number; heartbeatMs: number; build: string }
  | { type: 'reset' | 'subscribed' | 'heartbeat' | 'refused' }

const firstPauseMs = 500
const longestPauseMs = 5_000
/** A server that says nothing for so long is given up, before it said how often it speaks. */
const longestSilenceMs = 15_000
/** The server closes with these when it no longer knows who we are. */
const strangerCodes = [4001, 4003]

type Listener = {
  from: Position
  /** The build this page came from. */
  build: string
  /** What is heard beside the overview; it may change at any time. */
  topics: Topics
  /** Gets each event once and in order. */
  hear(event: PublishedEvent): void
  /** What was missed can no longer be told, or not to who we are now: everything is to be asked for anew. */
  startOver(): void
}

/**
 * The one socket of this page. It reconnects for as long as the page lives, notices a silent server by its missing
 * heartbeat, and fetches the page anew when the server is of another build.
 */
export function listen({ from, build, topics, hear, startOver }: Listener) {
  let position = from
  let socket: WebSocket | undefined
  let pauseMs = firstPauseMs
  let silenceMs = longestSilenceMs
  let watchdog: number | undefined
  let again: number | undefined
  let ended = false
  /** Whether this socket listens already, and whether it may hear more than the overview. */
  let listens = false
  let mayHearMore = true
  /** What it was last asked for. */
  let asked: string[] = []
  topics.onChange(() => {
    if (listens && mayHearMore && socket?.readyState === WebSocket.OPEN) subscribe(socket)
  })
  connect()

  function connect() {
    clearTimeout(again)
    const opening = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`)
    socket = opening
    listens = false
    mayHearMore = true
    silenceMs = longestSilenceMs
    opening.onmessage = ({ data }) => {
      if (socket !== opening) return
      take(JSON.parse(String(data)) as Spoken, opening)
      expectMore()
    }
    opening.onclose = ({ code }) => {
      // A socket that was given up before has nothing to say any more.
      if (socket !== opening || ended) return
      lost()
      if (strangerCodes.includes(code)) startOver()
    }
    expectMore()
  }

  function take(spoken: Spoken, speaking: WebSocket) {
    if (!('type' in spoken)) {
      position = { ...position, seq: spoken.seq }
      return hear(spoken)
    }
    if (spoken.type === 'hello') {
      silenceMs = spoken.heartbeatMs * 2.5
      if (spoken.build !== build && reloadOnce(spoken.build)) return
      subscribe(speaking)
    }
    // Who may not hear more is still told what everybody is.
    if (spoken.type === 'refused' && mayHearMore && topics.names().length > 0) {
      mayHearMore = false
      subscribe(speaking)
    }
    if (spoken.type === 'subscribed' || spoken.type === 'reset') {
      listens = true
      pauseMs = firstPauseMs
      setContact({ state: 'there' })
    }
    if (spoken.type === 'reset') startOver()
    if (spoken.type === 'subscribed' || spoken.type === 'reset') {
      topics.listening(asked)
      // What is wanted may have changed while the answer was on its way.
      if (wanted().join() !== asked.join()) subscribe(speaking)
    }
  }

  const wanted = () => ['overview', ...(mayHearMore ? topics.names() : [])]

  /**
   * Says what is wanted. From where on only at first: a socket that listens already has what follows on its way, and
   * would hear it twice.
   */
  function subscribe(speaking: WebSocket) {
    asked = wanted()
    const from = listens ? {} : { since: position.seq, epoch: position.epoch }
    speaking.send(JSON.stringify({ type: 'subscribe', topics: asked, ...from, key: signInKey.read() }))
  }

  function lost() {
    clearTimeout(watchdog)
    if (contact().state !== 'lost') setContact({ state: 'lost', since: Date.now() })
    clearTimeout(again)
    again = window.setTimeout(connect, pauseMs * (0.75 + Math.random() / 2))
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  function expectMore() {
    clearTimeout(watchdog)
    watchdog = window.setTimeout(giveUp, silenceMs)
  }

  /** Closing waits for an answer that a dead server does not give, so the socket is left behind. */
  function giveUp() {
    leave()
    lost()
  }

  function leave() {
    const left = socket
    socket = undefined
    left?.close()
  }

  return {
    /** Goes on from another position: what the page has just asked for is newer. */
    moveTo(asked: Position) {
      if (asked.epoch !== position.epoch || asked.seq > position.seq) position = asked
    },
    /** Tries again now instead of when its turn comes. */
    hurry() {
      if (contact().state !== 'lost') return
      leave()
      pauseMs = firstPauseMs
      connect()
    },
    stop() {
      ended = true
      clearTimeout(watchdog)
      clearTimeout(again)
      socket?.close()
    },
  }
}

/** A page of another build than its server is fetched anew, once: never in a loop. */
function reloadOnce(build: string) {
  if (sessionStorage.getItem('wheelhouse.reloaded-for') === build) return false
  sessionStorage.setItem('wheelhouse.reloaded-for', build)
  location.reload()
  return true
}
