import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Heard } from '../../../src/live/events.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { api, ask, Problem } from '../../api.ts'

const shownSessions = 14
const everyMs = 4_000

const askFor = (id: string) => ask(api.agents({ id }).get())
export type AgentInFull = Awaited<ReturnType<typeof askFor>>

/** All that is known of an agent, with its latest sessions; asked for again a little after something of it changed. */
export function createAgent(id: () => string) {
  const [agent, setAgent] = createSignal<AgentInFull>()
  const [sessions, setSessions] = createSignal<SessionItem[]>()
  const [problem, setProblem] = createSignal<Problem>()
  let turn = 0
  let lastAt = 0
  let timer: number | undefined
  let missed = false

  async function load() {
    clearTimeout(timer)
    timer = undefined
    missed = false
    lastAt = Date.now()
    const mine = ++turn
    try {
      const [inFull, page] = await Promise.all([
        askFor(id()),
        ask(api.sessions.get({ query: { agent: id(), sort: 'last', dir: 'desc', limit: shownSessions } })),
      ])
      if (mine !== turn) return
      setAgent(inFull)
      setSessions(page.items)
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine === turn) setProblem(error)
    }
  }

  function soon() {
    if (document.visibilityState !== 'visible') missed = true
    else timer ??= window.setTimeout(load, Math.max(300, lastAt + everyMs - Date.now()))
  }
  const whenSeen = () => {
    if (missed && document.visibilityState === 'visible') soon()
  }

  document.addEventListener('visibilitychange', whenSeen)
  createEffect(
    on(id, () => {
      setAgent(undefined)
      setSessions(undefined)
      setProblem(undefined)
      void load()
    }),
  )
  onCleanup(() => {
    turn++
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', whenSeen)
  })

  return {
    agent,
    sessions,
    problem,
    load,
    soon,
    hear(event: Heard) {
      if (event.kind === 'agent.changed' && event.agent.id === id()) {
        setAgent((known) => known && { ...known, ...event.agent })
        soon()
      }
      if (event.kind === 'session.changed' && event.session.agentId === id()) {
        setSessions((known) =>
          known?.map((session) => (session.id === event.session.id ? { ...session, ...event.session } : session)),
        )
        soon()
      }
    },
  }
}
