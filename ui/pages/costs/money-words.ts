import { lowerBoundTokens, type ReportRow, type Totals } from '../../../src/costs/reports/report.ts'
import { cost, money, tokens } from '../../../src/lib/format.ts'

const maxNamedModels = 3

/** The cost of a sum in words: `$0` without any call, `unpriced` without any price. */
export const costWords = (totals: Totals) => cost(totals.calls === 0 ? 0 : totals.costUsd, lowerBoundTokens(totals) > 0)

/** An amount that a person set, without cents where it has none: `$25`. */
export const roundMoney = (usd: number) => money(usd).replace(/\.00$/, '')

/** Why a sum is only a lower bound, and whose tokens are missing in it where models are given; undefined where it is whole. */
export function whyLowerBound(totals: Totals, byModel: ReportRow[] = []): string | undefined {
  const reasons: string[] = []
  if (totals.unpricedTokens > 0)
    reasons.push(`${tokens(totals.unpricedTokens)} tokens have no known price${unpricedNames(byModel)}`)
  if (totals.boundTokens > 0)
    reasons.push(`${tokens(totals.boundTokens)} tokens are of answers that broke off or are priced in part`)
  return reasons.length === 0 ? undefined : `≥ is a lower bound: ${reasons.join(', and ')}`
}

function unpricedNames(byModel: ReportRow[]): string {
  const models = byModel
    .filter((row) => row.unpricedTokens > 0)
    .sort((a, b) => b.unpricedTokens - a.unpricedTokens)
    .map((row) => row.label)
  if (models.length === 0) return ''
  const more = models.length > maxNamedModels ? ` and ${models.length - maxNamedModels} more` : ''
  return ` (${models.slice(0, maxNamedModels).join(', ')}${more})`
}
