import type { Complete } from '../../live/testing/complete.ts'
import type { CostEvent } from '../events.ts'
import type { Totals } from '../reports/report.ts'

const totals: Complete<Totals> = {
  inputTokens: 1,
  outputTokens: 1,
  cacheReadTokens: 1,
  cacheWriteTokens: 1,
  totalTokens: 4,
  costUsd: 1,
  unpricedTokens: 1,
  boundTokens: 1,
  subscriptionUsd: 1,
  subscriptionTokens: 1,
  subscriptionUnsureTokens: 1,
  calls: 1,
}

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: CostEvent[] = [
  {
    kind: 'costs.changed',
    costs: {
      todayUsd: 1,
      monthUsd: 1,
      todayUnpricedTokens: 1,
      monthUnpricedTokens: 1,
      todayTokens: 1,
      todaySubscriptionUsd: 1,
      monthSubscriptionUsd: 1,
      subscriptions: ['codex'],
      byModel: [{ key: 'a-model', label: 'A model', ...totals }],
      budgetUsd: 1,
    },
  },
  { kind: 'budgets.changed' },
  {
    kind: 'budget.crossed',
    crossing: {
      budget: 'Daily budget',
      per: 'day',
      period: '2026-11-20',
      level: 1,
      usd: 20,
      spentUsd: 21,
      forecast: 'crosses $20 at 16:40',
      breakerAction: 'stop-crons',
    },
  } satisfies Complete<Extract<CostEvent, { kind: 'budget.crossed' }>>,
]
