import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { PublishedEvent } from '../../../src/live/events.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { api, ask } from '../../data/api.ts'
import { Problem } from '../../data/problem.ts'

const shownSessions = 14
const everyMs = 4_000

const askFor = (id: string) => ask(api.agents({ id: encodeURIComponent(id) }).get())
export type AgentInFull = Awaited<ReturnType<typeof askFor>>

/** All that is known of an agent, with its latest sessions; asked for again a little after something of it changed. */
export function createAgent(id: () => string) {
  const [agent, setAgent] = createSignal<AgentInFull>()
  const [sessions, setSessions] = createSignal<SessionItem[]>()
  const [problem, setProblem] = createSignal<Problem>()
  const [sessionsProblem, setSessionsProblem] = createSignal<Problem>()
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
    // Each keeps what it had where it fails.
    const [inFull, page] = await Promise.all([
      answered(askFor(id())),
      answered(ask(api.sessions.get({ query: { agent: id(), sort: 'last', dir: 'desc', limit: shownSessions } }))),
    ])
    if (mine !== turn) return
    if (inFull.data) setAgent(inFull.data)
    if (page.data) setSessions(page.data.items)
    setProblem(inFull.problem)
    setSessionsProblem(page.problem)
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
      setSessionsProblem(undefined)
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
    sessionsProblem,
    load,
    soon,
    hear(event: PublishedEvent) {
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

type Answered<Data> = { data: Data; problem?: undefined } | { data?: undefined; problem: Problem }

async function answered<Data>(asked: Promise<Data>): Promise<Answered<Data>> {
  try {
    return { data: await asked }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { problem: error }
  }
}
