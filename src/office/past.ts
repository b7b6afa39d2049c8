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
import { groupOfState } from '../sessions/severity.ts'
import { patience } from '../sessions/state.ts'
import type { Store } from '../store/store.ts'
import { unnamed } from './member.ts'
import { parentOf } from './members.ts'
import { costsOf } from './past-costs.ts'
import { momentsOf, type PastSpan, type PastWait, spansOf, spansOfWait, thinned } from './past-states.ts'
import type { Replay, ReplayEvent, ReplayMember } from './replay.ts'
import { officeTimings } from './timings.ts'

/** No office has more of these in a day; what is beyond is left out. */
const maxMinutes = 60_000
const maxTouches = 20_000
const maxSessions = 3_000
const maxRuns = 2_000
const maxMoments = 20_000
const maxEvents = 2_000

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

/** Reads a time of the past out of the index. */
export const createPast = (index: Store, { agents, sessions, crons, timezone, subscriptions, now }: Deps) => ({
  replay({ since, until, waits, waitsFrom }: PastQuestion): Replay {
    const at = now()
    // What somebody did before says how it was at first.
    const from = since - patience.asleepAfterMs
    const workFrom = callAtEdge(index, 'first', { runtime: null, from: 0, to: at })
    const calls = Map.groupBy(minutesOfCalls(index, from, until, maxMinutes), ({ sessionId }) => sessionId)
    const touches = Map.groupBy(touchesBetween(index, from, until, maxTouches), ({ sessionId }) => sessionId)
    const waitsOf = Map.groupBy(waits, ({ sessionId }) => sessionId)
    const ids = [
      ...new Set([
        ...calls.keys(),
        ...sessionIdsLastBetween(index, from, until, maxSessions),
        ...[...waitsOf.keys()].flatMap((id) => id ?? []),
      ]),
    ].slice(0, maxSessions)
    const all = agents.all()
    const byId = new Map(
      sessions.byIds([...ids, ...all.flatMap(({ sessionId }) => sessionId ?? [])]).map((one) => [one.id, one]),
    )
    const spans = new Map<string, PastSpan[]>()
    for (const id of ids) {
      const session = byId.get(id)
      if (!session) continue
      spans.set(
        id,
        spansOf(
          {
            session,
            calls: calls.get(id) ?? [],
            touches: (touches.get(id) ?? []).map(({ at, isWrite }) => ({
              at,
              activity: isWrite ? 'typing' : 'reading',
            })),
            waits: waitsOf.get(id) ?? [],
          },
          waitsFrom ?? at,
          at,
        ),
      )
    }
    const unnamedWaits = waits.filter(({ sessionId }) => sessionId === null)
    const spansOfAgent = Map.groupBy(
      [
        ...[...spans].flatMap(([id, list]) => list.map((span) => ({ agentId: byId.get(id)!.agentId, span }))),
        ...unnamedWaits.flatMap((wait) => spansOfWait(wait, at).map((span) => ({ agentId: wait.agentId, span }))),
      ],
      ({ agentId }) => agentId,
    )
    const within = { since, until, workFrom: workFrom ?? at }
    const there = all.filter(({ id, sessionId, present }) => {
      const lastAt = sessionId === null ? null : (byId.get(sessionId)?.lastAt ?? null)
      return spansOfAgent.has(id) || (present && (lastAt === null || lastAt >= since - officeTimings.awayAfterMs))
    })
    const children = [...spans.keys()].flatMap((id) => {
      const session = byId.get(id)!
      const stay = session.kind === 'subagent' ? stayOf(session, spans.get(id)!, at) : undefined
      return stay && stay.from < until && stay.until > since ? [{ session, ...stay }] : []
    })
    const names = new Map(all.map(({ id, name }) => [id, name]))
    const childIds = new Set(children.map(({ session }) => session.id))
    const members: ReplayMember[] = [
      ...there.map(({ id, name, look, runtime, model, sessionId }) => ({
        id,
        kind: 'agent' as const,
        parentId: null,
        name,
        look,
        runtime,
        area: isCommandLine(runtime) ? name : runtimeName(runtime),
        model,
        channel: (sessionId !== null && byId.get(sessionId)?.channel) || null,
        from: null,
        until: null,
      })),
      ...children.map(({ session, from, until }) => ({
        id: session.id,
        kind: 'subagent' as const,
        parentId: parentOf(session, childIds, byId),
        name: session.title ?? unnamed,
        look: session.id,
        runtime: session.runtime,
        area: isCommandLine(session.runtime) ? (names.get(session.agentId) ?? null) : runtimeName(session.runtime),
        model: session.model,
        channel: session.channel,
        from,
        until,
      })),
    ]
    const moments = [
      ...there.flatMap(({ id }) =>
        momentsOf(
          id,
          (spansOfAgent.get(id) ?? []).map(({ span }) => span),
          within,
        ),
      ),
      ...children.flatMap(({ session, from, until: leaves }) =>
        momentsOf(session.id, spans.get(session.id)!, {
          since: Math.max(since, from),
          until: Math.min(until, leaves),
          workFrom: within.workFrom,
        }),
      ),
    ]
    const dayBegin = startOfDay(dayOf(since, timezone), timezone)
    const present = new Set(members.map(({ id }) => id))
    const idOf = (sessionId: string) =>
      present.has(sessionId) ? sessionId : (byId.get(sessionId)?.agentId ?? sessionId)
    const events = [
      ...waits.flatMap((wait) => eventsOfWait(wait, idOf)),
      ...[...spans.keys()].flatMap((id) =>
        eventsOfSession(byId.get(id)!, calls.has(id), idOf(id), waitsOf.get(id) ?? []),
      ),
      ...eventsOfRuns(),
    ]
      .filter((event) => event.at >= since && event.at < until && present.has(event.id))
      .sort((a, b) => a.at - b.at)

    function eventsOfRuns(): ReplayEvent[] {
      const runs = runRowsBetween(index, since - 24 * 3_600_000, until, maxRuns)
      const jobs = new Map(crons.jobsByIds([...new Set(runs.map(({ jobId }) => jobId))]).map((job) => [job.id, job]))
      return runs.flatMap(({ jobId, at, durationMs, status }) => {
        const job = jobs.get(jobId)
        if (!job || status === 'running' || status === 'skipped' || (job.system && status === 'ok')) return []
        const kind = status === 'ok' ? 'cron-ran' : 'cron-failed'
        return { at: at + (durationMs ?? 0), kind, id: job.agentId, text: job.name }
      })
    }

    return {
      since,
      until,
      kept: { workFrom, waitsFrom },
      members,
      ...thinned(moments, maxMoments),
      events: events.slice(-maxEvents),
      costs: costsOf(
        usageOfAgents(index, Math.floor(dayBegin / quarterMs), Math.ceil(until / quarterMs), subscriptions),
        there.map(({ id }) => id),
        { since, until, timezone, workFrom: within.workFrom },
      ),
    }
  },
})

/** From when until when a sub-agent was in the office. */
function stayOf({ startedAt, endedAt, lastAt, state }: Session, spans: readonly PastSpan[], now: number) {
  const first = spans.reduce((first, { from }) => Math.min(first, from), startedAt ?? now)
  const isThere = groupOfState(state) === 'working' || groupOfState(state) === 'waiting'
  const end = Math.max(endedAt ?? 0, lastAt ?? 0)
  return { from: first, until: isThere ? Number.MAX_SAFE_INTEGER : end + officeTimings.leavesAfterMs }
}

const kindsOfWaits = { waiting: 'waits', stalled: 'stalled', failed: 'failed' } as const

function eventsOfWait({ state, sessionId, agentId, from, to, text }: PastWait, idOf: (id: string) => string) {
  const id = sessionId === null ? agentId : idOf(sessionId)
  const begun: ReplayEvent = { at: from, kind: kindsOfWaits[state], id, text }
  const answered: ReplayEvent[] = state === 'waiting' && to !== null ? [{ at: to, kind: 'answered', id, text }] : []
  return [begun, ...answered]
}

/** The begin of a sub-agent, and the end of whatever has ended: of a failure only where no record tells it. */
function eventsOfSession(
  { kind, state, startedAt, endedAt, lastAt, title, reason }: Session,
  didWork: boolean,
  id: string,
  waits: readonly PastWait[],
): ReplayEvent[] {
  const at = Math.max(endedAt ?? 0, lastAt ?? 0)
  const began: ReplayEvent[] =
    kind === 'subagent' && startedAt !== null ? [{ at: startedAt, kind: 'began', id, text: title }] : []
  // The run of a job has an event of its own.
  if (kind === 'cron' || at === 0) return began
  const isFailure = groupOfState(state) === 'stopped'
  if (isFailure && !waits.some((wait) => wait.state === 'failed' && Math.abs(wait.from - at) < 60_000))
    return [...began, { at, kind: 'failed', id, text: reason }]
  const isOver = ['idle', 'finished', 'asleep'].includes(state)
  return isOver && didWork ? [...began, { at, kind: 'finished', id, text: title }] : began
}
