/** What was spent when, in US dollars; times in ms. */
export type Spending = { at: number; usd: number }

const day = 86_400_000

/**
 * The sections of `config.toml` with the budgets of the demo: that of the month is spent to two thirds at `now`, that of
 * a day is well above a usual day.
 */
export function budgetSections(spent: Spending[], now: number, offsetMs: number) {
  const local = new Date(now + offsetMs)
  const monthBegan = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - offsetMs
  const thisMonth = sum(spent.filter(({ at }) => at >= monthBegan))
  const usualDay = sum(spent.filter(({ at }) => at >= now - 28 * day)) / 20
  return {
    budget: { day_usd: rounded(usualDay * 1.7) },
    budgets: [{ name: 'Crew, this month', per: 'month', usd: rounded(thisMonth / 0.66) }],
  }
}

const sum = (spent: Spending[]) => spent.reduce((total, { usd }) => total + usd, 0)

/** A round amount, as people choose it, and never nothing. */
const rounded = (usd: number) => (usd < 20 ? Math.max(1, Math.round(usd)) : Math.round(usd / 5) * 5)
