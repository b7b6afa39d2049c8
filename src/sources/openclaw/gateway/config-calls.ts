import { z } from 'zod'
import { lazily } from '../../../lib/lazily.ts'
import type { Scope } from './connection.ts'

const id = lazily(() => z.string().min(1).max(200))
const admin = 'operator.admin' satisfies Scope
const text = lazily(() => z.string().max(4_096))

/** Parts of an agent that a person decides. 2026.3 takes no emoji where an agent is changed. */
const agentFields = lazily(() => ({
  model: text.optional(),
  workspace: text.optional(),
  emoji: z.string().max(64).optional(),
}))

/** The calls that change a gateway's configuration, its agents and who may connect, as OpenClaw 2026.3 to 2026.9 answer them. */
export const configCalls = lazily(
  () =>
    ({
      /** A merge patch; 2026.9 wants the arrays named from which it takes something away, 2026.3 knows no such field. */
      'config.patch': {
        scope: admin,
        params: z.strictObject({
          raw: z.string().max(1 << 20),
          baseHash: z.string().max(300),
          note: z.string().max(200).optional(),
          replacePaths: z.array(text).max(100).optional(),
        }),
        result: z.object({
          ok: z.literal(true),
          hash: z.string().optional(),
          /** Where the gateway restarts for it, as 2026.3 says it. */
          restart: z.looseObject({ delayMs: z.number().optional() }).nullish(),
          sentinel: z.unknown().optional(),
        }),
      },
      'agents.create': {
        scope: admin,
        params: z.strictObject({ name: z.string().min(1).max(100), workspace: text.min(1), emoji: agentFields.emoji }),
        result: z.object({ ok: z.literal(true), agentId: z.string() }),
      },
      'agents.update': {
        scope: admin,
        params: z.strictObject({ agentId: id, name: z.string().min(1).max(100).optional(), ...agentFields }),
        result: z.object({ ok: z.literal(true), agentId: z.string() }),
      },
      'agents.delete': {
        scope: admin,
        params: z.strictObject({ agentId: id, deleteFiles: z.boolean() }),
        result: z.object({ ok: z.literal(true), removedBindings: z.number().optional() }),
      },
      /** With a hash the gateway refuses to write over another text; 2026.3 takes none. */
      'agents.files.set': {
        scope: admin,
        params: z.strictObject({
          agentId: id,
          name: id,
          content: z.string().max(1 << 20),
          expectedHash: z.string().max(200).optional(),
        }),
        result: z.object({ ok: z.literal(true) }),
      },
      'device.pair.approve': {
        // What is approved must not have more rights than who approves.
        scope: admin,
        params: z.strictObject({ requestId: id }),
        result: z.looseObject({}),
      },
      'device.pair.reject': {
        scope: 'operator.pairing' satisfies Scope,
        params: z.strictObject({ requestId: id }),
        result: z.looseObject({}),
      },
      'device.pair.remove': {
        scope: admin,
        params: z.strictObject({ deviceId: id }),
        result: z.looseObject({}),
      },
    }) as const,
)
