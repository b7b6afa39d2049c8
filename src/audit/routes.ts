import { Elysia } from 'elysia'
import { z } from 'zod'
import { requireRole } from '../auth/require-role.ts'
import type { Audit } from './audit.ts'

const page = z.object({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const auditRoutes = (audit: Audit) =>
  new Elysia({ prefix: '/api/audit' }).get('/', ({ query }) => audit.lines(query), {
    query: page,
    ...requireRole('operator'),
  })
