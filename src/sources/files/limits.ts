/** What no answer of a model can be: such a number is a mistake, and must not become a sum. */
export const mostTokens = 1e9
export const mostUsd = 1e5

/** A whole number of tokens that an answer can have. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostTokens

/** There were no agents before; and whose clock is two days ahead tells nobody's time. */
const earliest = Date.UTC(2020, 0, 1)
const aheadMs = 2 * 86_400_000

/** Whether something can have happened at a time, by the clock `now`; both in ms. */
export const canHaveBeen = (at: number, now: number) => at >= earliest && at <= now + aheadMs
