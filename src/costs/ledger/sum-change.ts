/** A change of nothing. */
export const noChange = {
  calls: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  total: 0,
  searches: 0,
  costUsd: null as number | null,
  inputUsd: 0,
  outputUsd: 0,
  cacheReadUsd: 0,
  cacheWriteUsd: 0,
  searchUsd: 0,
  savedUsd: 0,
}

/** By how much a row of sums changes. */
export type SumChange = { quarter: number; name: number; price: number } & typeof noChange
