import type { Agent } from '../agents/agent.ts'
import type { AgentEvent } from '../agents/events.ts'
import type { Approval } from '../approvals/approval.ts'
import type { ApprovalEvent } from '../approvals/events.ts'
import type { IndexingEvent } from '../indexing/events.ts'
import type { Listening } from '../live/bus.ts'
import type { Published } from '../live/event.ts'
import type { SessionEvent } from '../sessions/events.ts'
import type { ReadTranscript } from '../sessions/read-transcript-ends.ts'
import type { Session } from '../sessions/session.ts'
import type { SessionState } from '../sessions/state.ts'
import type { CrewEvent, MessageEvent } from './events.ts'
import { createHeat } from './heat.ts'
import { createLastWords } from './last-words.ts'
import type { OfficeMember } from './member.ts'
import { faceOf, isAtWork, membersOf } from './members.ts'
import type { OfficeRows } from './reads.ts'
import { createTalk } from './talk.ts'
import { officeTimings } from './timings.ts'

/** The events that change what is seen in the office. */
type OfficeCause = Extract<
  AgentEvent | SessionEvent | ApprovalEvent | IndexingEvent,
  { kind: (typeof causeKinds)[number] }
>

const causeKinds = ['agent.changed', 'session.changed', 'session.streamed', 'approvals.changed', 'indexed'] as const

type Deps = {
  /** Reads everybody who may be in the office out of the index, at first and after history was read. */
  readRows: () => Promise<OfficeRows>
  /** Sessions by their ids, without those that are not known. */
  sessionsOf: (ids: string[]) => Promise<Session[]>
  readTranscript: ReadTranscript
  /** What waits for a person's decision. */
  approvals: () => readonly Approval[]
  bus: Listening<OfficeCause>
  publish: (event: CrewEvent | MessageEvent) => unknown
  /** Whether anybody listens to what changes in the office. */
  isWatched: () => boolean
  timezone: string
  now: () => number
  /** How often what changes is told and looked for; for tests. */
  pace?: { tellEveryMs: number; lookEveryMs: number }
  onError: (error: unknown) => void
}

/** Beyond this many sessions, those that nobody in the office needs are forgotten. */
const maxSessions = 2_000

export type Office = ReturnType<typeof createOffice>

/**
 * Who is in the office, out of the rows that every page shows: read once, and then kept by the events that carry them.
 * What is drawn differently is told to whoever listens, a few times a second; while nobody does nothing is worked out,
 * and whoever listens next hears everything that has changed since.
 */
export function createOffice({
  readRows,
  sessionsOf,
  readTranscript,
  approvals,
  bus,
  publish,
  isWatched,
  timezone,
  now,
  pace = officeTimings,
  onError,
}: Deps) {
  const agents = new Map<string, Agent>()
  const sessions = new Map<string, Session>()
  const heat = createHeat(now)
  const talk = createTalk(now, (message) => void publish({ kind: 'office.message', message }))
  const words = createLastWords(readTranscript, now, talk.note)
  /** When the state of an agent or a session was seen to become another one. */
  const begun = new Map<string, { state: SessionState; at: number }>()
  let members = new Map<string, OfficeMember>()
  /** What was told of each member; undefined while nobody was told anything. */
  let told: Map<string, string> | undefined
  let isStale = true
  let isHistoryRead = true
  let isDirty = true
  let toldAt = Number.NEGATIVE_INFINITY
  let readAt = Number.NEGATIVE_INFINITY
  let telling: Timer | undefined
  let looking: Timer | undefined
  let isStarted = false
  let reading: Promise<void> | undefined
  let isReadingWords = false
  /** What was heard while rows were read: it is newer than they are. */
  let heard = new Set<string>()
  const ending = new AbortController()

  const stopListening = bus.on(causeKinds, (event) => {
    note(event)
    isDirty = true
    tellSoon()
  })

  function note(event: Published<OfficeCause>) {
    switch (event.kind) {
      case 'agent.changed':
        heard.add(event.agent.id)
        noteState(agents.get(event.agent.id), event.agent)
        return void agents.set(event.agent.id, event.agent)
      case 'session.changed':
        return noteSession(event.session)
      case 'session.streamed':
        return words.streams(event.sessionId, event.text)
      case 'approvals.changed':
        return
      case 'indexed':
        // While history is read nothing of it is told; what was read before it ended is not everything.
        isStale ||= !event.done || !isHistoryRead
        isHistoryRead = event.done
    }
  }

  function noteState(before: { state: SessionState } | undefined, { id, state }: { id: string; state: SessionState }) {
    if (before && before.state !== state) begun.set(id, { state, at: now() })
  }

  function noteSession(session: Session) {
    const before = sessions.get(session.id)
    if (session.kind === 'subagent') noteState(before, session)
    heard.add(session.id)
    sessions.set(session.id, session)
    if (before === undefined || before.lastAt !== session.lastAt || before.state !== session.state) {
      heat.note(session.agentId)
      if (session.kind === 'subagent') heat.note(session.id)
    }
    if (sessions.size > maxSessions) forgetSessions()
  }

  /** Keeps the sessions that speak for agents, those of sub-agents at work, and those above these. */
  function forgetSessions() {
    const kept = new Set([...agents.values()].flatMap(({ sessionId }) => sessionId ?? []))
    const keep = (session: Session | undefined) => {
      for (let one = session; one && !kept.has(one.id); one = sessions.get(one.parentId ?? '')) kept.add(one.id)
    }
    for (const session of sessions.values()) if (isAtWork(session, now())) keep(session)
    for (const id of sessions.keys())
      if (!kept.has(id)) {
        sessions.delete(id)
        begun.delete(id)
      }
  }

  /** Reads what is not known by events: everything once, and sessions that speak for an agent and were not heard of. */
  function complete(): Promise<void> {
    reading ??= readMissing().finally(() => {
      reading = undefined
    })
    return reading
  }

  async function readMissing() {
    const isDue = isHistoryRead || performance.now() - readAt >= officeTimings.readAgainMs
    if (isStale && isDue) {
      isStale = false
      readAt = performance.now()
      heard = new Set()
      const rows = await readRows().catch((error: unknown) => {
        isStale = true
        throw error
      })
      for (const agent of rows.agents) if (!heard.has(agent.id)) agents.set(agent.id, agent)
      for (const session of rows.sessions) if (!heard.has(session.id)) sessions.set(session.id, session)
    }
    const missing = [...agents.values()].flatMap(({ present, sessionId }) =>
      present && sessionId !== null && !sessions.has(sessionId) ? sessionId : [],
    )
    if (missing.length === 0) return
    for (const session of await sessionsOf(missing)) if (!sessions.has(session.id)) sessions.set(session.id, session)
  }

  function workOut(): OfficeMember[] {
    const all = membersOf(
      {
        agents,
        sessions,
        approvals: approvals(),
        saidIn: words.of,
        heatOf: heat.of,
        begunAt(id, state) {
          const last = begun.get(id)
          return last?.state === state ? last.at : undefined
        },
        before: members,
        timezone,
      },
      now(),
    )
    members = new Map(all.map((member) => [member.id, member]))
    return all
  }

  function tellSoon() {
    if (telling !== undefined || !isWatched()) return
    const waitMs = pace.tellEveryMs - (performance.now() - toldAt)
    telling = setTimeout(() => void tell(), Math.max(0, waitMs))
    telling.unref?.()
  }

  async function tell() {
    // What fails is tried again when the office is looked at next.
    const isTold = await complete()
      .then(tellChanges)
      .then(
        () => true,
        (error) => void onError(error),
      )
    toldAt = performance.now()
    telling = undefined
    if (isTold && isDirty) tellSoon()
  }

  function tellChanges() {
    isDirty = false
    const faces = new Map(workOut().map((member) => [member.id, faceOf(member)]))
    const before = told
    told = faces
    // Whoever was told nothing so far asks for everybody first.
    if (!before) return
    const changed = [...members.values()].filter(({ id }) => before.get(id) !== faces.get(id))
    const gone = [...before.keys()].filter((id) => !faces.has(id))
    if (changed.length + gone.length > 0) publish({ kind: 'office.changed', changed, gone })
  }

  /** Looks for as long as somebody listens. */
  function listenersChanged() {
    if (!isStarted || !isWatched()) {
      clearInterval(looking)
      looking = undefined
    } else if (!looking) {
      looking = setInterval(look, pace.lookEveryMs)
      looking.unref?.()
      look()
    }
  }

  /** Notices what time alone changes. */
  function look() {
    void readWords()
    const isPassing = [...members.values()].some(({ kind }) => kind === 'subagent') || heat.isWarm()
    if (isDirty || isStale || isPassing) tellSoon()
  }

  async function readWords() {
    if (isReadingWords) return
    isReadingWords = true
    try {
      const talking = [...members.values()].flatMap(({ state, sessionId }) =>
        state === 'asleep' || state === 'unknown' || sessionId === null ? [] : (sessions.get(sessionId) ?? []),
      )
      if (await words.read(talking, ending.signal)) {
        isDirty = true
        tellSoon()
      }
    } catch (error) {
      onError(error)
    } finally {
      isReadingWords = false
    }
  }

  return {
    /** Everybody who is in the office just now. */
    async members(): Promise<OfficeMember[]> {
      await complete()
      const all = workOut()
      told ??= new Map(all.map((member) => [member.id, faceOf(member)]))
      return all
    },

    /** What agents wrote to each other within the last minutes, as far as anybody looked. */
    messages: talk.recent,

    /** Begins to tell what changes. */
    start() {
      isStarted = true
      listenersChanged()
    },

    listenersChanged,

    stop() {
      ending.abort()
      stopListening()
      isStarted = false
      listenersChanged()
      clearTimeout(telling)
    },
  }
}
