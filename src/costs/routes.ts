import { Elysia } from 'elysia'
import { z } from 'zod'
import { needs } from '../http/needs.ts'
import type { Costs } from './costs.ts'
import { groupings } from './report.ts'

const question = z.object({
  by: z.enum(groupings).default('day'),
  since: z.string().optional(),
  until: z.string().optional(),
  timezone: z.string().optional(),
  runtime: z.string().optional(),
})

export const costRoutes = (costs: Costs) =>
  new Elysia({ prefix: '/api/costs' })
    .get('/today', () => costs.dayCurve(), needs('screen'))
    .get('/summary', () => costs.today(), needs('screen'))
    .get('/report', ({ query }) => costs.report(defined(query)), { query: question, ...needs('viewer') })

/** Leaves out what was not asked, for callers that tell "absent" from "undefined". */
function defined<T extends object>(record: T) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [Field in keyof T]: Exclude<T[Field], undefined>
  }
}
