import { z } from 'zod'
import { cronPatch, newCronJob } from '../../../facts/cron-schema.ts'
import { lazily } from '../../../lib/lazily.ts'
import type { Scope } from './connection.ts'

const id = lazily(() => z.string().min(1).max(200))
const admin = 'operator.admin' satisfies Scope
const job = lazily(() => z.looseObject({ id: z.string() }))

/** The calls about cron jobs, as OpenClaw 2026.3 to 2026.9 answer them. */
export const cronCalls = lazily(
  () =>
    ({
      /** What a job is just now, and its revision; 2026.3 does not know it. */
      'cron.get': {
        scope: 'operator.read' satisfies Scope,
        params: z.strictObject({ id }),
        result: job.extend({ configRevision: z.string().optional() }),
      },
      'cron.add': { scope: admin, params: newCronJob, result: z.object({ id: z.string() }) },
      /** With a revision the gateway refuses to change what is another one by now; 2026.3 takes none. */
      'cron.update': {
        scope: admin,
        params: z.strictObject({ id, patch: cronPatch, expectedConfigRevision: z.string().max(200).optional() }),
        result: z.object({ id: z.string(), enabled: z.boolean() }),
      },
      'cron.remove': {
        scope: admin,
        params: z.strictObject({ id }),
        result: z.object({ ok: z.literal(true), removed: z.boolean() }),
      },
      'cron.run': {
        scope: admin,
        params: z.strictObject({ id, mode: z.enum(['force', 'due']) }),
        // A job that is not due, or runs already, answers with `ran: false` and the reason.
        result: z.union([
          z.object({ ran: z.literal(false), reason: z.string() }),
          z.object({ ok: z.literal(true), runId: z.string() }),
        ]),
      },
    }) as const,
)
