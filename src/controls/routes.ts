import { Elysia } from 'elysia'
import { z } from 'zod'
import { callerOf, isScreen, withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { lazily } from '../lib/lazily.ts'
import type { Controls } from './controls.ts'
import { serviceForScreen, verbs } from './service.ts'

const id = lazily(() => z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, 'should be the id of a service'))
const one = lazily(() => z.object({ id }))
const asked = lazily(() => z.object({ id, verb: z.enum(verbs) }))
const tail = lazily(() => z.object({ lines: z.coerce.number().int().min(1).max(1_000).default(200) }))
const answer = lazily(() => z.object({ confirm: z.string().max(100).optional() }).optional())

/** The services of this machine: how they are, their logs, and what is asked of them. */
export const controlRoutes = ({ controls }: { controls: Controls }) =>
  new Elysia({ prefix: '/api/controls' })
    .use(withCaller)
    .get(
      '/',
      async ({ request }) => {
        const answer = await controls.list(callerOf(request)!)
        return isScreen(request) ? { ...answer, items: answer.items.map(serviceForScreen) } : answer
      },
      requireRole('screen'),
    )
    .get('/:id', ({ params }) => controls.one(params.id), { params: one, ...requireRole('viewer') })
    .get(
      '/:id/log',
      async ({ params, query }) => ({ items: await controls.log(params.id, query.lines), nextCursor: null }),
      { params: one, query: tail, ...requireRole('operator') },
    )
    .post('/unlock', async ({ caller }) => ({ unlockedUntil: await controls.unlock(caller) }), requireRole('operator'))
    .post(
      '/lock',
      async ({ caller }) => {
        await controls.lock(caller)
        return { unlockedUntil: null }
      },
      requireRole('operator'),
    )
    .post('/:id/check-update', ({ params, caller }) => controls.checkUpdate(caller, params.id), {
      params: one,
      ...requireRole('admin'),
    })
    .post(
      '/:id/:verb',
      async ({ params, body, caller }) => ({
        act: await controls.act({ caller, id: params.id, verb: params.verb, given: body?.confirm }),
      }),
      { params: asked, body: answer, ...requireRole('operator') },
    )
