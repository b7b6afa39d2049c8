import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { cronPatch, newCronJob } from '../facts/cron-schema.ts'
import { fromJson, jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import type { CronActs } from './acts.ts'
import { longestDeadlineMs, shortestDeadlineMs } from './deadline.ts'
import type { Deadlines } from './deadlines.ts'
import { previewOf } from './next-runs.ts'
import type { CronReads } from './reads.ts'
import { fromRuntime, fromText } from './runtime-schedule.ts'

export type CronDeps = {
  reader: Reader<CronReads>
  cronActs: CronActs
  deadlines: Deadlines
  actionGate: ActionGate
  now: () => number
  timezone: string
}

const page = lazily(() =>
  z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.coerce.number().optional(),
  }),
)

const sixHoursMs = 6 * 3_600_000
const weekMs = 7 * 24 * 3_600_000
const reach = lazily(() =>
  z.object({
    back: z.coerce.number().int().min(0).max(weekMs).default(sixHoursMs),
    ahead: z.coerce.number().int().min(0).max(weekMs).default(sixHoursMs),
  }),
)

const job = lazily(() => z.object({ id: z.string().min(1).max(300) }))
const phrase = lazily(() => z.object({ confirm: z.string().max(200).optional() }).optional())
const addition = lazily(() => z.strictObject({ job: newCronJob, home: z.string().min(1).max(4_096).optional() }))
const change = lazily(() => z.strictObject({ patch: cronPatch, revision: z.string().min(1).max(100) }))
const deadline = lazily(() =>
  z.strictObject({
    withinMs: z.number().int().min(shortestDeadlineMs).max(longestDeadlineMs).nullable(),
  }),
)

/** Cron jobs: what there is and how it ran, what a schedule comes to, and what a person does to a job. */
export const cronRoutes = ({ reader, cronActs, deadlines, actionGate, now, timezone }: CronDeps) =>
  new Elysia({ prefix: '/api/crons' })
    .use(withCaller)
    .get('/', async ({ request }) => jsonBody(await reader.listCronJobs(undefined, request)), requireRole('viewer'))
    .get('/timeline', async ({ query, request }) => jsonBody(await reader.cronTimeline(query, request)), {
      query: reach,
      ...requireRole('screen'),
    })
    .get(
      '/preview',
      ({ query: { schedule } }) =>
        previewOf(typeof schedule === 'string' ? fromText(schedule) : fromRuntime(schedule), { now: now(), timezone }),
      {
        // The server reads a value that looks like JSON before it is checked.
        query: lazily(() =>
          z.object({ schedule: z.union([z.string().max(2_000), z.record(z.string(), z.unknown())]) }),
        ),
        ...requireRole('viewer'),
      },
    )
    .get('/deadlines', () => ({ items: deadlines.states(), nextCursor: null }), requireRole('viewer'))
    .get('/:id', async ({ params, request }) => jsonBody(await reader.cronJob(params.id, request)), {
      params: job,
      ...requireRole('viewer'),
    })
    .get(
      '/:id/runs',
      async ({ params, query: { limit, cursor }, request }) =>
        jsonBody(await reader.cronRuns({ jobId: params.id, limit, before: cursor }, request)),
      { query: page, ...requireRole('viewer') },
    )
    .post('/', ({ body, caller }) => cronActs.add(caller, body.job, body.home), {
      body: addition,
      ...requireRole('operator'),
    })
    .patch('/:id', ({ params, body, caller }) => cronActs.edit(caller, params.id, body.patch, body.revision), {
      params: job,
      body: change,
      ...requireRole('operator'),
    })
    .post('/:id/enable', ({ params, caller }) => cronActs.enable(caller, params.id), {
      params: job,
      ...requireRole('operator'),
    })
    .post('/:id/disable', ({ params, caller }) => cronActs.disable(caller, params.id), {
      params: job,
      ...requireRole('operator'),
    })
    .post('/:id/run', ({ params, body, caller }) => cronActs.run(caller, params.id, body?.confirm), {
      params: job,
      body: phrase,
      ...requireRole('operator'),
    })
    .delete('/:id', ({ params, body, caller }) => cronActs.remove(caller, params.id, body?.confirm), {
      params: job,
      body: phrase,
      ...requireRole('operator'),
    })
    .put(
      '/:id/deadline',
      async ({ params: { id }, body: { withinMs }, caller, request }) => {
        const { name } = fromJson(await reader.cronJob(id, request))
        const state = await actionGate.pass({
          caller,
          action: withinMs === null ? 'take back the deadline of cron job' : 'set the deadline of cron job',
          target: name,
          needs: 'operator',
          perform: () => deadlines.set(id, withinMs, caller.name),
        })
        return { deadline: state }
      },
      { params: job, body: deadline, ...requireRole('operator') },
    )
