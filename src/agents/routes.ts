import { Elysia } from 'elysia'
import { needs } from '../http/needs.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Agents } from './agents.ts'

export const agentRoutes = (agents: Agents) =>
  new Elysia({ prefix: '/api/agents' })
    .get('/', () => ({ items: agents.all(), nextCursor: null }), needs('screen'))
    .get(
      '/:id',
      ({ params }) => {
        const [agent] = agents.byIds([params.id])
        if (!agent) throw new Refusal('not-found', 'There is no agent with that id.')
        return agent
      },
      needs('screen'),
    )
