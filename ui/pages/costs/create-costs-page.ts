import { createMemo } from 'solid-js'
import type { CostFilter, Grouping } from '../../../src/costs/reports/report.ts'
import type { Stacking } from '../../../src/costs/reports/stack.ts'
import { api, ask } from '../../data/api.ts'
import { contact } from '../../data/contact.ts'
import { isUnavailable } from '../../data/problem.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import type { Days } from './url-state.ts'

const quarterMs = 900_000

/** What the page asks: of which days, of which calls, and how two of its panels are grouped. */
export type CostsQuestion = {
  days: Days
  filter: CostFilter
  timezone: string
  /** The day it is, so that the page is asked anew at midnight. */
  today: string
  stack: Stacking
  by: Grouping
}

/**
 * All of the page in one answer, so that every sum on it is of the same moment. It is asked again when `spent` changes,
 * and as a quarter of an hour ends, which adds to the curve of today.
 */
export function createCostsPage(question: () => CostsQuestion | undefined, spent: () => unknown) {
  const quarter = createMemo(() => Math.floor(now() / quarterMs))
  const query = createQuery({
    key: () => {
      const asked = question()
      return asked && (['costs/page', asked] as const)
    },
    fetcher: ([, { days, filter, timezone, stack, by }], signal) =>
      ask(api.costs.page.get({ query: { ...filter, ...days, timezone, stack, by }, fetch: { signal } })),
    changes: () => [spent(), quarter()],
  })
  return {
    page: query.data,
    /** What the answer is of, which may be a step behind what is asked. */
    asked: () => query.answer()?.key[1],
    at: query.at,
    isAsking: query.isAsking,
    isStale: () => query.problem() !== undefined || contact().state === 'lost',
    /** What went wrong. A server that is away while there is something to show is said by the banner. */
    problem() {
      const problem = query.problem()
      return problem && query.data() && isUnavailable(problem) ? undefined : problem
    },
    refetch: query.refetch,
  }
}
