import type { Agent } from './agent.ts'

export type AgentEvent = { kind: 'agent.changed'; agent: Agent }
