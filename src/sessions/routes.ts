import { Elysia } from 'elysia'
import { z } from 'zod'
import { callerOf } from '../auth/caller.ts'
import { needs } from '../http/needs.ts'
import { Refusal } from '../lib/refusal.ts'
import { sessionForScreen } from '../live/discretion.ts'
import type { Sessions } from './sessions.ts'

const list = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional(),
  q: z.string().max(200).optional(),
  agent: z.string().max(200).optional(),
  runtime: z.string().max(40).optional(),
  kind: z.enum(['direct', 'group', 'cron', 'subagent', 'main', 'other']).optional(),
  state: z
    .enum([
      'running',
      'thinking',
      'waiting',
      'stalled',
      'failed',
      'killed',
      'timed-out',
      'finished',
      'idle',
      'asleep',
      'unknown',
    ])
    .optional(),
})

export const sessionRoutes = (sessions: Sessions) =>
  new Elysia({ prefix: '/api/sessions' })
    .get(
      '/',
      ({ query, request }) => {
        const role = callerOf(request)?.role
        // Words of a prompt can be found by searching for them, so a screen may not search.
        const page = sessions.list(role === 'screen' ? { ...query, q: undefined } : query)
        return role === 'screen' ? { ...page, items: page.items.map(sessionForScreen) } : page
      },
      { query: list, ...needs('screen') },
    )
    .get(
      '/:id',
      ({ params }) => {
        const [session] = sessions.byIds([params.id])
        if (!session)
          throw new Refusal(
            'not-found',
            'There is no session with that id. It may not have been read yet, or the link is from another machine.',
          )
        return session
      },
      needs('viewer'),
    )
