import { createMemo, Show } from 'solid-js'
import type { BudgetState } from '../../../src/costs/budgets/budget.ts'
import { type CostsPage, firstLately } from '../../../src/costs/reports/page.ts'
import type { Totals } from '../../../src/costs/reports/report.ts'
import { money, percent, whole } from '../../../src/lib/format.ts'
import { addDays, monthOf } from '../../../src/lib/timezone.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { forecastNow } from '../../charts/cost-curve.ts'
import { rangeWords, tooFewDays } from '../../charts/forecast-words.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { Cost } from '../../components/cost-text.tsx'
import { now } from '../../platform/now.ts'
import { BreakdownLink } from './breakdown-link.tsx'
import { SubscriptionCost } from './money.tsx'
import { roundMoney, whyLowerBound } from './money-words.ts'

/** Five figures: today beside its budget, the projections of today and the month, the savings of the cache, the median. */
export function SummaryCards(props: { costs: CostsPage; overview: Overview }) {
  const summary = () => props.costs.summary
  /** The live figures, so that they are the same as in the top bar. */
  const live = () => props.overview.costs
  const isLowerBound = () => live().todayUnpricedTokens > 0

  const forecast = () => forecastNow(props.costs.dayCurve, now(), live().todayUsd)
  const projected = () => forecast()?.usd ?? null
  /** The projected day compared to a typical one. */
  const beside = () => {
    const { typical } = props.costs.dayCurve
    const usual = typical?.points.at(-1)?.usd
    const comes = projected()
    if (!typical || !usual || comes === null) return undefined
    const off = comes / usual - 1
    if (Math.abs(off) < 0.05) return `like ${typical.label}`
    return off > 1
      ? `${typical.label} has ${money(usual)}`
      : `${percent(Math.abs(off) * 100)} ${off > 0 ? 'over' : 'under'} ${typical.label}`
  }
  const monthName = () =>
    new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.parse(`${summary().month}-01`))
  const budgetFor = (per: BudgetState['per']) =>
    summary().budgets.find((budget) => budget.per === per && Object.keys(budget.filter).length === 0)
  const monthWords = () => {
    const budget = budgetFor('month')
    const comes = summary().projectedMonth
    const ends = comes && `${about(comes.usd)} by month end`
    return [budget && `of ${roundMoney(budget.usd)}`, ends].filter(Boolean).join(', ') || 'so far'
  }

  /** The days of this month and of the last thirty; those before the first known day are gaps. */
  const lately = createMemo(() => {
    const { lately, summary } = props.costs
    const rows = new Map(lately.rows.map((row) => [row.key, row]))
    const days: { day: string; isKnown: boolean; totals: Totals | undefined }[] = []
    for (let day = firstLately(summary); day <= summary.day; day = addDays(day, 1))
      days.push({ day, isKnown: summary.firstDay !== null && day >= summary.firstDay, totals: rows.get(day) })
    return days
  })
  const days = () => lately().slice(-30)
  const byDay = () => days().map(({ totals, isKnown }) => (totals ? totals.costUsd : isKnown ? 0 : null))
  const monthSoFar = () => {
    let sum = 0
    return lately()
      .filter(({ day }) => monthOf(day) === summary().month)
      .map(({ totals, isKnown }) => {
        if (!isKnown) return null
        sum += totals?.costUsd ?? 0
        return sum
      })
  }
  const cachedByDay = () => days().map(({ totals }) => (totals ? cachedShare(totals) : null))

  return (
    <section class="panel head-figures" aria-label="What it cost">
      <dl>
        <div class="first" data-figure-place="today">
          <dt>Today</dt>
          <dd class="hero">
            <BreakdownLink
              id="today"
              title={
                isLowerBound()
                  ? `A lower bound: ${whole(live().todayUnpricedTokens)} tokens have no known price`
                  : undefined
              }
            >
              <Cost usd={live().todayUsd} isLowerBound={isLowerBound()} />
            </BreakdownLink>
            <SubscriptionCost totals={summary().today} />
          </dd>
          <Show
            when={live().budgetUsd}
            fallback={
              <dd class="ends">
                <span>no daily budget</span>
                <Show when={projected() !== null}>
                  <span>
                    <Cost usd={projected()} isLowerBound={isLowerBound()} /> by midnight
                  </span>
                </Show>
              </dd>
            }
          >
            {(budget) => (
              <Budget spent={live().todayUsd} budget={budget()} projected={projected()} isLowerBound={isLowerBound()}>
                {budgetFor('day')?.forecast ?? undefined}
              </Budget>
            )}
          </Show>
        </div>
        <div>
          <dt>Projected today</dt>
          <dd class="value">
            <BreakdownLink id="projected" title={forecast()?.how}>
              <Cost usd={projected()} isLowerBound={isLowerBound() && projected() !== null} />
            </BreakdownLink>
            <Show when={forecast() && rangeWords(forecast()!)}>{(range) => <span class="beside">{range()}</span>}</Show>
          </dd>
          <dd class="line" aria-hidden="true">
            <Line values={byDay()} />
          </dd>
          <dd class="note">{forecast() === null ? tooFewDays(props.costs.dayCurve.knownDays) : beside()}</dd>
        </div>
        <div>
          <dt>{monthName()}</dt>
          <dd class="value">
            <BreakdownLink id="month" title={whyLowerBound(summary().thisMonth)}>
              <Cost usd={live().monthUsd} isLowerBound={live().monthUnpricedTokens > 0} />
            </BreakdownLink>
            <SubscriptionCost totals={summary().thisMonth} />
          </dd>
          <dd class="line" aria-hidden="true">
            <Line values={monthSoFar()} />
          </dd>
          <dd class="note">
            <Show when={summary().projectedMonth} fallback={monthWords()}>
              {(comes) => (
                <BreakdownLink
                  id="projected-month"
                  title={`Between ${money(comes().lowUsd)} and ${money(comes().highUsd)}: ${comes().how}`}
                >
                  {monthWords()}
                </BreakdownLink>
              )}
            </Show>
          </dd>
        </div>
        <div>
          <dt>Cache saved</dt>
          <dd class="value">
            <BreakdownLink id="saved" title={summary().cache.formula}>
              {money(summary().cache.savedUsd)}
            </BreakdownLink>
          </dd>
          <dd class="line" aria-hidden="true">
            <Line values={cachedByDay()} top={1} />
          </dd>
          <dd class="note">
            {summary().cache.readPercent === null
              ? 'nothing was read in 30 days'
              : `${percent(summary().cache.readPercent)} of input was cached, 30 days`}
          </dd>
        </div>
        <div>
          <dt>Cost per session</dt>
          <dd class="value">
            <BreakdownLink id="median">{money(summary().medianSession?.usd)}</BreakdownLink>
          </dd>
          <dd class="line" />
          <dd
            class="note"
            title="Sessions that cost anything; reset ones on their own, sub-agents in the session that began them"
          >
            {summary().medianSession === null
              ? 'no session with a cost in 30 days'
              : `median of ${whole(summary().medianSession!.sessions)} with a cost, 30 days`}
          </dd>
        </div>
      </dl>
    </section>
  )
}

const about = (usd: number) => (usd >= 100 ? `$${whole(usd)}` : money(usd))

const cachedShare = ({ inputTokens, cacheReadTokens, cacheWriteTokens }: Totals) => {
  const input = inputTokens + cacheReadTokens + cacheWriteTokens
  return input > 0 ? cacheReadTokens / input : null
}

const Line = (props: { values: (number | null)[]; top?: number }) => (
  <Sparkline values={props.values} top={props.top} width={200} height={30} fluid />
)

/** The spent part of the daily budget, and the projected end of the day. */
function Budget(props: {
  spent: number | null
  budget: number
  projected: number | null
  isLowerBound: boolean
  children: string | undefined
}) {
  const partOf = (usd: number | null) => Math.min(1, Math.max(0, (usd ?? 0) / props.budget))
  const over = () => ((props.spent ?? 0) > props.budget ? props.spent! - props.budget : undefined)
  return (
    <dd class="budget" data-over={over() === undefined ? undefined : ''}>
      <span class="gauge" aria-hidden="true">
        <span style={{ transform: `scaleX(${partOf(props.spent)})` }} />
        <Show when={over() === undefined && props.projected !== null}>
          <i style={{ left: `${partOf(props.projected) * 100}%` }} />
        </Show>
      </span>
      <span class="ends">
        <Show
          when={over()}
          fallback={
            <span>
              {percent(partOf(props.spent) * 100)} of {roundMoney(props.budget)}
            </span>
          }
        >
          {(usd) => (
            <span>
              over {roundMoney(props.budget)} by {money(usd())}
            </span>
          )}
        </Show>
        <Show
          when={props.children}
          fallback={
            <Show when={props.projected !== null}>
              <span>
                <Cost usd={props.projected} isLowerBound={props.isLowerBound} /> by midnight
              </span>
            </Show>
          }
        >
          <span class="forecast">{props.children}</span>
        </Show>
      </span>
    </dd>
  )
}
