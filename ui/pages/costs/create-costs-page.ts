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

/** The question of the page: which days, which calls, and how two of its panels are grouped. */
export type CostsQuestion = {
  days: Days
  filter: CostFilter
  timezone: string
  /** The present day, so that the page is asked for anew at midnight. */
  today: string
  stack: Stacking
  by: Grouping
}

/**
 * The whole page in one answer, so that every sum on it is of the same moment. The page is asked for again when `spent`
 * changes, and at the end of each quarter of an hour, which adds a point to the curve of today.
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
    /** The question that the answer is to, which may be a step behind the present one. */
    asked: () => query.answer()?.key[1],
    at: query.at,
    isAsking: query.isAsking,
    isStale: () => query.problem() !== undefined || contact().state === 'lost',
    /** The problem to show. The banner tells of a server that is away while there is a page to show. */
    problem() {
      const problem = query.problem()
      return problem && query.data() && isUnavailable(problem) ? undefined : problem
    },
    refetch: query.refetch,
  }
}
