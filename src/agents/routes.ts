import { Elysia } from 'elysia'
import { isScreen } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { jsonBody, type Reader } from '../lib/json.ts'
import type { AgentReads } from './reads.ts'

export const agentRoutes = (reader: Reader<AgentReads>) =>
  new Elysia({ prefix: '/api/agents' })
    .get('/', async ({ request }) => jsonBody(await reader.listAgents(undefined, request)), requireRole('screen'))
    .get(
      '/:id',
      async ({ params: { id }, request }) =>
        jsonBody(await reader.agentDetails({ id, forScreen: isScreen(request) }, request)),
      requireRole('screen'),
    )
