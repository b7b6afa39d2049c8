import { batch } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { PublishedEvent } from '../../../src/app/features.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { isVisible as isPageVisible } from '../../platform/visibility.ts'
import { createActivityStore } from './activity.ts'
import { createAgentsStore } from './agents.ts'
import { createCostsStore } from './costs.ts'
import { createCronsStore } from './crons.ts'
import { createHealthStore } from './health.ts'
import { createSessionsStore } from './sessions.ts'
import { createSourcesStore } from './sources.ts'
import { createStatusStore } from './status.ts'
import type { EventOf, TopicStore } from './topic-store.ts'

type Kind = PublishedEvent['kind']
type About = Pick<Overview, 'demo' | 'build' | 'host' | 'timezone'>

/** One store per topic of what every page knows, and the overview that is read from them. */
export function createStores({ isVisible = isPageVisible }: { isVisible?: () => boolean } = {}) {
  const [about, setAbout] = createStore<About>({ demo: false, build: '', host: '', timezone: '' })
  const agents = createAgentsStore()
  const sessions = createSessionsStore()
  const costs = createCostsStore()
  const crons = createCronsStore()
  const health = createHealthStore(isVisible)
  const status = createStatusStore()
  const sources = createSourcesStore()
  const activity = createActivityStore()
  const topics = [agents, sessions, costs, crons, health, status, sources, activity]

  /** The store that an event is for. Kinds without a store are only of use to single pages. */
  const storeOf: { [Name in Kind]?: TopicStore<Name> } = {
    'agent.changed': agents,
    'session.changed': sessions,
    'overview.changed': status,
    'costs.changed': costs,
    'cron.changed': crons,
    'source.changed': sources,
    'gateway.changed': sources,
    indexed: health,
    'health.read': health,
    logged: activity,
  }

  const sessionList = withGetters<Overview['sessions']>({
    active: () => status.status.active,
    total: () => status.status.total,
    items: () => sessions.items,
  })
  /** Whatever reads a field of it is notified when that field changes, and not when another does. */
  const overview = withGetters<Overview>({
    demo: () => about.demo,
    build: () => about.build,
    host: () => about.host,
    timezone: () => about.timezone,
    verdict: () => status.status.verdict,
    attention: () => status.status.attention,
    setAside: () => status.status.setAside,
    agents: () => agents.agents,
    sessions: () => sessionList,
    costs: () => costs.costs,
    health: () => health.health,
    crons: () => crons.crons,
    log: () => activity.entries,
    sources: () => sources.sources,
    gateways: () => sources.gateways,
  })

  return {
    /** Its fields must not be read before the first `reset`. */
    overview,
    reset(answer: Overview) {
      const { demo, build, host, timezone } = answer
      batch(() => {
        setAbout(reconcile({ demo, build, host, timezone }))
        for (const topic of topics) topic.reset(answer)
      })
    },
    apply(event: PublishedEvent) {
      batch(() => applyTo(event))
    },
  }

  function applyTo<Name extends Kind>(event: EventOf<Name>) {
    storeOf[event.kind as Name]?.apply(event)
  }
}

/** An object whose fields are asked for at each reading. */
function withGetters<Shape extends object>(getters: { [Field in keyof Shape]: () => Shape[Field] }): Shape {
  const fields = Object.entries<() => unknown>(getters).map(([name, get]) => [name, { get, enumerable: true }])
  return Object.defineProperties({}, Object.fromEntries(fields)) as Shape
}
