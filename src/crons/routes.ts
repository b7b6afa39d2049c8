import { Elysia } from 'elysia'
import { z } from 'zod'
import { requireRole } from '../auth/require-role.ts'
import { jsonBody, type Reader } from '../lib/json.ts'
import type { CronReads } from './reads.ts'

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

export const cronRoutes = (reader: Reader<CronReads>) =>
  new Elysia({ prefix: '/api/crons' })
    .get('/', async ({ request }) => jsonBody(await reader.listCronJobs(undefined, request)), requireRole('viewer'))
    .get('/timeline', async ({ query, request }) => jsonBody(await reader.cronTimeline(query, request)), {
      query: reach,
      ...requireRole('screen'),
    })
    .get(
      '/:id/runs',
      async ({ params, query: { limit, cursor }, request }) =>
        jsonBody(await reader.cronRuns({ jobId: params.id, limit, before: cursor }, request)),
      { query: page, ...requireRole('viewer') },
    )
