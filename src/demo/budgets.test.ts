import { expect, test } from 'bun:test'
import { costSettingsOf } from '../costs/settings.ts'
import { budgetSections } from './budgets.ts'

const day = 86_400_000

test('the budget of the month stands at about two thirds, on every day of a month', () => {
  for (let date = 1; date <= 30; date++) {
    const now = Date.UTC(2026, 10, date, 18)
    const spent = Array.from({ length: 300 }, (_, index) => ({ at: now - index * (day / 10), usd: 1.1 }))
    const { budgets, dayUsd } = costSettingsOf(budgetSections(spent, now, 0) as Parameters<typeof costSettingsOf>[0])
    const month = budgets.find(({ per }) => per === 'month')!
    const spentThisMonth = spent.filter(({ at }) => at >= Date.UTC(2026, 10, 1)).length * 1.1
    expect(spentThisMonth / month.usd).toBeWithin(0.58, 0.74)
    expect(dayUsd).toBeGreaterThan(11)
  }
})

test('in the first hours of a month its budget is that of a usual month, and hardly touched', () => {
  for (const minutes of [1, 20, 90]) {
    const now = Date.UTC(2026, 11, 1) + minutes * 60_000
    const spent = Array.from({ length: 3_000 }, (_, index) => ({ at: now - index * (day / 100), usd: 0.11 }))
    const { budgets } = budgetSections(spent, now, 0)
    expect(budgets[0]!.usd).toBeGreaterThan(200)
  }
})

test('a day that began expensively has a budget of which half is left', () => {
  const now = Date.UTC(2026, 10, 20, 9)
  const { budget } = budgetSections(
    [
      { at: now - 3_600_000, usd: 40 },
      { at: now - 5 * day, usd: 20 },
    ],
    now,
    0,
  )
  expect(budget.day_usd).toBe(80)
})

test('where nothing was spent yet there is a budget all the same', () => {
  const { budget, budgets } = budgetSections([], Date.UTC(2026, 10, 1), 0)
  expect([budget.day_usd, budgets[0]!.usd]).toEqual([1, 1])
})
