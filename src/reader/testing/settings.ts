import type { ReadSettings } from '../read-side.ts'

/** As they are where nothing is configured. */
export const plainSettings: ReadSettings = {
  host: 'here',
  timezone: 'UTC',
  subscriptions: [],
  budgetUsd: null,
  budgets: [],
  blockLimit: { usd: null, tokens: null },
  contexts: {},
}
