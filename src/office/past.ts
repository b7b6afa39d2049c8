import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/agents.ts'
import { usageOfAgents } from '../costs/ledger/read-sums.ts'
import { callAtEdge, minutesOfCalls } from '../costs/ledger/read-usage.ts'
import type { Crons } from '../crons/crons.ts'
import { runRowsBetween } from '../crons/read-crons.ts'
import { isCommandLine, type Runtime, runtimeName } from '../facts/runtimes.ts'
import { touchesBetween } from '../files/read-files.ts'
import { dayOf, quarterMs, startOfDay } from '../lib/timezone.ts'
import { sessionIdsLastBetween } from '../sessions/read-sessions.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { isActive, patience } from '../sessions/state.ts'
import type { Store } from '../store/store.ts'
import { unnamed } from './member.ts'
import { parentOf } from './members.ts'
import { costsOf } from './past-costs.ts'
import { eventsOfRun, eventsOfSession, eventsOfWait } from './past-events.ts'
import { momentsOf, type PastSpan, type PastWait, spansOf, spansOfWait, thinned } from './past-states.ts'
import type { Replay, ReplayMember, ReplayMoment } from './replay.ts'
import { officeTimings } from './timings.ts'

/** No office has more of these in a day; what is beyond is left out. */
const maxMinutes = 60_000
const maxTouches = 20_000
const maxSessions = 3_000
const maxRuns = 2_000
const maxMoments = 20_000
const maxEvents = 2_000
/** A run that began so long before is not told of. */
const longestRunMs = 24 * 3_600_000

type Deps = {
  agents: Pick<Agents, 'all'>
  sessions: Pick<Sessions, 'byIds'>
  crons: Pick<Crons, 'jobsByIds'>
  timezone: string
  /** Runtimes that a subscription pays. */
  subscriptions: readonly Runtime[]
  now: () => number
}

/** What is asked of the past: a time (ms), and what is on record of it in the other store. */
export type PastQuestion = { since: number; until: number; waits: PastWait[]; waitsFrom: number | null }

/** A sub-agent and from when until when it was in the office. */
type Stay = { session: Session; from: number; until: number | null }

/** Reads a time of the past out of the index. */
export function createPast(index: Store, { agents, sessions, crons, timezone, subscriptions, now }: Deps) {
  /** What is kept of the sessions of a time, and what they showed then. */
  function readSessions({ since, until: asked, waits, waitsFrom }: PastQuestion, all: readonly Agent[]) {
    const at = now()
    // What somebody did before says how it was at first.
    const from = since - patience.asleepAfterMs
    const minutes = minutesOfCalls(index, from, asked, maxMinutes)
    // Nobody can say how a time ended of which not everything was read.
    const until = minutes.length === maxMinutes ? minutes.at(-1)!.from : asked
    const callsOf = Map.groupBy(minutes, ({ sessionId }) => sessionId)
    const touchesOf = Map.groupBy(touchesBetween(index, from, until, maxTouches), ({ sessionId }) => sessionId)
    const waitsOf = Map.groupBy(waits, ({ sessionId }) => sessionId)
    const named = [...waitsOf.keys()].filter((id) => id !== null)
    const ids = new Set([...callsOf.keys(), ...named, ...sessionIdsLastBetween(index, from, until, maxSessions)])
    const speakers = all.flatMap(({ sessionId }) => sessionId ?? [])
    const byId = new Map(
      sessions.byIds([...new Set([...[...ids].slice(0, maxSessions), ...speakers])]).map((one) => [one.id, one]),
    )
    const shown = [...ids].flatMap((id) => {
      const session = byId.get(id)
      if (!session) return []
      const [calls, waits] = [callsOf.get(id) ?? [], waitsOf.get(id) ?? []]
      const touches = (touchesOf.get(id) ?? []).map(({ at, isWrite }) => ({
        at,
        activity: isWrite ? ('typing' as const) : ('reading' as const),
      }))
      return { session, calls, waits, spans: spansOf({ session, calls, touches, waits }, waitsFrom ?? at, at) }
    })
    return { until, byId, shown }
  }

  return {
    replay(question: PastQuestion): Replay {
      const { since, waits, waitsFrom } = question
      const at = now()
      const workFrom = callAtEdge(index, 'first', { runtime: null, from: 0, to: at })
      const all = agents.all()
      const { until, byId, shown } = readSessions(question, all)
      const within = { since, until, workFrom: workFrom ?? at }

      const spansOfAgent = Map.groupBy(
        [
          ...shown.flatMap(({ session, spans }) => spans.map((span) => ({ agentId: session.agentId, span }))),
          ...waits.flatMap((wait) =>
            wait.sessionId === null ? spansOfWait(wait, at).map((span) => ({ agentId: wait.agentId, span })) : [],
          ),
        ],
        ({ agentId }) => agentId,
      )
      const there = all.filter(({ id, sessionId, present }) => {
        const lastAt = (sessionId !== null && byId.get(sessionId)?.lastAt) || null
        return spansOfAgent.has(id) || (present && (lastAt === null || lastAt >= since - officeTimings.awayAfterMs))
      })
      const stays = shown.flatMap(({ session, spans }): Stay[] => {
        const stay = session.kind === 'subagent' ? stayOf(session, spans, at) : undefined
        return stay && stay.from < until && (stay.until ?? until) > since ? [{ session, ...stay }] : []
      })
      const spansOfStay = new Map(shown.map(({ session, spans }) => [session.id, spans]))

      const momentsWith = (isSeen: (span: PastSpan) => boolean): ReplayMoment[] => [
        ...there.flatMap(({ id }) => {
          const spans = (spansOfAgent.get(id) ?? []).map(({ span }) => span)
          return momentsOf(id, spans.filter(isSeen), within)
        }),
        ...stays.flatMap(({ session: { id }, from, until: leaves }) =>
          momentsOf(id, spansOfStay.get(id)!.filter(isSeen), {
            ...within,
            since: Math.max(since, from),
            until: Math.min(until, leaves ?? until),
          }),
        ),
      ]
      const everything = momentsWith(() => true)
      // What somebody did in detail goes first: then how it was is still told to the second.
      const isTooMuch = everything.length > maxMoments
      const { moments, thinnedToMs } = thinned(
        isTooMuch ? momentsWith(({ activity }) => activity === null) : everything,
        maxMoments,
      )

      const members = [
        ...there.map((agent) => memberOfAgent(agent, byId)),
        ...stays.map((stay) => memberOfStay(stay, stays, all, byId)),
      ]
      const present = new Set(members.map(({ id }) => id))
      const idOf = (sessionId: string) => (present.has(sessionId) ? sessionId : (byId.get(sessionId)?.agentId ?? ''))
      const runs = runRowsBetween(index, since - longestRunMs, until, maxRuns)
      const jobs = new Map(crons.jobsByIds([...new Set(runs.map(({ jobId }) => jobId))]).map((job) => [job.id, job]))
      const events = [
        ...waits.flatMap((wait) => eventsOfWait(wait, wait.sessionId === null ? wait.agentId : idOf(wait.sessionId))),
        ...shown.flatMap(({ session, calls, waits }) =>
          eventsOfSession(session, { id: idOf(session.id), didWork: calls.length > 0, waits }),
        ),
        ...runs.flatMap((run) => eventsOfRun(run, jobs.get(run.jobId))),
      ]
      const firstQuarter = Math.floor(startOfDay(dayOf(since, timezone), timezone) / quarterMs)
      const quarters = usageOfAgents(index, firstQuarter, Math.ceil(until / quarterMs), subscriptions)

      return {
        since,
        until,
        kept: { workFrom, waitsFrom },
        members,
        moments,
        thinnedToMs: isTooMuch ? Math.max(officeTimings.touchSeenMs, thinnedToMs ?? 0) : thinnedToMs,
        events: events
          .filter((event) => event.at >= since && event.at < until && present.has(event.id))
          .sort((a, b) => a.at - b.at)
          .slice(-maxEvents),
        costs: costsOf(
          quarters,
          there.map(({ id }) => id),
          { ...within, timezone },
        ),
      }
    },
  }
}

function memberOfAgent(
  { id, name, look, runtime, model, sessionId }: Agent,
  sessions: ReadonlyMap<string, Session>,
): ReplayMember {
  return {
    id,
    kind: 'agent',
    parentId: null,
    name,
    look,
    runtime,
    area: isCommandLine(runtime) ? name : runtimeName(runtime),
    model,
    channel: (sessionId !== null && sessions.get(sessionId)?.channel) || null,
    from: null,
    until: null,
  }
}

function memberOfStay(
  { session, from, until }: Stay,
  stays: readonly Stay[],
  agents: readonly Agent[],
  sessions: ReadonlyMap<string, Session>,
): ReplayMember {
  const { id, title, runtime, agentId, model, channel } = session
  // Whoever left before has no sub-agents any more.
  const others = new Set(
    stays.filter((one) => one.from <= from && (one.until === null || one.until > from)).map((one) => one.session.id),
  )
  const ofProject = () => agents.find((agent) => agent.id === agentId)?.name ?? null
  return {
    id,
    kind: 'subagent',
    parentId: parentOf(session, others, sessions),
    name: title ?? unnamed,
    look: id,
    runtime,
    area: isCommandLine(runtime) ? ofProject() : runtimeName(runtime),
    model,
    channel,
    from,
    until,
  }
}

/** From when until when a sub-agent was in the office. */
function stayOf({ startedAt, endedAt, lastAt, state }: Session, spans: readonly PastSpan[], now: number) {
  const from = spans.reduce((first, span) => Math.min(first, span.from), startedAt ?? now)
  const end = Math.max(endedAt ?? 0, lastAt ?? 0)
  return { from, until: isActive(state) ? null : end + officeTimings.leavesAfterMs }
}
