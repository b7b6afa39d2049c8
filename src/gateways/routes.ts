import { Elysia } from 'elysia'
import { z } from 'zod'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { lazily } from '../lib/lazily.ts'
import type { Gateways } from './gateways.ts'

const id = lazily(() => z.string().regex(/^g[0-9a-z]{1,16}$/, 'should be the id of a gateway'))
const one = lazily(() => z.object({ id }))
const name = lazily(() => z.string().min(1).max(200))
const foreignId = lazily(() => z.string().regex(/^[\w.:-]{1,200}$/, 'should be an id'))
const confirm = lazily(() => z.string().max(100).optional())
const answer = lazily(() => z.object({ confirm }).optional())
const edit = lazily(() => z.strictObject({ path: z.array(name).min(1).max(30), value: z.unknown().optional() }))
const edits = lazily(() =>
  z.strictObject({ edits: z.array(edit).min(1).max(200), hash: z.string().min(1).max(300), confirm }),
)
const text = lazily(() => z.string().trim().max(4_096))
const emoji = lazily(() => z.string().max(64))
const newAgent = lazily(() =>
  z.strictObject({
    name: z.string().trim().min(1).max(100),
    workspace: text.min(1),
    emoji: emoji.optional(),
    model: text.optional(),
  }),
)
const agentPatch = lazily(() =>
  z.strictObject({
    patch: z.strictObject({
      name: z.string().trim().min(1).max(100).optional(),
      emoji: emoji.optional(),
      model: text.optional(),
      workspace: text.optional(),
    }),
    revision: z.string().min(1).max(100),
  }),
)
const agentId = lazily(() => z.string().regex(/^[\w.-]{1,100}$/, 'should be the id of an agent'))
const ofAgent = lazily(() => z.object({ id, agent: agentId }))
const fileName = lazily(() => z.string().regex(/^[\w-][\w.-]{0,99}$/, 'should be the name of a file'))
const ofFile = lazily(() => z.object({ id, agent: agentId, file: fileName }))
const written = lazily(() =>
  z.strictObject({ content: z.string().max(512 << 10), revision: z.string().min(1).max(100), confirm }),
)
const address = lazily(() =>
  z.strictObject({ address: z.string().trim().min(1).max(500), token: z.string().trim().max(2_000) }),
)
const addition = lazily(() => address.extend({ name: z.string().trim().min(1).max(60) }))
const listed = <Item>(items: Item[]) => ({ items, nextCursor: null })

/** Gateways: what they are and have, their configuration and agents, who is let in, and those that a person adds. */
export const gatewayRoutes = ({ gateways }: { gateways: Gateways }) =>
  new Elysia({ prefix: '/api/gateways' })
    .use(withCaller)
    .get('/', () => listed(gateways.list()), requireRole('viewer'))
    .get('/:id/about', ({ params }) => gateways.about(params.id), { params: one, ...requireRole('viewer') })
    .get('/:id/models', async ({ params }) => listed(await gateways.models(params.id)), {
      params: one,
      ...requireRole('viewer'),
    })
    .get('/:id/skills', async ({ params }) => listed(await gateways.skills(params.id)), {
      params: one,
      ...requireRole('viewer'),
    })
    .get('/:id/conversations', async ({ params }) => listed(await gateways.conversations(params.id)), {
      params: one,
      ...requireRole('viewer'),
    })
    // What is set, what an agent is told and who is let in is for those who could change it.
    .get('/:id/config', ({ params }) => gateways.config.read(params.id), { params: one, ...requireRole('operator') })
    .get('/:id/schema', async ({ params, query }) => ({ node: await gateways.config.node(params.id, query.path) }), {
      params: one,
      query: lazily(() => z.object({ path: name })),
      ...requireRole('operator'),
    })
    .get('/:id/agents', async ({ params }) => listed(await gateways.agents.list(params.id)), {
      params: one,
      ...requireRole('operator'),
    })
    .get(
      '/:id/agents/:agent/files',
      async ({ params }) => listed(await gateways.agents.files(params.id, params.agent)),
      { params: ofAgent, ...requireRole('operator') },
    )
    .get('/:id/agents/:agent/files/:file', ({ params }) => gateways.agents.file(params.id, params.agent, params.file), {
      params: ofFile,
      ...requireRole('operator'),
    })
    .get(
      '/:id/devices',
      async ({ params }) => ({
        asking: gateways.asking(params.id),
        paired: await gateways.devices.paired(params.id),
      }),
      { params: one, ...requireRole('operator') },
    )
    .post(
      '/:id/config',
      async ({ params, body, caller }) => ({
        change: await gateways.config.change(caller, params.id, body.edits, body.hash, body.confirm),
      }),
      { params: one, body: edits, ...requireRole('admin') },
    )
    .post(
      '/:id/config/undo',
      async ({ params, body, caller }) => ({ change: await gateways.config.undo(caller, params.id, body?.confirm) }),
      { params: one, body: answer, ...requireRole('admin') },
    )
    .post('/:id/agents', ({ params, body, caller }) => gateways.agents.add(caller, params.id, body), {
      params: one,
      body: newAgent,
      ...requireRole('admin'),
    })
    .patch(
      '/:id/agents/:agent',
      ({ params, body, caller }) => gateways.agents.edit(caller, params.id, params.agent, body.patch, body.revision),
      { params: ofAgent, body: agentPatch, ...requireRole('admin') },
    )
    .delete(
      '/:id/agents/:agent',
      ({ params, body, caller }) =>
        gateways.agents.remove(caller, params.id, params.agent, body?.deleteFiles === true, body?.confirm),
      {
        params: ofAgent,
        body: lazily(() => z.object({ confirm, deleteFiles: z.boolean().optional() }).optional()),
        ...requireRole('admin'),
      },
    )
    .put(
      '/:id/agents/:agent/files/:file',
      ({ params, body: { confirm, ...text }, caller }) =>
        gateways.agents.writeFile(caller, params.id, params.agent, { name: params.file, ...text }, confirm),
      { params: ofFile, body: written, ...requireRole('admin') },
    )
    .post(
      '/:id/pairing/:request/:how',
      ({ params, body, caller }) =>
        gateways.devices.answer(caller, params.id, params.request, params.how, body?.confirm),
      {
        params: lazily(() => z.object({ id, request: foreignId, how: z.enum(['approve', 'reject']) })),
        body: answer,
        ...requireRole('admin'),
      },
    )
    .delete(
      '/:id/devices/:device',
      ({ params, body, caller }) => gateways.devices.remove(caller, params.id, params.device, body?.confirm),
      { params: lazily(() => z.object({ id, device: foreignId })), body: answer, ...requireRole('admin') },
    )
    .post('/test', ({ body, caller }) => gateways.added.test(caller, body.address, body.token), {
      body: address,
      ...requireRole('admin'),
    })
    .post('/', ({ body, caller }) => gateways.added.add(caller, body), { body: addition, ...requireRole('admin') })
    .delete('/:id', ({ params, body, caller }) => gateways.added.remove(caller, params.id, body?.confirm), {
      params: one,
      body: answer,
      ...requireRole('admin'),
    })
