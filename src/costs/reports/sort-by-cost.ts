import type { ReportRow } from './report.ts'

/** The dearest first, then those with most tokens; those whose cost is unknown come last. */
export const sortByCost = (rows: ReportRow[]) =>
  rows.sort(
    (a, b) =>
      Number(a.costUsd === null) - Number(b.costUsd === null) ||
      (b.costUsd ?? 0) + (b.subscriptionUsd ?? 0) - (a.costUsd ?? 0) - (a.subscriptionUsd ?? 0) ||
      b.totalTokens - a.totalTokens ||
      (a.key < b.key ? -1 : 1),
  )
