import { Elysia } from 'elysia'
import { z } from 'zod'
import { requireRole } from '../auth/require-role.ts'
import type { Crons } from './crons.ts'

const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.coerce.number().optional(),
})

const sixHoursMs = 6 * 3_600_000
const weekMs = 7 * 24 * 3_600_000
const reach = z.object({
  back: z.coerce.number().int().min(0).max(weekMs).default(sixHoursMs),
  ahead: z.coerce.number().int().min(0).max(weekMs).default(sixHoursMs),
})

export const cronRoutes = (crons: Crons) =>
  new Elysia({ prefix: '/api/crons' })
    .get('/', () => ({ items: crons.jobs(), nextCursor: null }), requireRole('viewer'))
    .get('/timeline', ({ query }) => crons.timeline(query), { query: reach, ...requireRole('screen') })
    .get(
      '/:id/runs',
      ({ params, query }) => {
        const items = crons.runs(params.id, {
          limit: query.limit,
          ...(query.cursor !== undefined && { before: query.cursor }),
        })
        return { items, nextCursor: items.length === query.limit ? String(items.at(-1)!.at) : null }
      },
      { query: page, ...requireRole('viewer') },
    )
