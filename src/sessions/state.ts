import type { RunStatus } from '../facts/fact.ts'
import { groupOfState, type SessionState, severityOf } from './severity.ts'

export type { SessionState }

/** Whether a session is at work, or would be if a person answered it. */
export const isActive = (state: SessionState) => groupOfState(state) === 'working' || groupOfState(state) === 'waiting'

type Active = { id: string; state: SessionState; startedAt: number | null; lastAt: number | null }

/**
 * The order of the first page: those at work first, the latest begun on top, so that they keep their places while they
 * write; then the others, the latest active on top.
 */
export function byActivity(a: Active, b: Active): number {
  if (isActive(a.state) !== isActive(b.state)) return isActive(a.state) ? -1 : 1
  const sinceOf = (session: Active) => (isActive(session.state) ? session.startedAt : session.lastAt) ?? 0
  return sinceOf(b) - sinceOf(a) || (a.id < b.id ? 1 : -1)
}

export type Activity = 'typing' | 'running' | 'reading' | 'browsing' | 'talking'

/** What the stores say about a session; '' and null both mean unknown. */
export type Evidence = {
  status: RunStatus | '' | null
  endedAt: number | null
  lastRole: 'user' | 'assistant' | 'tool' | 'other' | null
  stopReason: string | null
  openTool: string | null
  /** What the transcript says it asks a person for. */
  waitsFor?: string | null
  kind: string | null
  lastAt: number | null
  /** So much silence at work makes it stalled (ms); the usual where it is left out. */
  stalledAfterMs?: number | undefined
}

/** How much silence changes a state, in ms. */
export const patience = { stalledAfterMs: 15 * 60_000, asleepAfterMs: 30 * 60_000 }

/** After this much silence, the word `running` of a store is no evidence any more. */
const forgottenAfterMs = 24 * 3_600_000
/** A store's word about a finished run counts until the transcript goes on; this much later is still the same end. */
const sameEndMs = 5_000
/** A complete answer ends its run after this long, whatever the store still says. */
const endedAfterMs = 60_000

export type Judgement = { state: SessionState; activity: Activity | null; reason: string | null }

/**
 * The state of a session by its stores at `now` (ms). It may change by time alone: running becomes stalled, idle becomes
 * asleep. The reason contains no time, because views add the duration.
 */
export function stateOf(evidence: Evidence, now: number): Judgement {
  const { lastAt, stalledAfterMs = patience.stalledAfterMs } = evidence
  const silent = lastAt === null ? 0 : Math.max(0, now - lastAt)
  const status = runStatusOf(evidence, silent, evidence.waitsFor ? forgottenAfterMs : stalledAfterMs)

  if (status === 'running') {
    if (silent > forgottenAfterMs)
      return plain('unknown', 'its store says running, but nothing was heard for over a day')
    if (evidence.waitsFor) return plain('waiting', evidence.waitsFor)
    if (silent > stalledAfterMs) return plain('stalled', 'makes no progress')
    if (evidence.openTool)
      return { state: 'running', activity: activityOf(evidence.openTool), reason: runs + evidence.openTool }
    return plain('thinking', null)
  }
  if (status === 'failed' || status === 'killed' || status === 'timed-out') return plain(status, null)
  if (lastAt === null) return plain('unknown', null)
  if (silent > patience.asleepAfterMs) return plain('asleep', null)
  if (status === 'interrupted') return plain('idle', 'interrupted')
  if (status === 'done' && (evidence.kind === 'cron' || evidence.kind === 'subagent')) return plain('finished', null)
  return plain('idle', null)
}

/** The status of the newest run: that of the store while it counts, else what the end of the transcript shows. */
function runStatusOf(
  { status, endedAt, lastAt, lastRole, stopReason }: Evidence,
  silent: number,
  stalledAfterMs: number,
): RunStatus | 'interrupted' | null {
  const ended = lastRole === 'assistant' && Boolean(stopReason) && stopReason !== 'toolUse'
  if (status === 'running') {
    if (!ended || silent <= endedAfterMs) return 'running'
  } else if (status && (endedAt === null || lastAt === null || lastAt <= endedAt + sameEndMs)) return status
  if (ended) return stopReason === 'error' ? 'failed' : stopReason === 'aborted' ? 'interrupted' : 'done'
  const inTheMiddle = lastRole === 'user' || lastRole === 'tool' || stopReason === 'toolUse'
  return inTheMiddle && silent <= stalledAfterMs ? 'running' : null
}

/** Begins the reason of whoever runs a tool, before its name. */
const runs = 'runs '

/** The tool that is named in the reason of a session that runs; null where none is. */
export const toolInReason = (reason: string | null): string | null =>
  reason?.startsWith(runs) ? reason.slice(runs.length) : null

const plain = (state: SessionState, reason: string | null): Judgement => ({ state, activity: null, reason })

/** The activity of an agent while a tool of this name runs. */
export function activityOf(tool: string): Activity {
  const name = tool.toLowerCase()
  if (/web|browser|fetch|search_web|url/.test(name)) return 'browsing'
  if (/read|grep|glob|search|list|ls|find|memory_get|view/.test(name)) return 'reading'
  if (/write|edit|patch|notebook|canvas/.test(name)) return 'typing'
  if (/send|message|spawn|ask|agent|task|sessions_/.test(name)) return 'talking'
  return 'running'
}

/** A failure decides the state of an agent this long; then the agent is idle again, while the session stays failed. */
const failureSpeaksMs = 10 * 60_000

/** The session that decides the state of its agent: the most severe one, among equals the latest; undefined for none. */
export function speakingSession<S extends { state: SessionState; lastAt: number | null }>(
  sessions: S[],
  now: number,
): S | undefined {
  const severity = ({ state, lastAt }: S) =>
    severityOf(groupOfState(state) === 'stopped' && now - (lastAt ?? 0) > failureSpeaksMs ? 'idle' : state)
  return sessions.reduce<S | undefined>((best, session) => {
    if (!best) return session
    const difference = severity(session) - severity(best)
    if (difference !== 0) return difference > 0 ? session : best
    return (session.lastAt ?? 0) > (best.lastAt ?? 0) ? session : best
  }, undefined)
}

/** The state of an agent by that session; an old failure does not count. */
export function agentStateOf(
  session: { state: SessionState; lastAt: number | null } | undefined,
  now: number,
): SessionState {
  if (!session) return 'asleep'
  if (groupOfState(session.state) !== 'stopped') return session.state
  const silent = now - (session.lastAt ?? 0)
  if (silent <= failureSpeaksMs) return session.state
  return silent > patience.asleepAfterMs ? 'asleep' : 'idle'
}
