import type { Agent } from './agents/agent.ts'
import type { Agents } from './agents/agents.ts'
import type { Costs } from './costs/costs.ts'
import type { Crons } from './crons/crons.ts'
import type { Touched } from './indexing/writer.ts'
import { dayOf } from './lib/zone.ts'
import type { Live } from './live/live.ts'
import type { createStanding } from './overview/standing.ts'
import type { Session } from './sessions/session.ts'
import type { Sessions } from './sessions/sessions.ts'
import { patience } from './sessions/state.ts'

const sweepMs = 5_000

type Needed = {
  live: Live
  agents: Agents
  sessions: Sessions
  costs: Costs
  crons: Crons
  now: () => number
  timezone: string
  standing: ReturnType<typeof createStanding>
}

/**
 * Turns what was committed, and what time alone changes, into events. Rows are read once here and travel with the
 * event, so that every page shows the same row at the same number.
 */
export function createNews({ live, agents, sessions, costs, crons, now, timezone, standing }: Needed) {
  /** What was last said of each recent session and agent, and of the whole, to notice what changes by silence. */
  let told = new Map<string, string>()
  let toldStanding = ''
  let day = dayOf(now(), timezone)
  const timer = setInterval(sweep, sweepMs)

  function sweep() {
    const today = dayOf(now(), timezone)
    if (today !== day) {
      day = today
      live.publish({ kind: 'costs.changed', costs: costs.today() })
      told = new Map([...told].filter(([id]) => !id.includes(':')))
    }
    const before = told
    told = new Map()
    for (const session of sessions.since(now() - patience.asleepAfterMs - 4 * sweepMs))
      if (before.get(session.id) === describe(session)) told.set(session.id, describe(session))
      else sayOfSession(session)
    for (const agent of agents.all())
      if (before.get(agent.id) === describe(agent)) told.set(agent.id, describe(agent))
      else sayOfAgent(agent)
    sayOfTheWhole()
  }

  function sayOfSession(session: Session) {
    told.set(session.id, describe(session))
    standing.note(session)
    live.publish({ kind: 'session.changed', session })
  }

  function sayOfAgent(agent: Agent) {
    told.set(agent.id, describe(agent))
    live.publish({ kind: 'agent.changed', agent })
  }

  function sayOfTheWhole() {
    const whole = standing.standing()
    const text = JSON.stringify(whole)
    if (text === toldStanding) return
    toldStanding = text
    live.publish({ kind: 'overview.changed', standing: whole })
  }

  return {
    /** Tells of rows that were just committed. */
    committed(touched: Touched) {
      for (const session of sessions.byIds(touched.sessions)) sayOfSession(session)
      for (const agent of agents.byIds(touched.agents)) sayOfAgent(agent)
      if (touched.usage) live.publish({ kind: 'costs.changed', costs: costs.today() })
      for (const job of crons.jobsByIds(touched.jobs)) live.publish({ kind: 'cron.changed', job })
      for (const run of crons.runsByIds(touched.runs)) live.publish({ kind: 'cron.ran', run })
      sayOfTheWhole()
    },
    sayOfTheWhole,
    stop: () => clearInterval(timer),
  }
}

const describe = ({ state, activity, ...rest }: Session | Agent) =>
  `${state} ${activity} ${'reason' in rest ? rest.reason : ''}`
