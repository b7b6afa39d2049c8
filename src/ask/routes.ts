import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { type Caller, withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { lazily } from '../lib/lazily.ts'
import { oneLine } from '../lib/plain-text.ts'
import type { Ask } from './ask.ts'

/** Uses what asks models, which is loaded for it where it is not there yet. */
export type UseAsk = <Answer>(use: (ask: Ask) => Promise<Answer> | Answer) => Promise<Answer>

export type AskRouteDeps = { ask: { use: UseAsk }; actionGate: ActionGate }

const uuid = lazily(() => z.uuid())
const one = lazily(() => z.object({ id: uuid }))
const question = lazily(() =>
  z.strictObject({
    question: z
      .string()
      .max(2_000)
      .transform((text) => text.trim())
      .refine((text) => oneLine(text) !== '', 'should be a question'),
    conversationId: uuid.optional(),
  }),
)
const draft = lazily(() =>
  z.strictObject({
    kind: z.enum(['endpoint', 'gateway']),
    url: z.string().trim().min(1).max(500),
    model: z.string().trim().min(1).max(200),
    key: z.string().max(1_000).optional(),
    allowsPrivate: z.boolean(),
    readsWords: z.boolean(),
    dayUsd: z.number().min(0).max(1_000_000).nullable(),
    dayQuestions: z.int().min(1).max(10_000),
  }),
)

/** Whose questions these are: of whoever opened a link or confirmed a terminal on this machine, or of one credential. */
const personOf = ({ byLink, id }: Caller) => (byLink || id.startsWith('terminal:') ? 'owner' : id)

/** Questions to a model about our own data, each person's own, and which model answers them. */
export const askRoutes = ({ ask: { use }, actionGate }: AskRouteDeps) =>
  new Elysia({ prefix: '/api/ask' })
    .use(withCaller)
    .get('/', () => use((ask) => ask.state()), requireRole('viewer'))
    .get(
      '/conversations',
      ({ caller }) => use((ask) => ({ items: ask.conversations(personOf(caller)), nextCursor: null })),
      requireRole('operator'),
    )
    .get(
      '/conversations/:id',
      async ({ params: { id }, caller }) =>
        use(async (ask) => ({ items: await ask.conversation(personOf(caller), id), nextCursor: null })),
      { params: one, ...requireRole('operator') },
    )
    .delete(
      '/conversations/:id',
      ({ params: { id }, caller }) =>
        actionGate.pass({
          caller,
          action: 'forget a conversation',
          target: id,
          needs: 'operator',
          perform: (permit) => use((ask) => ask.forget(permit, personOf(caller), id)),
        }),
      { params: one, ...requireRole('operator') },
    )
    .post(
      '/questions',
      async ({ body, caller }) => {
        const { model, host } = await use((ask) => ask.state())
        return actionGate.pass({
          caller,
          action: 'ask a model',
          target: model === '' ? 'no model' : `${model} at ${host}`,
          needs: 'operator',
          perform: (permit) => use((ask) => ask.ask(permit, body, personOf(caller))),
        })
      },
      { body: question, ...requireRole('operator') },
    )
    .get(
      '/questions/:id/sent',
      async ({ params: { id }, caller }) => ({ sent: await use((ask) => ask.sent(personOf(caller), id)) }),
      { params: one, ...requireRole('operator') },
    )
    .post(
      '/questions/:id/stop',
      ({ params: { id }, caller }) =>
        actionGate.pass({
          caller,
          action: 'stop a question',
          target: id,
          needs: 'operator',
          perform: (permit) => use((ask) => ask.stopAnswer(permit, personOf(caller), id)),
        }),
      { params: one, ...requireRole('operator') },
    )
    .get('/model', () => use((ask) => ask.settings()), requireRole('admin'))
    .put(
      '/model',
      ({ body, caller }) =>
        actionGate.pass({
          caller,
          action: 'choose the model of Ask',
          target: body.model,
          needs: 'admin',
          perform: (permit) => use((ask) => ask.set(permit, body)),
        }),
      { body: draft, ...requireRole('admin') },
    )
    .put(
      '/model/on',
      ({ body: { isOn }, caller }) =>
        actionGate.pass({
          caller,
          action: isOn ? 'switch Ask on' : 'switch Ask off',
          target: 'Ask',
          needs: 'admin',
          perform: (permit) => use((ask) => ask.turn(permit, isOn)),
        }),
      { body: lazily(() => z.strictObject({ isOn: z.boolean() })), ...requireRole('admin') },
    )
    .post(
      '/model/test',
      ({ body, caller, request: { signal } }) =>
        actionGate.pass({
          caller,
          action: 'test the model of Ask',
          target: body.model,
          needs: 'admin',
          perform: (permit) => use((ask) => ask.test(permit, body, signal)),
        }),
      { body: draft, ...requireRole('admin') },
    )
