import { Elysia } from 'elysia'
import { z } from 'zod'
import { callerOf } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { dayOf } from '../lib/timezone.ts'
import type { Costs } from './costs.ts'
import { exportCalls, reportAsCsv } from './reports/export.ts'
import { callSortings, type createBreakdowns } from './reports/read-breakdown.ts'
import type { createBreakdownViews } from './reports/read-breakdown-views.ts'
import type { createCostsPage } from './reports/read-page.ts'
import type { createStacks } from './reports/read-stacks.ts'
import { groupings } from './reports/report.ts'
import { stackings, stackSteps } from './reports/stack.ts'
import type { Summary } from './reports/summary.ts'

const word = z.string().max(2_000).optional()
const isSaid = z.enum(['true', 'false', '1', '0', '']).transform((said) => said !== 'false' && said !== '0')

/** Which calls, by day, and whose. '' asks for those that have none. */
const askedByDay = {
  since: word,
  until: word,
  timezone: word,
  runtime: word,
  agent: word,
  model: word,
  project: word,
  session: word,
  cron: word,
  family: word,
}
/** The same by quarter of an hour. */
const asked = { ...askedByDay, from: z.coerce.number().optional(), to: z.coerce.number().optional() }
const by = z.enum(groupings).default('day')
const question = z.object({ ...asked, by, breakdown: isSaid.optional() })
const stackQuestion = z.object({
  ...asked,
  by: z.enum(stackings).default('model'),
  per: z.enum(stackSteps).optional(),
  layers: z.coerce.number().int().min(1).max(20).optional(),
})
const callsQuestion = z.object(asked)
const pageQuestion = z.object({ ...askedByDay, stack: z.enum(stackings).optional(), by: z.enum(groupings).optional() })
const rowsQuestion = z.object({
  ...asked,
  sort: z.enum(callSortings).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(2_000).optional(),
})
const exportQuestion = z.object({
  ...asked,
  format: z.enum(['csv', 'json']).default('csv'),
  what: z.enum(['report', 'answers']).default('report'),
  by,
  breakdown: isSaid.optional(),
})

export type CostReaders = {
  costs: Costs
  summary: () => Summary
  figures: ReturnType<typeof createBreakdowns>
  stacks: ReturnType<typeof createStacks>
  page: ReturnType<typeof createCostsPage>
  breakdownViews: ReturnType<typeof createBreakdownViews>
  timezone: string
  now: () => number
}

export const costRoutes = ({ costs, summary, figures, stacks, page, breakdownViews, timezone, now }: CostReaders) =>
  new Elysia({ prefix: '/api/costs' })
    .get('/today', () => costs.dayCurve(), requireRole('screen'))
    .get(
      '/summary',
      ({ request }) => {
        const all = summary()
        return callerOf(request)?.role === 'screen' ? forScreen(all) : all
      },
      requireRole('screen'),
    )
    .get('/page', ({ query }) => page(defined(query)), { query: pageQuestion, ...requireRole('viewer') })
    .get('/breakdown', ({ query }) => breakdownViews(defined(query)), {
      query: callsQuestion,
      ...requireRole('viewer'),
    })
    .get('/report', ({ query }) => costs.report(defined(query)), { query: question, ...requireRole('viewer') })
    .get('/rows', ({ query }) => figures.rows(defined(query)), { query: rowsQuestion, ...requireRole('viewer') })
    .get('/stack', ({ query }) => stacks.stack(defined(query)), { query: stackQuestion, ...requireRole('viewer') })
    .get('/heatmap', ({ query }) => stacks.heatMap(defined(query)), { query: callsQuestion, ...requireRole('viewer') })
    .get(
      '/export',
      ({ query }) => {
        const { format, what, by, ...rest } = query
        const about = defined(rest)
        const name = `costs-${what === 'answers' ? 'answers' : by}-${about.since ?? 'all'}-${about.until ?? dayOf(now(), timezone)}.${format}`
        const headers = {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
          // Days are checked before anything is answered; nothing else of a name comes from outside.
          'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '')}"`,
        }
        if (what === 'answers') {
          const { breakdown: _, ...filter } = about
          figures.summed(filter)
          return new Response(streamOf(exportCalls(format, figures.all(filter))), { headers })
        }
        const report = costs.report({ by, ...about })
        return new Response(format === 'csv' ? reportAsCsv(report) : `${JSON.stringify(report)}\n`, { headers })
      },
      { query: exportQuestion, ...requireRole('viewer') },
    )

/** A screen on a wall sees numbers; a budget may be of a project, and that is a path. */
const forScreen = (all: Summary): Summary => ({
  ...all,
  budgets: all.budgets.map((budget) => ({ ...budget, filter: {}, breaker: null })),
})

const utf8 = new TextEncoder()

/** Made as fast as it is taken: nothing of a long file is held. */
const streamOf = (pieces: Generator<string>) =>
  new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = pieces.next()
      if (done) controller.close()
      else controller.enqueue(utf8.encode(value))
    },
    cancel() {
      pieces.return(undefined)
    },
  })

/** Leaves out what was not asked, for callers that tell "absent" from "undefined". */
function defined<T extends object>(record: T) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [Field in keyof T]: Exclude<T[Field], undefined>
  }
}
