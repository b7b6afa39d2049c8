import { z } from 'zod'
import { lazily } from '../../../lib/lazily.ts'
import { configCalls } from './config-calls.ts'
import type { Scope } from './connection.ts'
import { cronCalls } from './cron-calls.ts'
import { sessionCalls } from './session-calls.ts'

const ok = lazily(() => z.object({ ok: z.literal(true) }))

/** Declares a call: the right it needs, what it is given, and what of the answer is used. */
const call = <Params extends z.ZodType, Result extends z.ZodType>(scope: Scope, params: Params, result: Result) => ({
  scope,
  params,
  result,
})

const id = lazily(() => z.string().min(1).max(200))
const version = lazily(() => z.object({ version: z.string().nullish() }))

/**
 * Every call that changes something in a gateway, in one closed list, as OpenClaw 2026.3 to 2026.9 answer them. Both
 * sides are checked: a value that is not what it should be never reaches the gateway, and an answer of another shape
 * counts as a failure and not as done.
 */
export const gatewayCalls = lazily(
  () =>
    ({
      // With a lesser right a gateway lets nobody abort a run that another client has begun.
      'chat.abort': call(
        'operator.admin',
        z.object({ sessionKey: id, runId: id.optional() }),
        ok.extend({ aborted: z.boolean(), runIds: z.array(z.string()) }),
      ),
      ...cronCalls,
      ...configCalls,
      ...sessionCalls,
      // 2026.9 drains by itself, restarts within five minutes, and answers before either.
      'gateway.restart.request': call(
        'operator.admin',
        z.object({ reason: z.string().max(200) }),
        ok.extend({ status: z.string().optional() }),
      ),
      'update.run': call(
        'operator.admin',
        z.object({ note: z.string().max(200).optional() }),
        // 2026.3 answers once it has installed the new version, 2026.9 once its service manager has taken it over.
        z.object({
          ok: z.boolean(),
          message: z.string().optional(),
          result: z
            .object({
              status: z.string().optional(),
              reason: z.string().optional(),
              before: version.nullish(),
              after: version.nullish(),
              steps: z
                .array(z.object({ name: z.string(), exitCode: z.number().nullish(), stderrTail: z.string().nullish() }))
                .optional(),
            })
            .optional(),
          handoff: z.object({ status: z.string().optional(), message: z.string().optional() }).nullish(),
        }),
      ),
      // It changes nothing, and is refused to whoever is no admin.
      'update.status': call(
        'operator.admin',
        z.object({}),
        z.object({
          updateAvailable: z
            .object({ currentVersion: z.string().optional(), latestVersion: z.string().optional() })
            .nullish(),
        }),
      ),
      // With a lesser right a gateway since 2026.7 does not find the requests of other clients.
      'exec.approval.resolve': call(
        'operator.admin',
        z.object({ id, decision: z.enum(['allow-once', 'allow-always', 'deny']) }),
        ok,
      ),
      'plugin.approval.resolve': call(
        'operator.admin',
        z.object({ id, decision: z.enum(['allow-once', 'allow-always', 'deny']) }),
        ok,
      ),
      'question.resolve': call(
        'operator.admin',
        z.union([
          z.object({ id, cancel: z.literal(true) }),
          z.object({
            id,
            answers: z.object({ answers: z.record(z.string().max(200), z.array(z.string().max(4_000))) }),
          }),
        ]),
        z.object({ status: z.enum(['answered', 'cancelled']) }),
      ),
    }) as const,
)

export type GatewayCall = keyof typeof gatewayCalls
export type CallParams<Name extends GatewayCall> = z.input<(typeof gatewayCalls)[Name]['params']>
export type CallResult<Name extends GatewayCall> = z.output<(typeof gatewayCalls)[Name]['result']>
