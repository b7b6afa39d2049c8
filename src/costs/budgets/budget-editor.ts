import type { Permit } from '../../audit/action-gate.ts'
import { Refusal } from '../../lib/refusal.ts'
import { readTextFile, replaceTextFile } from '../../lib/text-file.ts'
import type { Budget } from './budget.ts'
import { type BudgetDraft, withBudget, withoutBudget } from './edit-budget-text.ts'

/** All budgets, and what a whole day may cost; null where nobody said. */
export type BudgetSettings = { budgets: Budget[]; dayUsd: number | null }

type Deps = {
  /** `config.toml`. */
  file: string
  /** The budgets that a text of that file states. Throws an Error whose message names its mistakes. */
  budgetsIn: (text: string) => BudgetSettings
  /** Hears of the budgets after each edit. */
  changed: (settings: BudgetSettings) => void
}

export type BudgetEditor = ReturnType<typeof createBudgetEditor>

/** Sets and removes budgets in `config.toml`, the one place they are kept; everything else in it stays as it is. */
export function createBudgetEditor({ file, budgetsIn, changed }: Deps) {
  function edit(change: (text: string) => string): BudgetSettings {
    try {
      const before = readTextFile(file)
      checked(before.text, budgetsIn)
      const text = change(before.text)
      const settings = checked(text, budgetsIn)
      if (text !== before.text) replaceTextFile(file, before, text)
      changed(settings)
      return settings
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'conflict' || /^There /.test(error.message)) throw error
      throw new Refusal('conflict', `Nothing was changed in ${file}: ${error.message}.`)
    }
  }

  return {
    file,

    /** Sets a budget; `was` names the one that it replaces, null where it is new. Throws a Refusal. */
    set(permit: Permit, was: string | null, draft: BudgetDraft): Budget {
      permit.check()
      const { budgets } = edit((text) => withBudget(text, was, draft))
      const made = budgets.find(({ name }) => name === draft.name)
      if (!made) throw new Refusal('conflict', `${file} was written, and says something else now. Look at it.`)
      return made
    },

    /** Removes a budget and returns what it was. Throws a Refusal. */
    remove(permit: Permit, name: string): Budget {
      permit.check()
      let was: Budget | undefined
      edit((text) => {
        was = budgetsIn(text).budgets.find((budget) => budget.name === name)
        return withoutBudget(text, name)
      })
      if (!was) throw new Refusal('not-found', `There is no budget “${name}” any more.`)
      return was
    },
  }
}

function checked(text: string, budgetsIn: Deps['budgetsIn']): BudgetSettings {
  try {
    return budgetsIn(text)
  } catch (error) {
    throw new Refusal('conflict', (error as Error).message.trim().replace(/\.$/, ''))
  }
}
