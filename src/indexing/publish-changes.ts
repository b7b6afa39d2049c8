import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/agents.ts'
import type { Costs } from '../costs/costs.ts'
import type { Crons } from '../crons/crons.ts'
import type { GatewayContact, GatewayMessage, GatewayState } from '../facts/gateway.ts'
import type { SourceReport } from '../facts/source.ts'
import type { Statement } from '../facts/testimony.ts'
import { parseAgentId } from '../ids.ts'
import { dayOf } from '../lib/timezone.ts'
import type { GatewayStates } from '../overview/gateway-states.ts'
import type { createOverallStatus, Standing } from '../overview/status.ts'
import type { Conversation, LiveState, LiveStateChange, Touched } from '../sessions/live-state.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { patience } from '../sessions/state.ts'
import type { ChangeEvent } from './change-event.ts'
import type { TouchedRows } from './writer.ts'

const sweepMs = 5_000
/** Commits that come closer together than this are published together. */
const commitWindowMs = 20
/** A change that has yet to last is checked again at least this often, whatever the clock does. */
const maxSettleMs = 400
/** Sums are published at most this often; a person reads no faster. */
const sumsWindowMs = 100

type Deps = {
  publish: (event: ChangeEvent) => unknown
  /** Receives every change of the live state, before the events that follow from it. */
  mirror: (change: LiveStateChange) => void
  /** Receives the overall status while history is read, of which nothing is published. */
  showStatus: (standing: Standing) => void
  agents: Agents
  sessions: Sessions
  liveState: LiveState
  costs: Costs
  crons: Crons
  status: ReturnType<typeof createOverallStatus>
  gateways: GatewayStates
  now: () => number
  timezone: string
  /** Receives errors, such as that of a row that cannot be read; the next change is published again. */
  onError: (error: unknown) => void
}

/**
 * Turns what is committed, what gateways say, and what time alone changes, into events. Rows are read once here, in the
 * thread that commits them, and travel with the event: every page shows the same row at the same number.
 */
export function createChangePublisher({
  publish,
  mirror,
  showStatus,
  agents,
  sessions,
  liveState,
  costs,
  crons,
  status,
  gateways,
  now,
  timezone,
  onError,
}: Deps) {
  const guard =
    <Words extends unknown[]>(run: (...words: Words) => void) =>
    (...words: Words) => {
      try {
        run(...words)
      } catch (error) {
        onError(error)
      }
    }

  /** What was last published of each recent session and agent, to notice what changes by silence. */
  let published = new Map<string, string>()
  let publishedStatus = ''
  let publishedReports = ''
  let day = dayOf(now(), timezone)
  let sweeping: Timer | undefined

  function sweep() {
    const today = dayOf(now(), timezone)
    if (today !== day) {
      day = today
      publish({ kind: 'costs.changed', costs: costs.today() })
      // The cost of an agent is that of today.
      published = new Map([...published].filter(([id]) => parseAgentId(id) === undefined))
    }
    const before = published
    published = new Map()
    const recent = sessions.since(now() - patience.asleepAfterMs - 4 * sweepMs)
    const older = sessions.byIds(status.remembered().filter((id) => !recent.some((session) => session.id === id)))
    for (const session of [...recent, ...older])
      if (before.get(session.id) === fingerprint(session)) published.set(session.id, fingerprint(session))
      else publishSession(session)
    for (const agent of agents.all())
      if (before.get(agent.id) === fingerprint(agent)) published.set(agent.id, fingerprint(agent))
      else publishAgent(agent)
    publishStatus()
  }

  function publishSession(session: Session) {
    published.set(session.id, fingerprint(session))
    status.note(session)
    publish({ kind: 'session.changed', session })
  }

  function publishAgent(agent: Agent) {
    published.set(agent.id, fingerprint(agent))
    publish({ kind: 'agent.changed', agent })
  }

  /** Publishes how things stand as a whole, where that has changed. */
  function publishStatus() {
    const standing = status.standing()
    const text = JSON.stringify(standing)
    if (text === publishedStatus) return
    publishedStatus = text
    publish({ kind: 'standing.changed', standing })
  }

  const pending = {
    sessions: new Set<string>(),
    agents: new Set<string>(),
    jobs: new Set<string>(),
    runs: new Set<string>(),
  }
  let sumsChanged = false
  let flushing: Timer | undefined
  let flushedAt = 0
  let sumsPublishedAt = 0

  function flush() {
    flushing = undefined
    flushedAt = performance.now()
    const take = (ids: Set<string>) => {
      const taken = [...ids]
      ids.clear()
      return taken
    }
    for (const session of sessions.byIds(take(pending.sessions))) publishSession(session)
    for (const agent of agents.byIds(take(pending.agents))) publishAgent(agent)
    for (const job of crons.jobsByIds(take(pending.jobs))) publish({ kind: 'cron.changed', job })
    for (const run of crons.runsByIds(take(pending.runs))) publish({ kind: 'cron.ran', run })
    if (sumsChanged && flushedAt - sumsPublishedAt >= sumsWindowMs) {
      sumsChanged = false
      sumsPublishedAt = flushedAt
      publish({ kind: 'costs.changed', costs: costs.today() })
    }
    publishStatus()
    if (sumsChanged) flushing = setTimeout(guard(flush), sumsWindowMs - (flushedAt - sumsPublishedAt))
  }

  function flushSoon() {
    const wait = commitWindowMs - (performance.now() - flushedAt)
    if (wait <= 0) {
      clearTimeout(flushing)
      flush()
    } else flushing ??= setTimeout(guard(flush), wait)
  }

  let settling: Timer | undefined

  function applyToLiveState(change: LiveStateChange) {
    const conversations = liveState.apply(change)
    mirror(change)
    return conversations
  }

  /** Publishes sessions whose state differs by what a gateway or a witness says, or no longer says. */
  function publishTouched({ conversations, sessions: witnessed }: Touched) {
    const at = liveState.nextAt()
    if (at !== undefined)
      settling ??= setTimeout(
        guard(() => {
          settling = undefined
          publishTouched(applyToLiveState({ kind: 'settled', at: now() }))
        }),
        Math.min(maxSettleMs, Math.max(1, at - now())),
      )
    if (conversations.length + witnessed.length === 0) return
    for (const id of [...sessions.idsOf(conversations), ...sessions.idsByKey(witnessed)]) pending.sessions.add(id)
    for (const { agentId } of conversations) pending.agents.add(agentId)
    for (const { agentId } of sessions.byIds(sessions.idsByKey(witnessed))) pending.agents.add(agentId)
    flushSoon()
  }

  function publishText(conversation: Conversation, text: string, writtenAt: number) {
    for (const sessionId of sessions.idsOf([conversation]))
      publish({ kind: 'session.streamed', sessionId, text, writtenAt })
  }

  return {
    /** Begins to notice what time alone changes. */
    start() {
      sweeping ??= setInterval(guard(sweep), sweepMs)
    },

    /** Rows were committed: they are published at once, and then together with those that follow closely. */
    committed: guard((touched: TouchedRows) => {
      for (const kind of ['sessions', 'agents', 'jobs', 'runs'] as const)
        for (const id of touched[kind]) pending[kind].add(id)
      sumsChanged ||= touched.usage
      flushSoon()
    }),

    /** A pass over history has come further, or has ended. */
    progressed: guard(({ done }: { done: boolean }) => {
      status.forget()
      // Whoever was told of it while history was read takes it for whole only now.
      if (done) publishedStatus = ''
      if (done) publishStatus()
      else showStatus(status.standing())
    }),

    /** Writing the index has failed, or succeeds again. */
    troubled: guard(publishStatus),

    /** The sources were examined; only a difference is published. */
    reported: guard((reports: SourceReport[]) => {
      const text = JSON.stringify(reports)
      if (text === publishedReports) return
      publishedReports = text
      for (const source of reports) publish({ kind: 'source.changed', source })
      publishStatus()
    }),

    /** A gateway said something: states are published as rows, text as it is written. */
    gatewaySaid: guard((said: GatewayMessage[]) => {
      const changed = applyToLiveState({ kind: 'said', messages: said, at: now() })
      for (const message of said) if (message.kind === 'run.streams') publishText(message, message.text, message.at)
      publishTouched(changed)
    }),

    /** A witness says something else of its sessions. */
    stated: guard((statement: Statement) => publishTouched(applyToLiveState({ kind: 'stated', statement }))),

    /** Budgets were set or removed: what is said of today, and of what needs somebody, may be another. */
    budgetsSet: guard(() => {
      status.forget()
      sumsChanged = true
      flushSoon()
    }),

    /** Gateways came, went or changed their state. */
    gatewaysChanged: guard((states: GatewayState[], contacts: GatewayContact[]) => {
      const changed = gateways.replace(states)
      for (const gateway of changed) publish({ kind: 'gateway.changed', gateway })
      const writing = liveState.writing()
      const touched = applyToLiveState({ kind: 'contacts', contacts })
      // The text that was being written is unknown now, and no message will say that it ended.
      for (const one of writing) if (liveState.textOf(one.agentId, one.key) === null) publishText(one, '', now())
      publishTouched(touched)
      if (changed.length > 0) publishStatus()
    }),

    stop() {
      clearInterval(sweeping)
      clearTimeout(flushing)
      clearTimeout(settling)
    },
  }
}

/** What of a row changes by silence alone. */
const fingerprint = ({ state, activity, ...rest }: Session | Agent) =>
  `${state} ${activity} ${'reason' in rest ? rest.reason : ''}`
