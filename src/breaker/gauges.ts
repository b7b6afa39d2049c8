import type { Budget } from '../costs/budgets/budget.ts'
import { type Runtime, runtimeLabels } from '../facts/runtimes.ts'
import { oneLine } from '../lib/plain-text.ts'
import type { Gauge } from './facts.ts'
import { inWindow, outlookOf, type Reading } from './window-outlook.ts'

/** A share that was said longer ago is none of now, in ms. */
const staleMs = 60 * 60_000

export const subjectOfBudget = (name: string) => `budget:${name}`
const subjectOfWindow = (id: string) => `window:${id}`

/** What is used of a budget, by what was spent of it. */
export const gaugeOfBudget = (
  { name, per, usd, filter }: Pick<Budget, 'name' | 'per' | 'usd' | 'filter'>,
  { startAt, endAt, spentUsd }: { startAt: number; endAt: number; spentUsd: number | null },
): Gauge => ({
  subject: subjectOfBudget(name),
  name,
  kind: 'budget',
  scope: filter,
  limit: JSON.stringify([per, usd, Object.entries(filter).sort()]),
  usedPercent: spentUsd === null ? null : (spentUsd / usd) * 100,
  startsAt: startAt,
  endsAt: endAt,
  outlook: null,
})

/** A plan window as its runtime names it. */
export type PlanWindow = { id: string; runtime: Runtime; name: string; windowMinutes: number | null }

/** What is used of a plan window at a moment (ms), by the last of these readings. It is unknown once it has reset. */
export function gaugeOfWindow(
  { id, runtime, name, windowMinutes }: PlanWindow,
  readings: readonly Reading[],
  at: number,
) {
  const last = readings.findLast((reading) => reading.at <= at)
  const isOfNow = last !== undefined && at - last.at <= staleMs && (last.resetsAt === null || last.resetsAt > at)
  const endsAt = isOfNow ? last.resetsAt : null
  return {
    subject: subjectOfWindow(id),
    name: `${runtimeLabels[runtime].name}, ${oneLine(name)}`,
    kind: 'window',
    scope: { runtime },
    limit: '',
    usedPercent: isOfNow ? last.usedPercent : null,
    startsAt: endsAt === null || windowMinutes === null ? null : endsAt - windowMinutes * 60_000,
    endsAt,
    outlook: isOfNow ? outlookOf(readings, windowMinutes, at) : null,
  } satisfies Gauge
}

/** The readings of the window that is open at a moment, for its curve. */
export const openReadings = inWindow
