import type { Grouping } from '../../../../src/costs/reports/report.ts'
import { api, ask } from '../../../data/api.ts'
import { createQuery } from '../../../data/query.ts'

/** Days of a zone, grouped. */
type ReportQuestion = {
  since: string
  until: string
  timezone: string
  by: Grouping
  middle?: true
  limit?: number
}

/** A report that the page itself does not have; undefined asks nothing. Fetched again when `spent` changes. */
export const createReport = (question: () => ReportQuestion | undefined, spent: () => unknown) =>
  createQuery({
    key: () => {
      const asked = question()
      return asked && (['costs/report', asked] as const)
    },
    fetcher: ([, query], signal) => ask(api.costs.report.get({ query, fetch: { signal } })),
    changes: spent,
  })
