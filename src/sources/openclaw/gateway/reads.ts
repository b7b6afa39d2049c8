import { z } from 'zod'
import { lazily } from '../../../lib/lazily.ts'
import type { Scope } from './connection.ts'

const read = 'operator.read' satisfies Scope
const id = lazily(() => z.string().min(1).max(200))
const none = lazily(() => z.strictObject({}))
const ofAgent = lazily(() => z.strictObject({ agentId: id.optional() }))
const text = lazily(() => z.string())
const record = lazily(() => z.record(z.string(), z.unknown()))

const agent = lazily(() =>
  z.looseObject({
    id: text,
    name: text.optional(),
    identity: z.looseObject({ name: text.optional(), emoji: text.optional() }).optional(),
    workspace: text.optional(),
    model: z.unknown().optional(),
    kind: text.optional(),
  }),
)
const file = lazily(() =>
  z.looseObject({
    name: text,
    missing: z.boolean().optional(),
    size: z.number().optional(),
    updatedAtMs: z.number().optional(),
    hash: text.optional(),
    content: text.optional(),
  }),
)

/**
 * Every call that only asks a gateway for something, in one closed list, each with the one right it needs. They are for
 * a person who looks at a page, and never for a clock: a listing can keep a gateway busy for seconds.
 */
export const gatewayReads = lazily(
  () =>
    ({
      'config.get': {
        scope: read,
        params: none,
        result: z.looseObject({
          path: text.optional(),
          parsed: z.unknown().optional(),
          hash: text.optional(),
          valid: z.boolean().optional(),
          issues: z.array(z.unknown()).optional(),
        }),
      },
      /** One node of the schema with its children: the whole has three megabytes. */
      'config.schema.lookup': {
        scope: read,
        params: z.strictObject({ path: z.string().min(1).max(1_000) }),
        result: z.looseObject({
          path: text,
          schema: z.unknown().optional(),
          children: z.array(z.unknown()).optional(),
        }),
      },
      'agents.list': {
        scope: read,
        params: none,
        result: z.looseObject({ defaultId: text.optional(), mainKey: text.optional(), agents: z.array(agent) }),
      },
      'agents.files.list': {
        scope: read,
        params: z.strictObject({ agentId: id }),
        result: z.looseObject({ workspace: text.optional(), files: z.array(file) }),
      },
      'agents.files.get': {
        scope: read,
        params: z.strictObject({ agentId: id, name: id }),
        result: z.looseObject({ file }),
      },
      'device.pair.list': {
        scope: 'operator.pairing' satisfies Scope,
        params: none,
        result: z.looseObject({ pending: z.array(z.unknown()), paired: z.array(z.unknown()) }),
      },
      'models.list': { scope: read, params: ofAgent, result: z.looseObject({ models: z.array(z.unknown()) }) },
      'channels.status': { scope: read, params: none, result: record },
      'skills.status': { scope: read, params: ofAgent, result: z.looseObject({ skills: z.array(z.unknown()) }) },
      'last-heartbeat': { scope: read, params: none, result: record },
      status: { scope: read, params: none, result: record },
      'system-presence': { scope: read, params: none, result: z.array(z.unknown()) },
      'cron.list': {
        scope: read,
        params: z.strictObject({ includeDisabled: z.boolean() }),
        result: z.looseObject({ jobs: z.array(z.unknown()).optional() }),
      },
      'sessions.list': {
        scope: read,
        params: z.strictObject({
          limit: z.number().int().min(1).max(200),
          includeDerivedTitles: z.boolean().optional(),
        }),
        result: z.looseObject({ sessions: z.array(z.unknown()), totalCount: z.number().optional() }),
      },
    }) as const,
)

export type GatewayRead = keyof typeof gatewayReads
export type ReadParams<Name extends GatewayRead> = z.input<(typeof gatewayReads)[Name]['params']>
export type ReadResult<Name extends GatewayRead> = z.output<(typeof gatewayReads)[Name]['result']>
