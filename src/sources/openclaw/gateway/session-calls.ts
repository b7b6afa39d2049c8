import { z } from 'zod'
import { lazily } from '../../../lib/lazily.ts'

const key = lazily(() => z.string().min(1).max(500))
const id = lazily(() => z.string().min(1).max(200))
const words = lazily(() => z.string().min(1).max(200_000))
const label = lazily(() => z.string().min(1).max(200))
const ok = lazily(() => z.object({ ok: z.literal(true) }))
const begun = lazily(() => z.object({ runId: z.string().optional(), status: z.string().optional() }))

/** The calls that change a session, as OpenClaw 2026.3 to 2026.9 answer them. */
export const sessionCalls = lazily(
  () =>
    ({
      'chat.send': {
        scope: 'operator.write',
        params: z.object({
          sessionKey: key,
          message: words,
          idempotencyKey: id,
          // 2026.3 takes no mode: a message waits for the end of the run.
          queueMode: z.literal('steer').optional(),
        }),
        result: begun,
      },
      'sessions.compact': {
        scope: 'operator.admin',
        params: z.object({ key }),
        result: ok.extend({ compacted: z.boolean(), reason: z.string().optional() }),
      },
      'sessions.reset': {
        scope: 'operator.admin',
        params: z.object({ key, reason: z.literal('reset') }),
        result: ok.extend({ key: z.string() }),
      },
      'sessions.patch': {
        scope: 'operator.admin',
        params: z.union([
          z.object({ key, label }),
          // Only the session that a person has seen is archived.
          z.object({ key, archived: z.literal(true), expectedSessionId: id }),
        ]),
        result: ok,
      },
      'sessions.delete': {
        scope: 'operator.admin',
        params: z.object({ key, deleteTranscript: z.literal(true) }),
        result: ok.extend({ deleted: z.boolean() }),
      },
      'sessions.create': {
        scope: 'operator.write',
        params: z.object({ agentId: id, parentSessionKey: key, message: words, label: label.optional() }),
        result: ok.extend({ key: z.string().min(1), runStarted: z.boolean().optional() }),
      },
    }) as const,
)
