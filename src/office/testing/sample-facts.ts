import type { Agent } from '../../agents/agent.ts'
import type { Approval } from '../../approvals/approval.ts'
import { commandRequest } from '../../approvals/testing/sample-requests.ts'
import type { Session } from '../../sessions/session.ts'
import { sampleSession } from '../../sessions/testing/sample-events.ts'

export const noon = Date.UTC(2026, 10, 20, 12)
export const minute = 60_000

/** An agent of OpenClaw that is ready and did nothing so far. */
export const agentOf = (name: string, rest: Partial<Agent> = {}): Agent => ({
  id: `openclaw:${name}`,
  runtime: 'openclaw',
  name,
  emoji: null,
  model: 'large',
  present: true,
  state: 'idle',
  activity: null,
  sessionId: null,
  look: `openclaw:${name}`,
  costTodayUsd: 0,
  costTodayIsLowerBound: false,
  host: 'here',
  ...rest,
})

/** A session written as `agent.id`, which is ready. */
export const sessionOf = (name: string, rest: Partial<Session> = {}): Session =>
  sampleSession(`openclaw.${name}`, {
    agentId: `openclaw:${name.replace(/\..*/, '')}`,
    state: 'idle',
    activity: null,
    reason: null,
    parentId: null,
    startedAt: noon - 30 * minute,
    lastAt: noon - minute,
    endedAt: null,
    ...rest,
  })

/** The session of a sub-agent at work, below a session written as `agent.id`. */
export const childOf = (name: string, parent: string | null, rest: Partial<Session> = {}): Session =>
  sessionOf(name, { kind: 'subagent', state: 'running', parentId: parent && `openclaw.${parent}`, ...rest })

/** A command that waits for a decision. */
export const approvalOf = (rest: Partial<Approval> = {}): Approval => ({
  ...commandRequest(),
  sessionId: 'openclaw.main.a',
  agentId: 'openclaw:main',
  state: 'waiting',
  decision: null,
  by: null,
  decidedAt: null,
  endedAt: null,
  note: null,
  isReachable: true,
  risks: [],
  ...rest,
})
