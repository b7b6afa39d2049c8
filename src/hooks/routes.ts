import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { runtimeName } from '../facts/runtimes.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import { type Called, calledWords, type EditKind, type Hooks } from './hooks.ts'

const edit = lazily(() =>
  z.object({
    id: z.string().regex(/^[a-z-]{1,20}\.[0-9a-f]{8}$/, 'should be the id of settings'),
    kind: z.enum(['install', 'remove']),
  }),
)
const answer = lazily(() => z.object({ confirm: z.string().max(100).optional() }).optional())

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
        const { what } = settings
        if (diff === '') throw new Refusal('conflict', nothingToDo[kind](calledWords[what], name))
        return actionGate.pass({
          caller,
          action: `${kind} ${calledWords[what]}`,
          target: settings.file,
          needs: 'admin',
          confirm: {
            given: body?.confirm,
            ask: {
              ...questions[what][kind](name),
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

const nothingToDo: Record<EditKind, (what: string, name: string) => string> = {
  install: (what, name) => `Our ${what} in the settings of ${name} needs no change.`,
  remove: (what, name) => `There is no ${what} of ours in the settings of ${name}.`,
}

type Question = { question: string; effect: string; verb: string; safeVerb: string }

const questions: Record<Called, Record<EditKind, (name: string) => Question>> = {
  hooks: {
    install: (name) => ({
      question: `Let ${name} tell Wheelhouse what it does?`,
      effect: `${name} then calls this program at these moments. It passes on which session and which tool, never the words of a prompt or a command, ends within a fifth of a second, and stays silent when Wheelhouse is off.${name === 'Claude Code' ? ' Once you let its requests be answered here, it also passes on what is asked, and waits for a decision while the prompt stays in the terminal.' : ''}`,
      verb: 'Install hooks',
      safeVerb: 'Not now',
    }),
    remove: (name) => ({
      question: `Remove the hooks from ${name}?`,
      effect: `${name} no longer calls this program. Hooks of others stay.`,
      verb: 'Remove hooks',
      safeVerb: 'Keep them',
    }),
  },
  statusline: {
    install: (name) => ({
      question: `Let the status line of ${name} tell Wheelhouse what sessions cost?`,
      effect: `${name} then runs this program for its status line. It passes on which session, its model, its cost and how much of a subscription is used, never words or paths. A status line that is there already stays, and gets the same input; without one, model, cost, context and limits are shown.`,
      verb: 'Install status line',
      safeVerb: 'Not now',
    }),
    remove: (name) => ({
      question: `Remove our status line from ${name}?`,
      effect: `${name} no longer calls this program. A status line that was there before is as it was.`,
      verb: 'Remove status line',
      safeVerb: 'Keep it',
    }),
  },
}
