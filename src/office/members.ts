import type { Agent } from '../agents/agent.ts'
import type { Approval } from '../approvals/approval.ts'
import { isCommandLine, runtimeName } from '../facts/runtimes.ts'
import { agentIdOfSession } from '../ids.ts'
import { dayOf, startOfDay } from '../lib/timezone.ts'
import type { Session } from '../sessions/session.ts'
import { isActive, type SessionState, toolInReason } from '../sessions/state.ts'
import { askWords } from './ask-words.ts'
import { type Heat, type OfficeMember, unnamed } from './member.ts'
import { officeTimings } from './timings.ts'

/** Everything that is known of who may be in the office. Times in ms. */
type OfficeFacts = {
  agents: ReadonlyMap<string, Agent>
  sessions: ReadonlyMap<string, Session>
  /** What waits for a person's decision. */
  approvals: readonly Approval[]
  /** The last sentence of a session. */
  saidIn(sessionId: string): string | null
  /** How much happened around a member. */
  heatOf(id: string): Heat
  /** Since when somebody is in this state, where that was seen to begin. */
  begunAt(id: string, state: SessionState): number | undefined
  /** Who was in the office before, by id: whoever is in the same state is so since then. */
  before: ReadonlyMap<string, OfficeMember>
  timezone: string
}

/** Everybody who is in the office at `now` (ms): agents by id, then the sub-agents at work. */
export function membersOf(facts: OfficeFacts, now: number): OfficeMember[] {
  const agents = [...facts.agents.values()]
    .filter((agent) => agent.present && !isAway(agent, facts.sessions, now))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((agent) => memberOfAgent(agent, facts))
  const sessions = [...facts.sessions.values()].filter((session) => isAtWork(session, now))
  const others = new Set(sessions.map(({ id }) => id))
  const today = startOfDay(dayOf(now, facts.timezone), facts.timezone)
  return [
    ...agents,
    ...sessions
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((session) => memberOfSession(session, { others, today }, facts)),
  ]
}

/** Whether an agent has slept for so long that it is not in the office. One that never did anything is. */
function isAway({ state, sessionId }: Agent, sessions: ReadonlyMap<string, Session>, now: number): boolean {
  const lastAt = sessionId === null ? null : (sessions.get(sessionId)?.lastAt ?? null)
  return state === 'asleep' && lastAt !== null && now - lastAt > officeTimings.awayAfterMs
}

/** Whether a session is that of a sub-agent which works, needs somebody, or has just ended. */
export const isAtWork = ({ kind, current, state, endedAt, lastAt }: Session, now: number): boolean =>
  kind === 'subagent' &&
  current &&
  (isActive(state) || (state !== 'unknown' && now - Math.max(endedAt ?? 0, lastAt ?? 0) <= officeTimings.leavesAfterMs))

function memberOfAgent(agent: Agent, facts: OfficeFacts): OfficeMember {
  const speaker = agent.sessionId === null ? undefined : facts.sessions.get(agent.sessionId)
  // An old failure of the session that speaks is no state of the agent any more.
  const spoken = speaker?.state === agent.state ? speaker : undefined
  return {
    id: agent.id,
    kind: 'agent',
    parentId: null,
    name: agent.name,
    look: agent.look,
    runtime: agent.runtime,
    area: isCommandLine(agent.runtime) ? agent.name : runtimeName(agent.runtime),
    state: agent.state,
    activity: agent.activity,
    since: sinceOf(agent.id, agent.state, speaker, facts),
    ...testimonyOf(spoken),
    sessionId: agent.sessionId,
    model: agent.model,
    said: saidBy(agent.state, agent.sessionId, facts),
    asks: asksOf(
      agent.state,
      spoken,
      facts.approvals.filter(({ agentId }) => agentId === agent.id),
    ),
    channel: speaker?.channel ?? null,
    contextPercent: speaker?.contextPercent ?? null,
    costTodayUsd: agent.costTodayUsd,
    costTodayIsLowerBound: agent.costTodayIsLowerBound,
    heat: facts.heatOf(agent.id),
  }
}

function memberOfSession(
  session: Session,
  { others, today }: { others: ReadonlySet<string>; today: number },
  facts: OfficeFacts,
): OfficeMember {
  const { id, agentId, runtime, state, activity, costUsd, costSource } = session
  const isOfToday = (session.startedAt ?? 0) >= today
  return {
    id,
    kind: 'subagent',
    parentId: parentOf(session, others, facts.sessions),
    name: session.title ?? unnamed,
    look: id,
    runtime,
    area: areaOf(agentId, runtime, facts),
    state,
    activity,
    since: sinceOf(id, state, session, facts),
    ...testimonyOf(session),
    sessionId: id,
    model: session.model,
    said: saidBy(state, id, facts),
    asks: asksOf(
      state,
      session,
      facts.approvals.filter(({ sessionId }) => sessionId === id),
    ),
    channel: session.channel,
    contextPercent: session.contextPercent,
    // What it cost before midnight is not of this day, and how much that was is not known here.
    costTodayUsd: isOfToday ? (costUsd ?? (costSource === null ? 0 : null)) : null,
    costTodayIsLowerBound: costSource === 'unpriced' || costSource === 'bound',
    heat: facts.heatOf(id),
  }
}

const areaOf = (agentId: string, runtime: Session['runtime'], { agents }: OfficeFacts) =>
  isCommandLine(runtime) ? (agents.get(agentId)?.name ?? null) : runtimeName(runtime)

/** Who began a sub-agent: the nearest one above it that is in the office, else the agent of the session above. */
export function parentOf(
  session: Session,
  others: ReadonlySet<string>,
  sessions: ReadonlyMap<string, Session>,
): string {
  const seen = new Set([session.id])
  let above = session.parentId
  let agentId = session.agentId
  while (above !== null && !seen.has(above)) {
    if (others.has(above)) return above
    seen.add(above)
    agentId = agentIdOfSession(above) ?? agentId
    const parent = sessions.get(above)
    above = parent?.kind === 'subagent' ? parent.parentId : null
  }
  return agentId
}

/** Who says so, why, and with which tool, as the session has it. */
const testimonyOf = (session: Session | undefined) => ({
  witness: session?.witness ?? null,
  witnessedAt: session?.witnessedAt ?? null,
  reason: session?.reason ?? null,
  tool: session?.state === 'running' ? toolInReason(session.reason) : null,
})

/** Since when a state holds: since it was seen to begin, else since the last thing that is known of its session. */
function sinceOf(
  id: string,
  state: SessionState,
  session: Session | undefined,
  { before, begunAt }: OfficeFacts,
): number | null {
  const begun = begunAt(id, state)
  if (begun !== undefined) return begun
  const known = before.get(id)
  if (known?.state === state && known.sessionId === (session?.id ?? null)) return known.since
  if (!session) return null
  if (state === 'waiting') return session.witnessedAt ?? session.lastAt
  return session.endedAt === null ? session.lastAt : Math.max(session.endedAt, session.lastAt ?? 0)
}

/** Who sleeps or is out of contact says nothing. */
const saidBy = (state: SessionState, sessionId: string | null, { saidIn }: OfficeFacts) =>
  sessionId === null || state === 'asleep' || state === 'unknown' ? null : saidIn(sessionId)

function asksOf(state: SessionState, session: Session | undefined, approvals: readonly Approval[]): string | null {
  const [approval] = approvals.filter((one) => one.state === 'waiting')
  if (approval) return askWords(approval)
  return state === 'waiting' ? (session?.reason ?? null) : null
}

/** A member as a screen on a wall may show it: no words of a prompt, a command or an error, and no task. */
export const memberForScreen = (member: OfficeMember): OfficeMember => ({
  ...member,
  name: member.kind === 'subagent' ? unnamed : member.name,
  reason: null,
  tool: null,
  said: null,
  asks: null,
})

/**
 * What of a member is drawn, as text: it is told again once this is another one. How old the word of its witness is
 * and parts of a percent are left out, because they change all the time.
 */
export const faceOf = ({ witnessedAt: _, contextPercent, ...drawn }: OfficeMember): string =>
  JSON.stringify([drawn, contextPercent === null ? null : Math.floor(contextPercent)])
