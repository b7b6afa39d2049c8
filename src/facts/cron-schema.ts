import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'

const id = lazily(() => z.string().min(1).max(200))
const name = lazily(() => z.string().trim().min(1).max(200))
const text = lazily(() => z.string().max(32_000))
const ms = lazily(() => z.number().int().min(0).max(Number.MAX_SAFE_INTEGER))

const schedule = lazily(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('cron'),
      expr: z.string().trim().min(1).max(200),
      tz: z.string().max(100).optional(),
      staggerMs: ms.optional(),
    }),
    z.strictObject({ kind: z.literal('every'), everyMs: ms.min(1_000), anchorMs: ms.optional() }),
    z.strictObject({ kind: z.literal('at'), at: z.string().min(1).max(100) }),
  ]),
)

/** Values of which the gateway alone knows what they may be, bounded in size by the body of the request. */
const record = lazily(() => z.record(z.string().max(200), z.unknown()))
const payload = lazily(() =>
  z.looseObject({ kind: z.enum(['agentTurn', 'systemEvent', 'command', 'script', 'heartbeat']) }),
)
const delivery = lazily(() => z.looseObject({ mode: z.enum(['none', 'announce', 'webhook']).optional() }))

const optionalFields = lazily(() => ({
  displayName: name.nullish(),
  description: text.nullish(),
  agentId: id.nullish(),
  sessionKey: id.nullish(),
  enabled: z.boolean().optional(),
  deleteAfterRun: z.boolean().optional(),
  pacing: record.nullish(),
  trigger: record.nullish(),
  delivery: delivery.optional(),
  failureAlert: z.union([z.literal(false), record]).nullish(),
}))

/** A job as it is added, and what of one is changed: what a person decides about it (`facts/cron-definition.ts`). */
export const newCronJob = lazily(() =>
  z.strictObject({
    name,
    schedule,
    sessionTarget: id,
    wakeMode: z.enum(['now', 'next-heartbeat']),
    payload,
    ...optionalFields,
  }),
)
export const cronPatch = lazily(() =>
  z.strictObject({
    name: name.optional(),
    schedule: schedule.optional(),
    sessionTarget: id.optional(),
    wakeMode: z.enum(['now', 'next-heartbeat']).optional(),
    payload: payload.optional(),
    ...optionalFields,
  }),
)

export type NewCronJob = z.input<typeof newCronJob>
export type CronPatch = z.input<typeof cronPatch>
