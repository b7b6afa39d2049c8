import { createAgents } from '../agents/agents.ts'
import { agentNames } from '../agents/read-agents.ts'
import type { Annotations } from '../annotations/annotation.ts'
import { createBreakerReading } from '../breaker/read-breaker.ts'
import type { Budget } from '../costs/budgets/budget.ts'
import { createBudgets } from '../costs/budgets/budgets.ts'
import { createSpendingHistory } from '../costs/budgets/spending-history.ts'
import { createCosts } from '../costs/costs.ts'
import { readSessionUsage } from '../costs/ledger/read-session-usage.ts'
import { createContextWindows } from '../costs/pricing/context-windows.ts'
import { readContextWindows } from '../costs/pricing/read-context-windows.ts'
import { createBurnWatch } from '../costs/reports/burn.ts'
import { createBreakdowns } from '../costs/reports/read-breakdown.ts'
import { createBreakdownViews } from '../costs/reports/read-breakdown-views.ts'
import { createCostsPage } from '../costs/reports/read-page.ts'
import { createStacks } from '../costs/reports/read-stacks.ts'
import { createSummary } from '../costs/reports/read-summary.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import { createCrons } from '../crons/crons.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { createFiles } from '../files/files.ts'
import { unreadUnits } from '../indexing/unread.ts'
import { createPast } from '../office/past.ts'
import { createReconciliation } from '../reconcile/read-reconciliation.ts'
import type { LiveState } from '../sessions/live-state.ts'
import { createSessions } from '../sessions/sessions.ts'
import { statedPatience } from '../sessions/stalled-after.ts'
import type { Store } from '../store/store.ts'
import { createMeters } from '../transcripts/read-meter.ts'

/**
 * What of the configuration decides how rows are read; plain data, because it crosses threads. Budgets may change while
 * the program runs; the rest does not.
 */
export type ReadSettings = {
  /** The name of this machine. */
  host: string
  /** The zone whose days count unless a question names another. */
  timezone: string
  /** Runtimes that a subscription pays. */
  subscriptions: Runtime[]
  /** What a day may cost as a whole; null where nobody said. */
  budgetUsd: number | null
  budgets: Budget[]
  /** What a five-hour block of Claude may hold; null where nobody said. */
  blockLimit: { usd: number | null; tokens: number | null }
  /** The context windows that the user states, in tokens, by the name of the model. */
  contexts: Record<string, number>
  /** After how many minutes of silence a session is stalled: by runtime, by the id of an agent, and by `''` for all. */
  stalledAfterMinutes?: Record<string, number> | undefined
}

export type ReadSide = ReturnType<typeof createReadSide>

/** What a page may change of the settings. */
export type BudgetSettings = Pick<ReadSettings, 'budgets' | 'budgetUsd'>

/** The features that read the index, built over one connection to it; budgets are those of `settings` at each reading. */
export function createReadSide(
  index: Store,
  settings: ReadSettings,
  {
    liveState,
    now,
    setAside,
    annotations,
    looks,
  }: {
    liveState: LiveState
    now: () => number
    /** The sessions whose needs are set aside, as they are at each reading. */
    setAside?: ReadonlySet<string>
    /** What people noted about sessions, as it is at each reading. */
    annotations?: Annotations
    /** What people chose of the looks of agents, as it is at each reading. */
    looks?: ReadonlyMap<string, string>
  },
) {
  const { host, timezone, subscriptions, blockLimit, contexts, stalledAfterMinutes = {} } = settings
  const sessions = createSessions(index, {
    host,
    now,
    timezone,
    liveState,
    subscriptions,
    windowOf: createContextWindows(contexts, readContextWindows(index)),
    stalledAfterOf: statedPatience(stalledAfterMinutes),
    setAside,
    annotations,
    usage: readSessionUsage(index),
    agentNames: () => agentNames(index),
  })
  const context = createReportContext(index, { host, timezone, now, subscriptions })
  const costs = createCosts(context, { budgetUsd: () => settings.budgetUsd })
  const budgets = createBudgets(() => settings.budgets, { costs, timezone, now })
  const summary = createSummary(context, costs, { budgets: budgets.states, blockLimit })
  const breakdowns = createBreakdowns(context)
  const stacks = createStacks(context)
  const crons = createCrons(index, { host, timezone, now, totalsOf: readSessionUsage(index).totalsOf })
  const agents = createAgents(index, sessions, costs, crons, {
    host,
    timezone,
    now,
    budgetsOf: (id) => budgets.states().filter(({ filter }) => filter.agent === id),
    looks,
  })
  return {
    sessions,
    costs,
    budgets,
    summary,
    breakdowns,
    stacks,
    reconciliation: createReconciliation(context, costs),
    page: createCostsPage(context, { costs, summary, stacks }),
    breakdownViews: createBreakdownViews(index, { costs, breakdowns, stacks }),
    agents,
    crons,
    breaker: createBreakerReading(index, {
      budgets,
      history: createSpendingHistory(context),
      crons,
      sessions,
      now,
    }),
    files: createFiles(index, sessions, { now }),
    burns: createBurnWatch(index, { now }),
    meters: createMeters(index, sessions, { now }),
    unread: () => unreadUnits(index),
    past: createPast(index, { agents, sessions, crons, timezone, subscriptions, now }),
    now,
  }
}
