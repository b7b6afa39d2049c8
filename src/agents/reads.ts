import { Refusal } from '../lib/refusal.ts'
import { type Agent, type AgentDetails, agentForScreen } from './agent.ts'
import type { Agents } from './agents.ts'

export type AgentReads = ReturnType<typeof agentReads>

/** What can be asked of the agents in the index. `forScreen` leaves out what a screen on a wall may not know. */
export const agentReads = (agents: Agents) => ({
  listAgents: (): { items: Agent[]; nextCursor: null } => ({ items: agents.all(), nextCursor: null }),

  /** Agents by their ids, without those that are not known. */
  agentsOf: ({ ids }: { ids: string[] }): Agent[] => agents.byIds(ids),

  agentDetails({ id, forScreen }: { id: string; forScreen: boolean }): AgentDetails {
    const agent = agents.details(id)
    if (!agent) throw new Refusal('not-found', 'There is no agent with that id.')
    return forScreen ? agentForScreen(agent) : agent
  },
})
