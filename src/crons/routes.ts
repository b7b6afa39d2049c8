import { Elysia } from 'elysia'
import { z } from 'zod'
import { needs } from '../http/needs.ts'
import type { Crons } from './crons.ts'

const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.coerce.number().optional(),
})

export const cronRoutes = (crons: Crons) =>
  new Elysia({ prefix: '/api/crons' })
    .get('/', () => ({ items: crons.jobs(), nextCursor: null }), needs('viewer'))
    .get(
      '/:id/runs',
      ({ params, query }) => {
        const items = crons.runs(params.id, {
          limit: query.limit,
          ...(query.cursor !== undefined && { before: query.cursor }),
        })
        return { items, nextCursor: items.length === query.limit ? String(items.at(-1)!.at) : null }
      },
      { query: page, ...needs('viewer') },
    )
