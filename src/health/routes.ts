import { Elysia } from 'elysia'
import { z } from 'zod'
import { callerOf } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { splitList } from '../lib/comma-list.ts'
import { lazily } from '../lib/lazily.ts'
import type { Health } from './health.ts'
import type { Measures } from './measures.ts'
import { type HealthNow, readingForScreen } from './reading.ts'

const maxMeasures = 16

/** Several have commas between them, which the framework takes apart, or are said one by one. */
const ids = lazily(() =>
  z
    .union([z.string().min(1).max(4_000), z.array(z.string().max(4_000)).min(1).max(maxMeasures)])
    .transform((text) => splitList(text.toString()))
    .refine(({ length }) => length >= 1 && length <= maxMeasures, `should be one to ${maxMeasures} measures`),
)

const range = lazily(() =>
  z.object({
    measure: ids,
    since: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
    until: z.coerce.number().int().min(1).max(8_640_000_000_000_000).optional(),
    points: z.coerce.number().int().min(1).max(2_000).default(60),
  }),
)

/** Readings, and measures over time. A screen may read the numbers of now and gets no paths. */
export const healthRoutes = ({ health, measures }: { health: Health; measures: Measures }) =>
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
    .get('/measures', async () => ({ items: await measures.list() }), requireRole('viewer'))
    .get('/series', ({ query: { measure, ...asked } }) => measures.series({ ids: measure, ...asked }), {
      query: range,
      ...requireRole('viewer'),
    })
