import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { isScreen, withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { fromJson, jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import { isChoiceText } from './look.ts'
import type { Looks } from './looks.ts'
import type { AgentReads } from './reads.ts'

export type AgentRouteDeps = { reader: Reader<AgentReads>; looks: Pick<Looks, 'choose'>; actionGate: ActionGate }

const agent = lazily(() => z.object({ id: z.string().min(1).max(300) }))
const chosen = lazily(() =>
  z.strictObject({
    /** `hair=bun,top=red`; null for as chance has it. */
    choice: z
      .string()
      .max(600)
      .refine(isChoiceText, 'should be at most 12 parts such as hair=bun, each once, with commas between them')
      .nullable(),
  }),
)

export const agentRoutes = ({ reader, looks, actionGate }: AgentRouteDeps) =>
  new Elysia({ prefix: '/api/agents' })
    .use(withCaller)
    .get('/', async ({ request }) => jsonBody(await reader.listAgents(undefined, request)), requireRole('screen'))
    .get(
      '/:id',
      async ({ params: { id }, request }) =>
        jsonBody(await reader.agentDetails({ id, forScreen: isScreen(request) }, request)),
      requireRole('screen'),
    )
    .put(
      '/:id/look',
      async ({ params: { id }, body: { choice }, caller, request }) => {
        const [known] = fromJson(await reader.agentsOf({ ids: [id] }, request))
        if (!known) throw new Refusal('not-found', 'There is no agent with that id.')
        return actionGate.pass({
          caller,
          action: choice === null ? 'take back the look of agent' : 'choose the look of agent',
          target: known.name,
          needs: 'operator',
          perform: (permit) => looks.choose(permit, id, choice, caller.name),
        })
      },
      { params: agent, body: chosen, ...requireRole('operator') },
    )
