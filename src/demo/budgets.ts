/** What was spent when, in US dollars; times in ms. */
export type Spending = { at: number; usd: number }

const day = 86_400_000

/**
 * The sections of `config.toml` with the budgets of the demo: that of the month is spent to two thirds at `now`, or
 * hardly touched in the first hours of a month; that of the day is well above a usual day, and at most half of it is
 * spent.
 */
export function budgetSections(spent: Spending[], now: number, offsetMs: number) {
  const local = new Date(now + offsetMs)
  const monthBegan = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - offsetMs
  const thisMonth = sum(spent.filter(({ at }) => at >= monthBegan))
  const dayBegan = Math.floor((now + offsetMs) / day) * day - offsetMs
  const today = sum(spent.filter(({ at }) => at >= dayBegan))
  const usualDay = sum(spent.filter(({ at }) => at >= now - 28 * day)) / 20
  const hasBegun = thisMonth >= usualDay / 4
  return {
    budget: { day_usd: rounded(Math.max(usualDay * 1.7, today / 0.5)) },
    budgets: [{ name: 'Crew, this month', per: 'month', usd: rounded(hasBegun ? thisMonth / 0.66 : usualDay * 30) }],
  }
}

/** The same sections as a text in TOML. */
export const configText = ({ budget, budgets }: ReturnType<typeof budgetSections>) =>
  [
    '# The budgets of the demo. They go with it.',
    '[budget]',
    `day_usd = ${budget.day_usd}`,
    ...budgets.flatMap((one) => [
      '',
      '[[budgets]]',
      ...Object.entries(one).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
    ]),
    '',
  ].join('\n')

const sum = (spent: Spending[]) => spent.reduce((total, { usd }) => total + usd, 0)

/** A round amount, as people choose it, and never nothing. */
const rounded = (usd: number) => (usd < 20 ? Math.max(1, Math.round(usd)) : Math.round(usd / 5) * 5)
