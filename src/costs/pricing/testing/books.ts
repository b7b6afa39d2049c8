import type { Fact } from '../../../facts/fact.ts'
import type { Runtime } from '../../../facts/runtimes.ts'
import { filled } from '../../../indexing/testing/filled.ts'
import { localReader } from '../../../lib/json.ts'
import { storeInMemory } from '../../../store/testing/store-in-memory.ts'
import type { Budget } from '../../budgets/budget.ts'
import { createBudgets } from '../../budgets/budgets.ts'
import { createBudgetCrossings } from '../../budgets/crossings.ts'
import { createCosts } from '../../costs.ts'
import { costReads } from '../../reads.ts'
import { createBreakdowns } from '../../reports/read-breakdown.ts'
import { createBreakdownViews } from '../../reports/read-breakdown-views.ts'
import { createCostsPage } from '../../reports/read-page.ts'
import { createStacks } from '../../reports/read-stacks.ts'
import { createSummary } from '../../reports/read-summary.ts'
import { createReportContext } from '../../reports/report-context.ts'
import type { PriceBook } from '../price.ts'

type Settings = {
  timezone?: string
  now?: number
  subscriptions?: Runtime[]
  budgets?: Budget[]
  blockLimit?: { usd: number | null; tokens: number | null }
  book?: PriceBook
}

/** All answers about money over these facts, kept by the real writer; `said` is what was published. */
export function books(
  facts: Fact[],
  {
    timezone = 'UTC',
    now: at = Date.UTC(2026, 10, 20, 12),
    subscriptions = [],
    budgets: declared = [],
    blockLimit = { usd: null, tokens: null },
    book,
  }: Settings = {},
) {
  const { index, add } = filled(facts, book)
  const store = storeInMemory('wheelhouse')
  const said: unknown[] = []
  let clock = at
  const now = () => clock
  const context = createReportContext(index, { host: 'here', timezone, now, subscriptions })
  const costs = createCosts(context)
  const budgets = createBudgets(() => declared, { costs, timezone, now })
  const record = createBudgetCrossings({ store, now, publish: (event) => said.push(event) })
  const summary = createSummary(context, costs, { budgets: budgets.states, blockLimit })
  const figures = createBreakdowns(context)
  const stacks = createStacks(context)
  const page = createCostsPage(context, { costs, summary, stacks })
  const breakdownViews = createBreakdownViews(index, { costs, breakdowns: figures, stacks })
  return {
    index,
    context,
    add,
    said,
    setClock: (at: number) => {
      clock = at
    },
    costs,
    budgets,
    /** Records the levels that were crossed since the last time. */
    checkBudgets: () => record(budgets.states()),
    summary,
    figures,
    stacks,
    page,
    breakdownViews,
    reader: localReader(costReads({ costs, summary, breakdowns: figures, stacks, page, breakdownViews })),
    timezone,
    now,
  }
}
