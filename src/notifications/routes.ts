import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { lazily } from '../lib/lazily.ts'
import type { Notifications } from './notifications.ts'

/** Asks what tells people, which is loaded for it where it is not there yet. */
export type AskNotifications = <Answer>(
  ask: (notifications: Notifications) => Promise<Answer> | Answer,
) => Promise<Answer>

export type NotificationRouteDeps = {
  notifications: { ask: AskNotifications }
  actionGate: ActionGate
  now: () => number
}

const dayMs = 86_400_000
const time = lazily(() => z.string().max(5))
const fields = lazily(() => ({
  provider: z.string().min(1).max(60),
  name: z.string().trim().min(1).max(60),
  given: z.record(z.string().max(60), z.string().max(8_000)),
  allowsPrivate: z.boolean(),
}))
const draft = lazily(() =>
  z.strictObject({
    ...fields,
    routing: z.strictObject({
      least: z.enum(['info', 'warn', 'severe']).nullable(),
      kinds: z.array(z.string().max(60)).max(100).nullable(),
      afterMs: z
        .int()
        .min(0)
        .max(7 * dayMs),
      repeatMs: z
        .int()
        .min(60_000)
        .max(7 * dayMs)
        .nullable(),
      quiet: z.strictObject({ from: time, to: time, severeBreaksThrough: z.boolean() }).nullable(),
      digestAt: time.nullable(),
      tellsEnd: z.boolean(),
    }),
  }),
)
const channel = lazily(() => z.object({ id: z.string().regex(/^[0-9a-f-]{8}$/, 'should be the id of a channel') }))
const answer = lazily(() => z.object({ confirm: z.string().max(100).optional() }).optional())

/** Channels without their secrets, what went to them, and what an admin does to them. */
export const notificationRoutes = ({ notifications: { ask }, actionGate, now }: NotificationRouteDeps) =>
  new Elysia({ prefix: '/api/notifications' })
    .use(withCaller)
    .get('/', () => ask((it) => it.list()), requireRole('viewer'))
    .get('/push-key', () => ask((it) => it.pushKey()), requireRole('viewer'))
    .get('/providers', () => ask((it) => it.providers()), requireRole('viewer'))
    .get(
      '/history',
      ({ query: { channel, cursor, limit } }) => ask((it) => it.history({ channelId: channel, cursor, limit })),
      {
        query: lazily(() =>
          z.object({
            channel: z.string().max(20).optional(),
            cursor: z.coerce.number().int().min(0).optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50),
          }),
        ),
        ...requireRole('viewer'),
      },
    )
    .post(
      '/channels',
      ({ body, caller }) =>
        actionGate.pass({
          caller,
          action: 'add notification channel',
          target: `${body.name} (${body.provider})`,
          needs: 'admin',
          perform: () => ask((it) => it.add(body, caller.name)),
        }),
      { body: draft, ...requireRole('admin') },
    )
    .post(
      '/test',
      ({ body: { id, ...body }, caller }) =>
        actionGate.pass({
          caller,
          action: 'test notification channel',
          target: `${body.name} (${body.provider})`,
          needs: 'admin',
          perform: () => ask((it) => it.test(body, id)),
        }),
      { body: lazily(() => z.strictObject({ ...fields, id: channel.shape.id.optional() })), ...requireRole('admin') },
    )
    .put(
      '/channels/:id',
      ({ params: { id }, body, caller }) =>
        actionGate.pass({
          caller,
          action: 'change notification channel',
          target: `${body.name} (${body.provider})`,
          needs: 'admin',
          perform: () => ask((it) => it.change(id, body)),
        }),
      { params: channel, body: draft, ...requireRole('admin') },
    )
    .put(
      '/channels/:id/on',
      async ({ params: { id }, body: { isOn }, caller }) =>
        actionGate.pass({
          caller,
          action: isOn ? 'switch notification channel on' : 'switch notification channel off',
          target: (await ask((it) => it.nameOf(id))) || id,
          needs: 'admin',
          perform: () => ask((it) => it.turn(id, isOn)),
        }),
      { params: channel, body: lazily(() => z.strictObject({ isOn: z.boolean() })), ...requireRole('admin') },
    )
    .delete(
      '/channels/:id',
      async ({ params: { id }, body, caller }) => {
        const name = await ask((it) => it.nameOf(id))
        return actionGate.pass({
          caller,
          action: 'remove notification channel',
          target: name || id,
          needs: 'admin',
          confirm:
            name === ''
              ? undefined
              : {
                  given: body?.confirm,
                  ask: {
                    question: `Remove ${name}?`,
                    effect: 'Wheelhouse forgets where it is and its secrets, and drops what still waits for it.',
                    hits: [{ name, effect: 'gets no more notices' }],
                    exact: null,
                    phrase: 'remove',
                    isTyped: false,
                    verb: 'Remove',
                    safeVerb: 'Keep it',
                  },
                },
          perform: () => ask((it) => it.remove(id)),
        })
      },
      { params: channel, body: answer, ...requireRole('admin') },
    )
    .put(
      '/pause',
      ({ body: { hours }, caller }) =>
        actionGate.pass({
          caller,
          action: hours === 0 ? 'end the pause of notices' : 'pause notices',
          target: hours === null ? 'until somebody ends it' : hours === 0 ? 'all channels' : `for ${hours} h`,
          needs: 'operator',
          async perform() {
            const until = hours === 0 ? 'end' : hours === null ? null : now() + hours * 3_600_000
            return { pause: await ask((it) => it.pause(until, caller.name)) }
          },
        }),
      {
        body: lazily(() =>
          z.strictObject({
            hours: z
              .number()
              .min(0)
              .max(24 * 30)
              .nullable(),
          }),
        ),
        ...requireRole('operator'),
      },
    )
