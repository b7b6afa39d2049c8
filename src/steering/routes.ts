import { Elysia } from 'elysia'
import { z } from 'zod'
import { checkDecider } from '../approvals/decider.ts'
import { peerOf, withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { type SessionActKind, sessionActs } from '../facts/session-act.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Steering } from './steering.ts'

const sessionId = lazily(() => z.string().regex(/^[\w.~-]{1,300}$/, 'should be the id of a session'))
const agentId = lazily(() => z.string().regex(/^[\w.~:-]{1,300}$/, 'should be the id of an agent'))
const confirm = lazily(() => z.string().max(100).optional())
const actId = lazily(() => z.string().regex(/^[\w-]{1,100}$/, 'should be the id of an act'))

const one = lazily(() => z.object({ id: sessionId }))
const asked = lazily(() => z.object({ id: sessionId, kind: z.enum(sessionActs) }))
/** Words of a person: a message, the task of a sub-agent, a new name. */
const given = lazily(() =>
  z.strictObject({
    text: z.string().trim().min(1).max(100_000).optional(),
    again: actId.optional(),
    confirm,
  }),
)

const target = lazily(() =>
  z.union([
    z.strictObject({ sessions: z.array(sessionId).min(1).max(200), confirm }),
    z.strictObject({ agent: agentId, confirm }),
    z.strictObject({ tree: sessionId, confirm }),
    z.strictObject({ all: z.literal(true), confirm }),
  ]),
)
const several = lazily(() =>
  z.strictObject({
    kind: z.enum(['archive', 'delete']),
    sessions: z.array(sessionId).min(1).max(50),
    confirm,
  }),
)
const page = lazily(() => z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }))

export type SteeringDeps = { steering: Steering }

/** What a person does to sessions: words, stopping, and tidying up at their gateways. */
export const steeringRoutes = ({ steering }: SteeringDeps) =>
  new Elysia({ prefix: '/api/steering' })
    .use(withCaller)
    .get('/acts', ({ query }) => ({ items: steering.acts(query.limit), nextCursor: null }), {
      query: page,
      ...requireRole('operator'),
    })
    .get('/sessions/:id', ({ params }) => steering.offer(params.id), { params: one, ...requireRole('operator') })
    .post(
      '/sessions/:id/:kind',
      async ({ params: { id, kind }, body, caller, request }) => {
        await steering.offer(id)
        checkDecider(caller, peerOf(request))
        return steering.act(caller, id, { kind, text: textOf(kind, body.text) }, body.confirm, body.again)
      },
      { params: asked, body: given, ...requireRole('operator') },
    )
    .post('/acts/:id/discard', ({ params, caller }) => steering.discard(caller, params.id), {
      params: lazily(() => z.object({ id: actId })),
      ...requireRole('operator'),
    })
    .post(
      '/stop',
      ({ body: { confirm, ...target }, caller, request }) => {
        checkDecider(caller, peerOf(request))
        return steering.stop(caller, target, confirm)
      },
      { body: target, ...requireRole('operator') },
    )
    .post(
      '/several',
      ({ body: { kind, sessions, confirm }, caller, request }) => {
        checkDecider(caller, peerOf(request))
        return steering.several(caller, kind, sessions, confirm)
      },
      { body: several, ...requireRole('operator') },
    )

const needWords = new Set<string>(['send', 'steer', 'spawn', 'rename'])

/** The words of an act that takes some. Throws a Refusal where they are missing. */
function textOf(kind: SessionActKind, text: string | undefined): string | null {
  if (text === undefined && needWords.has(kind)) throw new Refusal('bad-input', 'Say something first.')
  return needWords.has(kind) ? (text ?? null) : null
}
