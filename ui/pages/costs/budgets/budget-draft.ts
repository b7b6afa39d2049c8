import type { Budget } from '../../../../src/costs/budgets/budget.ts'

/** What a budget may be about: everything, or what one field of its filter names. */
export const scopes = ['all', 'agent', 'model', 'runtime', 'project'] as const
export type Scope = (typeof scopes)[number]

/** A budget as a person types it. */
type BudgetForm = { name: string; usd: string; per: Budget['per']; scope: Scope; value: string; warn: string }

/** An empty form, or that of a budget; `daily` is the one for everything in a day, whose name and scope are fixed. */
export function formOf(budget: Budget | undefined): BudgetForm {
  if (!budget) return { name: '', usd: '', per: 'month', scope: 'all', value: '', warn: '80, 100' }
  const [scope = 'all', value = ''] = Object.entries(budget.filter)[0] ?? []
  return {
    name: budget.name,
    usd: String(budget.usd),
    per: budget.per,
    scope: scope as Scope,
    value,
    warn: budget.warn.map((share) => Math.round(share * 100)).join(', '),
  }
}

/** What is sent for a form; or what is wrong with it, in a sentence. */
export function draftOf(form: BudgetForm) {
  const usd = Number(form.usd.replace(/^\$/, '').replace(',', '.'))
  if (form.name.trim() === '') return { problem: 'Give it a name.' }
  if (form.usd.trim() === '' || !(usd >= 0.01 && usd <= 1_000_000))
    return { problem: 'The amount must be between $0.01 and $1,000,000.' }
  if (form.scope !== 'all' && form.value.trim() === '') return { problem: `Say which ${form.scope}.` }
  const words = form.warn.split(/[\s,;%]+/).filter((word) => word !== '')
  const warn = words.map((word) => Number(word) / 100)
  if (warn.length > 10 || !warn.every((share) => share >= 0.01 && share <= 10))
    return { problem: 'Warnings are percentages between 1 and 1,000, such as 80, 100.' }
  return {
    draft: {
      name: form.name.trim(),
      per: form.per,
      usd: Math.round(usd * 100) / 100,
      filter: form.scope === 'all' ? {} : { [form.scope]: form.value.trim() },
      warn: [...new Set(warn)].sort((a, b) => a - b),
    },
  }
}
