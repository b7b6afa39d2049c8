import { clock, money } from '../../lib/format.ts'
import { addDays, dayOf, startOfDay } from '../../lib/timezone.ts'
import { type DayPoint, heightAt } from '../reports/day-curve.ts'
import { lastDayOf } from '../reports/projection.ts'
import type { CostFilter } from '../reports/report.ts'

/** What happens when a budget is passed. What acts is asked for first and recorded; it never goes by itself. */
const onTrips = ['nothing', 'notify', 'stop-crons', 'abort-sessions'] as const
type OnTrip = (typeof onTrips)[number]

/** What hits others, and waits for somebody to confirm it. */
export type BreakerAction = Exclude<OnTrip, 'nothing' | 'notify'>

/** So many dollars for each day or month, of everything or of what the filter names. */
export type Budget = {
  name: string
  per: 'day' | 'month'
  usd: number
  filter: Pick<CostFilter, 'agent' | 'model' | 'project' | 'runtime'>
  /** Shares at which it is said, ascending; 1 is the whole of it. */
  warn: number[]
  onTrip: OnTrip
}

/** How a budget stands in its period. */
export type BudgetState = Budget & {
  /** `2026-11-20` or `2026-11`. */
  period: string
  startAt: number
  endAt: number
  spentUsd: number | null
  isLowerBound: boolean
  usedPercent: number | null
  /** Below 0 where it is passed: by how much. */
  leftUsd: number | null
  projectedUsd: number | null
  /** The highest of its levels that was crossed; null below all of them. */
  level: number | null
  state: 'within' | 'warned' | 'passed'
  /** When it will be passed at what is usual; null where it will not, or is passed already. */
  crossesAt: number | null
  /** `crosses $20 at 16:40` */
  forecast: string | null
  /** What would be done, waiting for somebody to confirm it; null where nothing is to be done. */
  breaker: { deed: BreakerAction; words: string } | null
}

/** What is said when a level is crossed. `deed` waits to be confirmed. */
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

/** What has to be known to say how a budget stands. */
export type Spending = {
  spentUsd: number | null
  isLowerBound: boolean
  /** Where the period ends as things go. */
  projectedUsd: number | null
  /** For a day: what is usually spent until each moment of it. For a month: what a day usually costs. */
  usual: { points: DayPoint[] } | { perDayUsd: number } | null
}

/** How a budget stands: what is used of it, which level was crossed, and when it will be passed. */
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
    breaker: isPassed && isDeed(budget.onTrip) ? { deed: budget.onTrip, words: wordsFor(budget, budget.onTrip) } : null,
  }
}

const isDeed = (onTrip: OnTrip): onTrip is BreakerAction => onTrip === 'stop-crons' || onTrip === 'abort-sessions'

/** When so much more will have been spent, at what is usual; null where that is after the end. */
function crossing(leftUsd: number, usual: Spending['usual'], now: number, endAt: number): number | null {
  if (usual === null) return null
  if ('perDayUsd' in usual) {
    if (usual.perDayUsd <= 0) return null
    const at = now + (leftUsd / usual.perDayUsd) * 86_400_000
    return at < endAt ? Math.round(at) : null
  }
  const { points } = usual
  const height = heightAt(points, now) + leftUsd
  const next = points.findIndex(({ at, usd }) => at > now && usd >= height)
  if (next === -1) return null
  const [before, after] = [points[next - 1] ?? points[next]!, points[next]!]
  const rise = after.usd - before.usd
  const at = rise <= 0 ? after.at : before.at + ((after.at - before.at) * (height - before.usd)) / rise
  return Math.round(Math.max(at, now))
}

const whenOf = (at: number, per: Budget['per'], zone: string) =>
  per === 'day'
    ? `at ${clock(at, zone)}`
    : `on ${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone }).format(at)}`

/** A round sum without cents, as one says it. */
const amount = (usd: number) => (Number.isInteger(usd) && usd < 1_000 ? `$${usd}` : money(usd))

function wordsFor({ filter }: Budget, deed: BreakerAction): string {
  const whose = Object.values(filter).filter(Boolean).join(', ')
  const of = whose === '' ? '' : ` of ${whose}`
  return deed === 'stop-crons' ? `stop new cron runs${of}` : `abort the sessions${of} that are at work`
}
