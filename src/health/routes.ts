import { Elysia } from 'elysia'
import { z } from 'zod'
import { callerOf } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import type { Health } from './health.ts'
import { type HealthNow, readingForScreen } from './reading.ts'

const range = z.object({
  measure: z.string().max(80),
  since: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  until: z.coerce.number().int().min(1).max(8_640_000_000_000_000).optional(),
  points: z.coerce.number().int().min(1).max(360).default(60),
})

/** Readings and series. A screen may read the numbers and gets no paths. */
export const healthRoutes = (health: Health) =>
  new Elysia({ prefix: '/api/health' })
    .get(
      '/',
      ({ request }): HealthNow => {
        const all = health.now()
        if (callerOf(request)?.role !== 'screen' || !all.reading) return all
        return { ...all, reading: readingForScreen(all.reading) }
      },
      requireRole('screen'),
    )
    .get('/series', ({ query: { measure, ...asked } }) => health.series(measure, asked), {
      query: range,
      ...requireRole('screen'),
    })
