import { batch } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { PublishedEvent } from '../../../src/app/features.ts'
import type { Overview } from '../../../src/overview/overview.ts'
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

/** One store for each topic of what every page knows, and the overview as they hold it. */
export function createStores() {
  const [about, setAbout] = createStore<About>({ demo: false, build: '', host: '', timezone: '' })
  const agents = createAgentsStore()
  const sessions = createSessionsStore()
  const costs = createCostsStore()
  const crons = createCronsStore()
  const health = createHealthStore()
  const status = createStatusStore()
  const sources = createSourcesStore()
  const activity = createActivityStore()
  const topics = [agents, sessions, costs, crons, health, status, sources, activity]

  /** Which store an event is for. Kinds without one are heard by the pages that want them. */
  const storeOf: { [Name in Kind]: TopicStore<Name> | undefined } = {
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
    'cron.ran': undefined,
    'session.streamed': undefined,
    'budget.crossed': undefined,
    audited: undefined,
  }

  const listed = {
    get active() {
      return status.status.active
    },
    get total() {
      return status.status.total
    },
    get items() {
      return sessions.items
    },
  }

  /** What reads a field of it is told when that field changes, and not when anything else does. */
  const overview: Overview = {
    get demo() {
      return about.demo
    },
    get build() {
      return about.build
    },
    get host() {
      return about.host
    },
    get timezone() {
      return about.timezone
    },
    get verdict() {
      return status.status.verdict
    },
    get attention() {
      return status.status.attention
    },
    get agents() {
      return agents.agents
    },
    sessions: listed,
    get costs() {
      return costs.costs
    },
    get health() {
      return health.health
    },
    get crons() {
      return crons.crons
    },
    get log() {
      return activity.entries
    },
    get sources() {
      return sources.sources
    },
    get gateways() {
      return sources.gateways
    },
  }

  return {
    /** Not to be read before the first `reset`. */
    overview,
    reset(answer: Overview) {
      const { demo, build, host, timezone } = answer
      batch(() => {
        setAbout(reconcile({ demo, build, host, timezone }))
        for (const topic of topics) topic.reset(answer)
      })
    },
    hear(event: PublishedEvent) {
      batch(() => hearBy(event))
    },
  }

  function hearBy<Name extends Kind>(event: EventOf<Name>) {
    storeOf[event.kind as Name]?.hear(event)
  }
}
