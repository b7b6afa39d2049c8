import type { Complete } from '../../live/testing/complete.ts'
import type { AgentEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<AgentEvent>[] = [
  {
    kind: 'agent.changed',
    agent: {
      id: 'openclaw:main',
      runtime: 'openclaw',
      name: 'Ada',
      emoji: '⚓',
      model: 'a-model',
      present: true,
      state: 'running',
      activity: 'typing',
      sessionId: 'openclaw.main.a',
      look: 'openclaw:main~hair=bun',
      costTodayUsd: 1,
      costTodayIsLowerBound: false,
      costTodaySubscriptionUsd: 1,
      host: 'here',
    },
  },
]
