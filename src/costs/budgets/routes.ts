import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../../audit/action-gate.ts'
import { withCaller } from '../../auth/caller.ts'
import { requireRole } from '../../auth/require-role.ts'
import { money } from '../../lib/format.ts'
import { lazily } from '../../lib/lazily.ts'
import type { BudgetEditor } from './budget-editor.ts'

const word = lazily(() => z.string().min(1).max(200))
const name = lazily(() =>
  z
    .string()
    .trim()
    .min(1)
    .max(60)
    .refine((text) => !/\p{Cc}/u.test(text), 'should be one line of text'),
)

const draft = lazily(() =>
  z.strictObject({
    /** The name of the budget that is replaced; null where it is new. */
    was: name.nullable(),
    name,
    per: z.enum(['day', 'month']),
    usd: z.number().min(0.01).max(1_000_000),
    filter: z.strictObject({
      agent: word.optional(),
      model: word.optional(),
      project: z.string().min(1).max(4_000).optional(),
      runtime: word.optional(),
    }),
    warn: z.array(z.number().min(0.01).max(10)).max(10).optional(),
    onTrip: z.enum(['nothing', 'notify', 'stop-crons', 'abort-sessions']).optional(),
  }),
)

/** Budgets are set and removed by people, in `config.toml`; what they come to is part of the summary. */
export const budgetRoutes = ({ budgetEditor, actionGate }: { budgetEditor: BudgetEditor; actionGate: ActionGate }) =>
  new Elysia({ prefix: '/budgets' })
    .use(withCaller)
    .put(
      '',
      ({ body: { was, ...budget }, caller }) =>
        actionGate.pass({
          caller,
          action: 'set budget',
          target: `${budget.name}, ${money(budget.usd)} a ${budget.per}`,
          needs: 'operator',
          perform: (permit) => budgetEditor.set(permit, was, budget),
        }),
      { body: draft, ...requireRole('operator') },
    )
    .delete(
      '/:name',
      ({ params, caller }) =>
        actionGate.pass({
          caller,
          action: 'remove budget',
          target: params.name,
          needs: 'operator',
          perform: (permit) => budgetEditor.remove(permit, params.name),
        }),
      { params: lazily(() => z.object({ name })), ...requireRole('operator') },
    )
