import { createSignal } from 'solid-js'
import type { Heard } from '../src/live/events.ts'
import { signInKey } from './api.ts'

export type Contact = { state: 'waiting' } | { state: 'there' } | { state: 'lost'; since: number }

type Position = { epoch: string; seq: number }
type Spoken =
  | Heard
  | { type: 'hello'; epoch: string; seq: number; heartbeatMs: number; build: string }
  | { type: 'reset' | 'subscribed' | 'heartbeat' | 'refused' }

const firstPauseMs = 500
const longestPauseMs = 5_000
/** A server that says nothing for so long is given up, before it said how often it speaks. */
const longestSilenceMs = 15_000
/** The server closes with these when it no longer knows who we are. */
const strangerCodes = [4001, 4003]

const [contact, setContact] = createSignal<Contact>({ state: 'waiting' })
export { contact }

type Listener = {
  from: Position
  /** The build this page came from. */
  build: string
  /** Gets each event once and in order. */
  hear(event: Heard): void
  /** What was missed can no longer be told, or not to who we are now: everything is to be asked for anew. */
  startOver(): void
}

/**
 * The one socket of this page. It reconnects for as long as the page lives, notices a silent server by its missing
 * heartbeat, and fetches the page anew when the server is of another build.
 */
export function listen({ from, build, hear, startOver }: Listener) {
  let position = from
  let socket: WebSocket | undefined
  let pauseMs = firstPauseMs
  let silenceMs = longestSilenceMs
  let watchdog: number | undefined
  let again: number | undefined
  let ended = false
  connect()

  function connect() {
    clearTimeout(again)
    const opening = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`)
    socket = opening
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
      const { seq: since, epoch } = position
      const key = signInKey.read()
      speaking.send(JSON.stringify({ type: 'subscribe', topics: ['overview'], since, epoch, key }))
    }
    if (spoken.type === 'subscribed' || spoken.type === 'reset') {
      pauseMs = firstPauseMs
      setContact({ state: 'there' })
    }
    if (spoken.type === 'reset') startOver()
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
