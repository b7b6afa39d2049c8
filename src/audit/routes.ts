import { Elysia } from 'elysia'
import { z } from 'zod'
import { credentials } from '../auth/credential-kind.ts'
import { requireRole } from '../auth/require-role.ts'
import { lazily } from '../lib/lazily.ts'
import { streamOf } from '../lib/stream-of.ts'
import { outcomes } from './act.ts'
import type { Acts } from './acts.ts'
import type { Audit } from './audit.ts'
import { exportActs, exportFormats } from './export-acts.ts'

const page = lazily(() => ({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
}))
const moment = lazily(() => z.coerce.number().int().min(0).optional())
const filter = lazily(() => ({
  q: z.string().max(200).optional(),
  who: z.string().max(2_100).optional(),
  credential: z.enum(credentials).optional(),
  outcome: z.enum(outcomes).optional(),
  since: moment,
  until: moment,
}))
const actId = lazily(() => z.object({ id: z.string().min(1).max(100) }))

/** The record as lines, and as acts: listed, counted, one with its lines, and as a file. */
export const auditRoutes = ({ audit, acts }: { audit: Audit; acts: Acts }) =>
  new Elysia({ prefix: '/api/audit' })
    .get('/', ({ query }) => audit.lines(query), { query: lazily(() => z.object(page)), ...requireRole('operator') })
    .get('/acts', ({ query }) => acts.page(query), {
      query: lazily(() => z.object({ ...page, ...filter })),
      ...requireRole('operator'),
    })
    .get('/facets', ({ query }) => acts.facets(query), {
      query: lazily(() => z.object(filter)),
      ...requireRole('operator'),
    })
    .get('/acts/:id', ({ params: { id } }) => ({ items: acts.linesOf(id) }), {
      params: actId,
      ...requireRole('operator'),
    })
    .get(
      '/export',
      async ({ query: { format, ...asked } }) => {
        const headers = {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
          'content-disposition': `attachment; filename="audit.${format}"`,
        }
        return new Response(await streamOf(exportActs(format, acts.all(asked))), { headers })
      },
      {
        query: lazily(() => z.object({ format: z.enum(exportFormats).default('csv'), ...filter })),
        ...requireRole('operator'),
      },
    )
