import { type ActFilter, type Outcome, outcomes } from '../../../src/audit/act.ts'
import { type Credential, credentials } from '../../../src/auth/credential-kind.ts'

/** How many days back; `all` is the whole record. */
export const spans = ['1', '7', '30', 'all'] as const
export type Span = (typeof spans)[number]

/** What the address says of this page: which acts are listed, and the one whose lines are shown. */
export type Address = {
  q: string
  who: string | undefined
  outcome: Outcome | undefined
  credential: Credential | undefined
  days: Span
  act: string | undefined
}

type Params = { [Name in keyof Address]?: unknown }

const text = (value: unknown, max: number) =>
  typeof value === 'string' && value !== '' && value.length <= max ? value : undefined

/** What the parameters of an address mean; what means nothing is left out. */
export const addressOf = ({ q, who, outcome, credential, days, act }: Params): Address => ({
  q: typeof q === 'string' ? q.slice(0, 200) : '',
  who: text(who, 2_100),
  outcome: outcomes.find((one) => one === outcome),
  credential: credentials.find((one) => one === credential),
  days: spans.find((one) => one === days) ?? 'all',
  act: text(act, 100),
})

/** The parameters of an address, without those that say nothing. */
export const paramsOf = ({ q, who, outcome, credential, days, act }: Address) => ({
  q: q.trim() === '' ? undefined : q,
  who,
  outcome,
  credential,
  days: days === 'all' ? undefined : days,
  act,
})

/** Whether the address narrows the list at all. */
export const isNarrowed = ({ q, who, outcome, credential, days }: Address) =>
  q.trim() !== '' || who !== undefined || outcome !== undefined || credential !== undefined || days !== 'all'

/** What the server is asked at a moment, without what says nothing. */
export function filterAt({ q, who, outcome, credential, days }: Omit<Address, 'act'>, at: number): ActFilter {
  const asked: ActFilter = {
    q: q.trim() || undefined,
    who,
    outcome,
    credential,
    since: days === 'all' ? undefined : at - Number(days) * 86_400_000,
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}
