import { createSignal } from 'solid-js'
import { atLeast } from '../../../../src/auth/role.ts'
import type { Budget } from '../../../../src/costs/budgets/budget.ts'
import { toast } from '../../../components/toasts.tsx'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'
import { Problem } from '../../../data/problem.ts'
import { createQuery } from '../../../data/query.ts'

type Draft = Pick<Budget, 'name' | 'per' | 'usd' | 'filter'> & Partial<Pick<Budget, 'warn' | 'onTrip'>>

/** Setting and removing budgets: who may, what is open, and what takes the last act back. */
export function createBudgetEdits() {
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  const [open, setOpen] = createSignal<{ budget: Budget | undefined }>()
  const { problem, attempt } = createAttempt()

  const put = (was: string | null, draft: Draft) => ask(api.costs.budgets.put({ was, ...draft }))
  const remove = ({ name }: Pick<Budget, 'name'>) => ask(api.costs.budgets({ name: encodeURIComponent(name) }).delete())
  /** What went wrong with taking back is said where it was asked for: no form is open then. */
  const withUndo = (text: string, undo: () => Promise<unknown>) =>
    toast({
      text,
      undo: () =>
        void undo().catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error
          toast({ text: error.message })
        }),
    })

  return {
    open,
    problem,
    /** Whether this browser may set budgets; undefined while that is not known. */
    mayEdit: () => {
      const known = me.data()
      return known && atLeast(known.role, 'operator') && known.mayAct
    },
    edit: (budget: Budget | undefined) => setOpen({ budget }),
    close: () => setOpen(undefined),

    save: (was: Budget | undefined, draft: Draft) =>
      attempt(async () => {
        await put(was?.name ?? null, draft)
        setOpen(undefined)
        if (was) withUndo(`Budget “${draft.name}” changed`, () => put(draft.name, draftFrom(was)))
        else withUndo(`Budget “${draft.name}” set`, () => remove(draft))
      }),

    remove: (budget: Budget) =>
      attempt(async () => {
        const was = await remove(budget)
        setOpen(undefined)
        withUndo(`Budget “${budget.name}” removed`, () => put(null, draftFrom(was)))
      }),
  }
}

const draftFrom = ({ name, per, usd, filter, warn, onTrip }: Budget): Draft => ({
  name,
  per,
  usd,
  filter,
  warn,
  onTrip,
})
