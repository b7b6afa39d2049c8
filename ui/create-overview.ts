import { createSignal, onCleanup, onMount } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Heard } from '../src/live/events.ts'
import type { Overview } from '../src/overview/overview.ts'
import { api, askAt, forgetStaleKey, Problem } from './api.ts'
import { listen } from './live.ts'

const mostSessions = 40

/** Puts one event over what the page knows. Rows are replaced whole, so hearing one twice changes nothing. */
export function applyEvent(overview: Overview, event: Heard): Overview {
  switch (event.kind) {
    case 'agent.changed':
      return { ...overview, agents: placed(overview.agents, event.agent).sort((a, b) => (a.id < b.id ? -1 : 1)) }
    case 'session.changed': {
      const items = placed(overview.sessions.items, event.session)
        .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || (a.id < b.id ? 1 : -1))
        .slice(0, mostSessions)
      return { ...overview, sessions: { ...overview.sessions, items } }
    }
    case 'overview.changed': {
      const { verdict, active, total } = event.standing
      return { ...overview, verdict, sessions: { ...overview.sessions, active, total } }
    }
    case 'costs.changed':
      return { ...overview, costs: event.costs }
    case 'cron.changed':
      return { ...overview, crons: placed(overview.crons, event.job) }
    case 'source.changed':
      return {
        ...overview,
        sources: [...overview.sources.filter((source) => source.runtime !== event.source.runtime), event.source],
      }
    case 'indexed':
      return { ...overview, health: { ...overview.health, indexed: { ...event.progress, done: event.done } } }
    case 'cron.ran':
    case 'audited':
      return overview
  }
}

const placed = <Item extends { id: string }>(items: Item[], item: Item) => {
  const at = items.findIndex((other) => other.id === item.id)
  return at === -1 ? [...items, item] : items.with(at, item)
}

/** The first page's data: asked for once, then kept up by events. */
export function createOverview() {
  const [store, setStore] = createStore<{ overview: Overview | undefined }>({ overview: undefined })
  const [problem, setProblem] = createSignal<Problem>()
  let feed: ReturnType<typeof listen> | undefined
  let retry: number | undefined

  async function load() {
    clearTimeout(retry)
    try {
      const { data, epoch, seq } = await askAt(api.overview.get())
      const overview = data as Overview
      setStore('overview', reconcile(overview, { key: 'id' }))
      setProblem(undefined)
      if (feed) feed.moveTo({ epoch, seq })
      else feed = listen({ from: { epoch, seq }, build: overview.build, hear, startOver: load })
    } catch (error) {
      if (forgetStaleKey(error)) return load()
      if (!(error instanceof Problem)) throw error
      setProblem(error)
      if (error.code === 'unreachable') retry = window.setTimeout(load, 3_000)
    }
  }

  function hear(event: Heard) {
    const before = store.overview
    if (!before) return
    setStore('overview', reconcile(applyEvent(before, event), { key: 'id' }))
    if (event.kind === 'indexed' && !event.done && Date.now() - lastCatchUp > 1_500) void catchUp()
    if (event.kind === 'indexed' && event.done) void catchUp()
  }

  // While history is being read, rows appear without events: they are asked for again, now and then.
  let lastCatchUp = Date.now()
  function catchUp() {
    lastCatchUp = Date.now()
    return load()
  }

  onMount(load)
  onCleanup(() => {
    clearTimeout(retry)
    feed?.stop()
  })
  return { overview: () => store.overview, problem, reload: load }
}
