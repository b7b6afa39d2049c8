import { clock, money } from '../../lib/format.ts'
import { addDays, dayOf, lastDayOf, startOfDay } from '../../lib/timezone.ts'
import { reachedAt } from '../reports/forecast.ts'
import type { CostFilter } from '../reports/report.ts'
import type { DayPoint } from '../reports/wall-clock.ts'

/** What happens when a budget is passed. An action waits for a person's consent and is recorded. */
const onTrips = ['nothing', 'notify', 'stop-crons', 'abort-sessions'] as const
type OnTrip = (typeof onTrips)[number]

/** What affects agents at work, and waits for somebody to confirm it. */
type BreakerAction = Exclude<OnTrip, 'nothing' | 'notify'>

/** How many dollars each day or month may cost, all agents together or what the filter names. */
export type Budget = {
  name: string
  per: 'day' | 'month'
  usd: number
  filter: Pick<CostFilter, 'agent' | 'model' | 'project' | 'runtime'>
  /** The shares at which a warning is given, ascending; 1 is the whole budget. */
  warn: number[]
  onTrip: OnTrip
}

/** What is spent of a budget in its period. Times in ms. */
export type BudgetState = Budget & {
  /** `2026-11-20` or `2026-11`. */
  period: string
  startAt: number
  endAt: number
  spentUsd: number | null
  isLowerBound: boolean
  usedPercent: number | null
  /** Below 0 where the budget is passed. */
  leftUsd: number | null
  projectedUsd: number | null
  /** The highest warning share that was crossed; null below all of them. */
  level: number | null
  state: 'within' | 'warned' | 'passed'
  /** When it will be passed at the usual pace; null where it will not be, or is already. */
  crossesAt: number | null
  /** `crosses $20 at 16:40` */
  forecast: string | null
  /** The action that waits to be confirmed; null where there is none. */
  breaker: { deed: BreakerAction; words: string } | null
}

/** A warning share of a budget that was crossed. `breakerAction` waits to be confirmed. */
export type BudgetCrossing = {
  budget: string
  per: Budget['per']
  period: string
  level: number
  usd: number
  spentUsd: number
  forecast: string | null
  breakerAction: BreakerAction | null
}

type Period = { period: string; startAt: number; endAt: number; since: string; until: string }

/** The day or month of a moment, in a zone. */
export function periodOf(per: Budget['per'], now: number, zone: string): Period {
  const day = dayOf(now, zone)
  const [since, until] = per === 'day' ? [day, day] : [`${day.slice(0, 7)}-01`, lastDayOf(day.slice(0, 7))]
  return {
    period: per === 'day' ? day : day.slice(0, 7),
    since,
    until,
    startAt: startOfDay(since, zone),
    endAt: startOfDay(addDays(until, 1), zone),
  }
}

/** What was spent in the period of a budget, and what is usual. */
export type Spending = {
  spentUsd: number | null
  isLowerBound: boolean
  /** What the period comes to at the usual pace. */
  projectedUsd: number | null
  /** For a day: what usually comes from now on until each moment. For a month: what a day usually costs. */
  usual: { path: DayPoint[] } | { perDayUsd: number } | null
}

/** What is used of a budget, which warning share was crossed, and when it will be passed. `now` in ms. */
export function judgeBudget(
  budget: Budget,
  period: Period,
  spending: Spending,
  now: number,
  zone: string,
): BudgetState {
  const { spentUsd, isLowerBound, projectedUsd, usual } = spending
  const share = spentUsd === null ? null : spentUsd / budget.usd
  const level = share === null ? null : (budget.warn.findLast((one) => share >= one) ?? null)
  const isPassed = share !== null && share >= 1
  const crossesAt = isPassed || spentUsd === null ? null : crossing(budget.usd - spentUsd, usual, now, period.endAt)
  return {
    ...budget,
    period: period.period,
    startAt: period.startAt,
    endAt: period.endAt,
    spentUsd,
    isLowerBound,
    usedPercent: share === null ? null : share * 100,
    leftUsd: spentUsd === null ? null : budget.usd - spentUsd,
    projectedUsd,
    level,
    state: isPassed ? 'passed' : level === null ? 'within' : 'warned',
    crossesAt,
    forecast: crossesAt === null ? null : `crosses ${amount(budget.usd)} ${whenOf(crossesAt, budget.per, zone)}`,
    breaker:
      isPassed && isBreakerAction(budget.onTrip)
        ? { deed: budget.onTrip, words: wordsFor(budget, budget.onTrip) }
        : null,
  }
}

const isBreakerAction = (onTrip: OnTrip): onTrip is BreakerAction =>
  onTrip === 'stop-crons' || onTrip === 'abort-sessions'

/** When so much more will have been spent at the usual pace; null where that is after the end. */
function crossing(leftUsd: number, usual: Spending['usual'], now: number, endAt: number): number | null {
  if (usual === null) return null
  if ('perDayUsd' in usual) {
    if (usual.perDayUsd <= 0) return null
    const at = now + (leftUsd / usual.perDayUsd) * 86_400_000
    return at < endAt ? Math.round(at) : null
  }
  return reachedAt(usual.path, leftUsd)
}

const whenOf = (at: number, per: Budget['per'], zone: string) =>
  per === 'day'
    ? `at ${clock(at, zone)}`
    : `on ${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone }).format(at)}`

/** A round sum without cents. */
const amount = (usd: number) => (Number.isInteger(usd) && usd < 1_000 ? `$${usd}` : money(usd))

function wordsFor({ filter }: Budget, deed: BreakerAction): string {
  const whose = Object.values(filter).filter(Boolean).join(', ')
  const of = whose === '' ? '' : ` of ${whose}`
  return deed === 'stop-crons' ? `stop new cron runs${of}` : `abort the sessions${of} that are at work`
}
