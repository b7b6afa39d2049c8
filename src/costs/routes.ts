import { Elysia } from 'elysia'
import { z } from 'zod'
import { isScreen } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { splitList } from '../lib/comma-list.ts'
import { defined } from '../lib/defined.ts'
import { jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { streamOf } from '../lib/stream-of.ts'
import { dayOf } from '../lib/timezone.ts'
import type { CostReads } from './reads.ts'
import { callSortings } from './reports/read-breakdown.ts'
import { groupings } from './reports/report.ts'
import { stackings, stackSteps } from './reports/stack.ts'
import type { Summary } from './reports/summary.ts'

const word = lazily(() => z.string().max(2_000).optional())
const isSaid = lazily(() =>
  z.enum(['true', 'false', '1', '0', '']).transform((said) => said !== 'false' && said !== '0'),
)

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
const asked = lazily(() => ({ ...askedByDay, from: z.coerce.number().optional(), to: z.coerce.number().optional() }))
const by = lazily(() => z.enum(groupings).default('day'))
const question = lazily(() =>
  z.object({
    ...asked,
    by,
    breakdown: isSaid.optional(),
    limit: z.coerce.number().int().min(1).max(5_000).optional(),
    cursor: z.string().max(4_000).optional(),
    middle: isSaid.optional(),
  }),
)
const stackQuestion = lazily(() =>
  z.object({
    ...asked,
    by: z.enum(stackings).default('model'),
    per: z.enum(stackSteps).optional(),
    layers: z.coerce.number().int().min(1).max(20).optional(),
  }),
)
const callsQuestion = lazily(() => z.object(asked))
const pageQuestion = lazily(() =>
  z.object({ ...askedByDay, stack: z.enum(stackings).optional(), by: z.enum(groupings).optional() }),
)
const rowsQuestion = lazily(() =>
  z.object({
    ...asked,
    sort: z.enum(callSortings).optional(),
    limit: z.coerce.number().int().min(1).max(500).optional(),
    cursor: z.string().max(2_000).optional(),
  }),
)
const exportQuestion = lazily(() =>
  z.object({
    ...asked,
    format: z.enum(['csv', 'json']).default('csv'),
    what: z.enum(['report', 'answers']).default('report'),
    by,
    breakdown: isSaid.optional(),
  }),
)

export type CostRouteDeps = {
  reader: Reader<CostReads>
  /** How far calls are priced again; null while none are. */
  pricing: () => Summary['pricing']
  timezone: string
  now: () => number
}

export const costRoutes = ({ reader, pricing, timezone, now }: CostRouteDeps) =>
  new Elysia({ prefix: '/api/costs' })
    .get('/today', async ({ request }) => jsonBody(await reader.dayCurve(undefined, request)), requireRole('screen'))
    .get(
      '/summary',
      async ({ request }) =>
        jsonBody(await reader.costSummary({ pricing: pricing(), forScreen: isScreen(request) }, request)),
      requireRole('screen'),
    )
    .get(
      '/burn',
      async ({ query: { sessions }, request }) =>
        jsonBody(await reader.burnOfSessions({ ids: splitList(sessions.toString()) }, request)),
      {
        query: lazily(() =>
          z.object({ sessions: z.union([z.string().max(8_000), z.array(z.string().max(400)).max(200)]) }),
        ),
        ...requireRole('screen'),
      },
    )
    .get(
      '/forecast',
      async ({ request }) => jsonBody(await reader.costForecast(undefined, request)),
      requireRole('screen'),
    )
    .get(
      '/page',
      async ({ query, request }) =>
        jsonBody(await reader.costPage({ pricing: pricing(), question: defined(query) }, request)),
      { query: pageQuestion, ...requireRole('viewer') },
    )
    .get('/breakdown', async ({ query, request }) => jsonBody(await reader.costBreakdown(defined(query), request)), {
      query: callsQuestion,
      ...requireRole('viewer'),
    })
    .get('/report', async ({ query, request }) => jsonBody(await reader.costReport(defined(query), request)), {
      query: question,
      ...requireRole('viewer'),
    })
    .get('/rows', async ({ query, request }) => jsonBody(await reader.costCalls(defined(query), request)), {
      query: rowsQuestion,
      ...requireRole('viewer'),
    })
    .get('/stack', async ({ query, request }) => jsonBody(await reader.costStack(defined(query), request)), {
      query: stackQuestion,
      ...requireRole('viewer'),
    })
    .get('/heatmap', async ({ query, request }) => jsonBody(await reader.costHeatMap(defined(query), request)), {
      query: callsQuestion,
      ...requireRole('viewer'),
    })
    .get(
      '/export',
      async ({ query, request: { signal } }) => {
        const { format, what, by, breakdown, ...rest } = query
        const about = defined(rest)
        const name = `costs-${what === 'answers' ? 'answers' : by}-${about.since ?? 'all'}-${about.until ?? dayOf(now(), timezone)}.${format}`
        const headers = {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
          // Days are checked before anything is answered; nothing else of a name comes from outside.
          'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '')}"`,
        }
        const pieces =
          what === 'answers'
            ? reader.exportCalls({ format, question: about }, { signal })
            : reader.exportReport({ format, question: defined({ by, breakdown, ...about }) }, { signal })
        return new Response(await streamOf(pieces), { headers })
      },
      { query: exportQuestion, ...requireRole('viewer') },
    )
