import type { Agents } from './agents/agents.ts'
import type { Costs } from './costs/costs.ts'
import type { Crons } from './crons/crons.ts'
import type { Touched } from './indexing/writer.ts'
import { dayOf } from './lib/zone.ts'
import type { Live } from './live/live.ts'
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
}

/**
 * Turns what was committed, and what time alone changes, into events. Rows are read once here and travel with the
 * event, so that every page shows the same row at the same number.
 */
export function createNews({ live, agents, sessions, costs, crons, now, timezone }: Needed) {
  /** The state each recent session was last published with, to notice what changes by silence. */
  let told = new Map<string, string>()
  let day = dayOf(now(), timezone)
  const timer = setInterval(sweep, sweepMs)

  function sweep() {
    const recent = sessions.since(now() - patience.asleepAfterMs - 4 * sweepMs)
    const changed = recent.filter((session) => (told.get(session.id) ?? describe(session)) !== describe(session))
    told = new Map(recent.map((session) => [session.id, describe(session)]))
    for (const session of changed) live.publish({ kind: 'session.changed', session })
    for (const agent of agents.byIds([...new Set(changed.map((session) => session.agentId))]))
      live.publish({ kind: 'agent.changed', agent })

    const today = dayOf(now(), timezone)
    if (today === day) return
    day = today
    live.publish({ kind: 'costs.changed', costs: costs.today() })
    for (const agent of agents.all()) live.publish({ kind: 'agent.changed', agent })
  }

  return {
    /** Tells of rows that were just committed. */
    committed(touched: Touched) {
      for (const session of sessions.byIds(touched.sessions)) {
        told.set(session.id, describe(session))
        live.publish({ kind: 'session.changed', session })
      }
      for (const agent of agents.byIds(touched.agents)) live.publish({ kind: 'agent.changed', agent })
      if (touched.usage) live.publish({ kind: 'costs.changed', costs: costs.today() })
      for (const job of crons.jobsByIds(touched.jobs)) live.publish({ kind: 'cron.changed', job })
      for (const run of crons.runsByIds(touched.runs)) live.publish({ kind: 'cron.ran', run })
    },
    stop: () => clearInterval(timer),
  }
}

const describe = ({ state, activity, reason }: Session) => `${state} ${activity} ${reason}`
