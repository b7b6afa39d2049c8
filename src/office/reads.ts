import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/agents.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { isAtWork } from './members.ts'
import type { createPast, PastQuestion } from './past.ts'
import { type Replay, replayForScreen } from './replay.ts'

export type OfficeReads = ReturnType<typeof officeReads>

/** Everybody who may be in the office: the agents, the sessions that speak for them, and those of sub-agents at work. */
export type OfficeRows = { agents: Agent[]; sessions: Session[] }

type Deps = {
  agents: Pick<Agents, 'all'>
  sessions: Pick<Sessions, 'byIds' | 'since'>
  now: () => number
  past: ReturnType<typeof createPast>
}

/** What a store calls running for longer than this is forgotten: its state is unknown. */
const forgottenAfterMs = 24 * 3_600_000

export const officeReads = ({ agents, sessions, now, past }: Deps) => ({
  officeRows(): OfficeRows {
    const all = agents.all()
    const at = now()
    const children = sessions.since(at - forgottenAfterMs).filter((session) => isAtWork(session, at))
    const ids = [
      ...all.flatMap(({ sessionId }) => sessionId ?? []),
      ...children.flatMap(({ parentId }) => parentId ?? []),
    ]
    return { agents: all, sessions: [...sessions.byIds(ids), ...children] }
  },

  officeReplay({ forScreen, ...question }: PastQuestion & { forScreen: boolean }): Replay {
    const replay = past.replay(question)
    return forScreen ? replayForScreen(replay) : replay
  },
})
