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
const longestPauseMs = 15_000

const [contact, setContact] = createSignal<Contact>({ state: 'waiting' })
export { contact }

/**
 * The one socket of this page. It speaks from `from` on; `hear` gets each event once and in order, `startOver` is
 * called when what was missed can no longer be told, `otherBuild` when the server is not the one this page came from.
 * Reconnects for as long as the page lives, and notices a silent server by its missing heartbeat.
 */
export function listen({
  from,
  build,
  hear,
  startOver,
}: {
  from: Position
  build: string
  hear(event: Heard): void
  startOver(): void
}) {
  let position = from
  let socket: WebSocket | undefined
  let pauseMs = firstPauseMs
  let watchdog: number | undefined
  let again: number | undefined
  let ended = false
  connect()

  function connect() {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`)
    // Nothing may come at all: the same watchdog then tries anew.
    expectWithin(longestPauseMs)
    let silenceMs = 40_000
    socket.onmessage = ({ data }) => {
      const spoken = JSON.parse(String(data)) as Spoken
      expectWithin(silenceMs)
      if (!('type' in spoken)) {
        position = { ...position, seq: spoken.seq }
        return hear(spoken)
      }
      switch (spoken.type) {
        case 'hello': {
          silenceMs = spoken.heartbeatMs * 2.5
          if (spoken.build !== build && reloadOnce(spoken.build)) return
          const key = signInKey.read()
          socket?.send(
            JSON.stringify({
              type: 'subscribe',
              topics: ['overview'],
              since: position.seq,
              epoch: position.epoch,
              ...(key !== undefined && { key }),
            }),
          )
          return
        }
        case 'subscribed':
          pauseMs = firstPauseMs
          setContact({ state: 'there' })
          return
        case 'reset':
          pauseMs = firstPauseMs
          setContact({ state: 'there' })
          return startOver()
      }
    }
    socket.onclose = lost
  }

  function lost() {
    clearTimeout(watchdog)
    if (ended) return
    if (contact().state !== 'lost') setContact({ state: 'lost', since: Date.now() })
    clearTimeout(again)
    again = window.setTimeout(connect, pauseMs * (0.75 + Math.random() / 2))
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  function expectWithin(ms: number) {
    clearTimeout(watchdog)
    watchdog = window.setTimeout(() => {
      if (socket) socket.onclose = null
      socket?.close()
      lost()
    }, ms)
  }

  return {
    /** Goes on from another position: what the page has just asked for is newer. */
    moveTo(newer: Position) {
      position = newer
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
