import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/agents.ts'
import type { Costs } from '../costs/reports/reports.ts'
import type { Crons } from '../crons/crons.ts'
import type { GatewayContact, GatewayMessage } from '../facts/gateway.ts'
import { parseAgentId } from '../ids.ts'
import type { TouchedRows } from '../indexing/writer.ts'
import { dayOf } from '../lib/timezone.ts'
import type { Bus } from '../live/bus.ts'
import type { createOverallStatus } from '../overview/status.ts'
import type { LiveState } from '../sessions/live-state.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { patience } from '../sessions/state.ts'

const sweepMs = 5_000
/** Commits that come closer together than this are told of together. */
const restMs = 20
/** A change that has yet to last is looked at again at least this often, whatever the clock does. */
const longestBlinkMs = 400
/** Sums are told of at most this often: while history comes in live, nobody reads faster. */
const sumsRestMs = 100

type Deps = {
  live: Bus
  agents: Agents
  sessions: Sessions
  liveState: LiveState
  costs: Costs
  crons: Crons
  now: () => number
  timezone: string
  standing: ReturnType<typeof createOverallStatus>
}

/**
 * Turns what was committed, and what time alone changes, into events. Rows are read once here and travel with the
 * event, so that every page shows the same row at the same number.
 */
export function createChangePublisher({
  live,
  agents,
  sessions,
  liveState,
  costs,
  crons,
  now,
  timezone,
  standing,
}: Deps) {
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
      told = new Map([...told].filter(([id]) => parseAgentId(id) === undefined))
    }
    const before = told
    told = new Map()
    const recent = sessions.since(now() - patience.asleepAfterMs - 4 * sweepMs)
    const older = sessions.byIds(standing.remembered().filter((id) => !recent.some((session) => session.id === id)))
    for (const session of [...recent, ...older])
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

  const pending = {
    sessions: new Set<string>(),
    agents: new Set<string>(),
    jobs: new Set<string>(),
    runs: new Set<string>(),
  }
  let sumsChanged = false
  let telling: Timer | undefined
  let toldAt = 0
  let sumsToldAt = 0

  function tell() {
    telling = undefined
    toldAt = performance.now()
    const take = (ids: Set<string>) => {
      const taken = [...ids]
      ids.clear()
      return taken
    }
    for (const session of sessions.byIds(take(pending.sessions))) sayOfSession(session)
    for (const agent of agents.byIds(take(pending.agents))) sayOfAgent(agent)
    for (const job of crons.jobsByIds(take(pending.jobs))) live.publish({ kind: 'cron.changed', job })
    for (const run of crons.runsByIds(take(pending.runs))) live.publish({ kind: 'cron.ran', run })
    if (sumsChanged && toldAt - sumsToldAt >= sumsRestMs) {
      sumsChanged = false
      sumsToldAt = toldAt
      live.publish({ kind: 'costs.changed', costs: costs.today() })
    }
    sayOfTheWhole()
    if (sumsChanged) telling = setTimeout(tell, sumsRestMs - (toldAt - sumsToldAt))
  }

  type Conversations = ReturnType<LiveState['lasted']>
  let lasting: Timer | undefined

  /** Tells of sessions whose look has changed by what a gateway said, or by what it no longer says. */
  function tellOf(conversations: Conversations) {
    const at = liveState.nextAt()
    if (at !== undefined)
      lasting ??= setTimeout(
        () => {
          lasting = undefined
          tellOf(liveState.lasted(now()))
        },
        Math.min(longestBlinkMs, Math.max(1, at - now())),
      )
    if (conversations.length === 0) return
    for (const id of sessions.idsOf(conversations)) pending.sessions.add(id)
    for (const { agentId } of conversations) pending.agents.add(agentId)
    tellSoon()
  }

  function tellSoon() {
    const wait = restMs - (performance.now() - toldAt)
    if (wait <= 0) {
      clearTimeout(telling)
      tell()
    } else telling ??= setTimeout(tell, wait)
  }

  return {
    /** Tells of what a gateway said: of states as rows, of text as it is written. */
    heard(said: GatewayMessage[]) {
      const changed = liveState.hear(said, now())
      for (const one of said)
        if (one.kind === 'run.streams')
          for (const sessionId of sessions.idsOf([one]))
            live.publish({ kind: 'session.streamed', sessionId, text: one.text, writtenAt: one.at })
      tellOf(changed)
    },

    /** Who is listened to has changed. */
    inContact(contacts: GatewayContact[]) {
      const writing = liveState.writing()
      const changed = liveState.contact(contacts)
      // What was being written is not known any more, and nobody will say that it ended.
      for (const one of writing)
        if (liveState.textOf(one.agentId, one.key) === null)
          for (const sessionId of sessions.idsOf([one]))
            live.publish({ kind: 'session.streamed', sessionId, text: '', writtenAt: now() })
      tellOf(changed)
    },

    /** Tells of rows that were just committed: at once, and then together with what follows closely. */
    committed(touched: TouchedRows) {
      for (const kind of ['sessions', 'agents', 'jobs', 'runs'] as const)
        for (const id of touched[kind]) pending[kind].add(id)
      sumsChanged ||= touched.usage
      tellSoon()
    },
    sayOfTheWhole,
    stop() {
      clearInterval(timer)
      clearTimeout(telling)
      clearTimeout(lasting)
    },
  }
}

const describe = ({ state, activity, ...rest }: Session | Agent) =>
  `${state} ${activity} ${'reason' in rest ? rest.reason : ''}`
