import { defineFeature } from '../feature.ts'
import type { Reader } from '../lib/json.ts'
import type { AgentEvent } from './events.ts'
import type { AgentReads } from './reads.ts'
import { agentRoutes } from './routes.ts'

export const agentsFeature = defineFeature<AgentEvent>()({
  name: 'agents',
  topics: { agents: 'screen' },
  events: {
    'agent.changed': { topics: () => ['agents', 'overview'], redact: { screen: 'whole' } },
  },
  tables: { index: { agents: { kept: 'for good: what an agent did outlives it' } } },
  routes: ({ reader }: { reader: Reader<AgentReads> }) => agentRoutes(reader),
})
