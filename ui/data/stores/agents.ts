import type { Agent } from '../../../src/agents/agent.ts'
import { createRows } from './rows.ts'
import type { TopicStore } from './topic-store.ts'

/** The agents that are present in their runtimes. */
export function createAgentsStore() {
  const agents = createRows<Agent>(({ id }) => id)
  const store: TopicStore<'agent.changed'> = {
    reset: (overview) => agents.reset(overview.agents),
    apply({ agent }) {
      if (agent.present) agents.put(agent)
      else agents.remove(agent.id)
    },
  }
  return {
    ...store,
    get agents() {
      return agents.rows
    },
  }
}
