import { Elysia } from 'elysia'
import { callerOf } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { Refusal } from '../lib/refusal.ts'
import { agentForScreen } from './agent.ts'
import type { Agents } from './agents.ts'

export const agentRoutes = (agents: Agents) =>
  new Elysia({ prefix: '/api/agents' })
    .get('/', () => ({ items: agents.all(), nextCursor: null }), requireRole('screen'))
    .get(
      '/:id',
      ({ params, request }) => {
        const agent = agents.details(params.id)
        if (!agent) throw new Refusal('not-found', 'There is no agent with that id.')
        return callerOf(request)?.role === 'screen' ? agentForScreen(agent) : agent
      },
      requireRole('screen'),
    )
