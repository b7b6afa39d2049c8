import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { splitList } from '../lib/comma-list.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { type Breaker, heldBy } from './breaker.ts'
import { type Guard, leastPercent, measures, mostPercent } from './guard.ts'
import type { Headroom } from './headroom.ts'
import type { BreakerReads } from './reads.ts'
import type { Rehearsal } from './rehearsal.ts'
import { createGuardSetter } from './set-guard.ts'

export type BreakerRouteDeps = {
  breaker: Breaker
  reader: Reader<BreakerReads>
  actionGate: ActionGate
  now: () => number
}

const subject = lazily(() => z.string().regex(/^(budget|window):\P{Cc}{1,200}$/u, 'should be budget:NAME or window:ID'))
const atPercent = lazily(() => z.coerce.number().min(leastPercent).max(mostPercent))
const jobIds = lazily(() => z.array(z.string().min(1).max(300)).max(500))
const draft = lazily(() =>
  z.strictObject({
    measures: z.array(z.enum(measures)).max(measures.length),
    atPercent,
    /** Null for all jobs in its scope. */
    jobs: jobIds.nullable(),
    confirm: z.string().max(200).optional(),
  }),
)
/** A value with commas, which the framework splits. */
const withCommas = lazily(() => z.union([z.string().max(20_000), z.array(z.string().max(300)).max(500)]))
const rehearsed = lazily(() =>
  z.object({
    measures: withCommas,
    atPercent,
    /** Ids; left out for all jobs in its scope. */
    jobs: withCommas.optional(),
  }),
)

/** Budgets and plan windows with what is done when they run short, what was done, and the way back. */
export function breakerRoutes({ breaker, reader, actionGate, now }: BreakerRouteDeps) {
  const set = createGuardSetter({ breaker, reader, gate: actionGate, now })
  return new Elysia({ prefix: '/api/breaker' })
    .use(withCaller)
    .get(
      '/',
      async ({ request }): Promise<Headroom> => ({
        ...fromJson(await reader.headroom(undefined, request)),
        guards: breaker.guards(),
        trips: breaker.trips(),
        acts: breaker.acts(),
      }),
      requireRole('viewer'),
    )
    .get(
      '/guards/:subject/rehearsal',
      async ({ params: { subject }, query, request }): Promise<Rehearsal> => {
        const { gauges } = fromJson(await reader.headroom(undefined, request))
        const limit = gauges.find((gauge) => gauge.subject === subject)?.limit ?? ''
        const asked = splitList(query.measures.toString())
        const guard: Guard = {
          subject,
          measures: measures.filter((measure) => asked.includes(measure)),
          atPercent: query.atPercent,
          jobs: query.jobs === undefined ? null : splitList(query.jobs.toString()),
          limit,
          setAt: now(),
          setBy: '',
          setById: '',
          role: 'viewer',
        }
        return fromJson(await reader.rehearsal({ guard, held: heldBy(breaker) }, request))
      },
      { params: lazily(() => z.object({ subject })), query: rehearsed, ...requireRole('viewer') },
    )
    .put(
      '/guards/:subject',
      ({ params, body: { confirm, ...wanted }, caller }) => set(caller, params.subject, wanted, confirm),
      {
        params: lazily(() => z.object({ subject })),
        body: draft,
        ...requireRole('operator'),
      },
    )
    .post('/trips/:id/go-on', ({ params, caller }) => breaker.goOn(caller, params.id), {
      params: lazily(() => z.object({ id: z.string().min(1).max(300) })),
      ...requireRole('operator'),
    })
    .post('/acts/:id/undo', ({ params, caller }) => breaker.undo(caller, params.id), {
      params: lazily(() => z.object({ id: z.coerce.number().int().min(0) })),
      ...requireRole('operator'),
    })
}
