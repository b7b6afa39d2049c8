import { defineFeature } from '../feature.ts'
import type { AgentEvent } from './events.ts'
import { type AgentRouteDeps, agentRoutes } from './routes.ts'

export const agentsFeature = defineFeature<AgentEvent>()({
  name: 'agents',
  topics: { agents: 'screen' },
  events: {
    'agent.changed': { topics: () => ['agents', 'overview'], redact: { screen: 'whole' } },
  },
  tables: {
    index: { agents: { kept: 'for good: what an agent did outlives it' } },
    wheelhouse: { agent_looks: { kept: 'until somebody gives it back to chance; of at most 10,000 agents' } },
  },
  routes: (parts: AgentRouteDeps) => agentRoutes(parts),
})
