import { type Severity, severities } from '../../../src/alerts/rule.ts'

/** What the address says of the list of incidents. */
export type Address = {
  q: string
  show: 'all' | 'open' | 'history'
  severity: Severity | undefined
  rule: string | undefined
  days: '1' | '7' | '30' | 'all'
}

type Params = { [Name in keyof Address]?: unknown }

const shows = ['all', 'open', 'history'] as const
export const spans = ['1', '7', '30', 'all'] as const

/** What the parameters of an address mean; what means nothing is left out. */
export const addressOf = ({ q, show, severity, rule, days }: Params): Address => ({
  q: typeof q === 'string' ? q.slice(0, 200) : '',
  show: shows.find((one) => one === show) ?? 'all',
  severity: severities.find((one) => one === severity),
  rule: typeof rule === 'string' && /^(default|rule)\.[a-z0-9-]{1,60}$/.test(rule) ? rule : undefined,
  days: spans.find((one) => one === days) ?? '30',
})

/** The parameters of an address, without those that say nothing. */
export const paramsOf = ({ q, show, severity, rule, days }: Address) => ({
  q: q.trim() === '' ? undefined : q,
  show: show === 'all' ? undefined : show,
  severity,
  rule,
  days: days === '30' ? undefined : days,
})

/** Whether the address narrows the list at all. */
export const isNarrowed = ({ q, severity, rule }: Address) =>
  q.trim() !== '' || severity !== undefined || rule !== undefined
