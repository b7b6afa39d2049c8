import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { runtimeName } from '../facts/runtimes.ts'
import { Refusal } from '../lib/refusal.ts'
import type { EditKind, Hooks } from './hooks.ts'

const edit = z.object({
  id: z.string().regex(/^[a-z-]{1,20}\.[0-9a-f]{8}$/, 'should be the id of settings'),
  kind: z.enum(['install', 'remove']),
})
const answer = z.object({ confirm: z.string().max(100).optional() }).optional()

/** Our hooks in the settings of runtimes: which there are; installing and removing them, after their diff was shown. */
export const hookRoutes = ({ hooks, actionGate }: { hooks: Hooks; actionGate: ActionGate }) =>
  new Elysia({ prefix: '/api' })
    .use(withCaller)
    .get('/hooks', () => ({ items: hooks.list(), nextCursor: null }), requireRole('viewer'))
    .post(
      '/hooks/:id/:kind',
      ({ params: { id, kind }, body, caller }) => {
        const { settings, diff, version } = hooks.plan(id, kind)
        const name = runtimeName(settings.runtime)
        if (diff === '') throw new Refusal('conflict', nothingToDo[kind](name))
        return actionGate.pass({
          caller,
          action: `${kind} hooks`,
          target: settings.file,
          needs: 'admin',
          confirm: {
            given: body?.confirm,
            ask: {
              ...questions[kind](name),
              hits: [{ name: settings.file, effect: 'changes as below; everything else in it stays' }],
              exact: null,
              diff,
              // Who has seen this edit answers with its name; another file, or another text of it, has another one.
              phrase: version,
              isTyped: false,
            },
          },
          perform: (permit) => hooks.edit(permit, id, kind, version),
          watch: async (now) => {
            if (now.state !== (kind === 'install' ? 'on' : 'off'))
              throw new Refusal('conflict', `${settings.file} was written, and says something else now. Look at it.`)
          },
        })
      },
      { params: edit, body: answer, ...requireRole('admin') },
    )

const nothingToDo: Record<EditKind, (name: string) => string> = {
  install: (name) => `The hooks of ${name} are installed already.`,
  remove: (name) => `There are no hooks of ours in the settings of ${name}.`,
}

const questions: Record<
  EditKind,
  (name: string) => { question: string; effect: string; verb: string; safeVerb: string }
> = {
  install: (name) => ({
    question: `Let ${name} tell Wheelhouse what it does?`,
    effect: `${name} then calls this program at these moments. It passes on which session and which tool, never the words of a prompt or a command, ends within a fifth of a second, and stays silent when Wheelhouse is off.`,
    verb: 'Install hooks',
    safeVerb: 'Not now',
  }),
  remove: (name) => ({
    question: `Remove the hooks from ${name}?`,
    effect: `${name} no longer calls this program. Hooks of others stay.`,
    verb: 'Remove hooks',
    safeVerb: 'Keep them',
  }),
}
