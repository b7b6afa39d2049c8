import { Match, Show, Switch } from 'solid-js'
import type { ForecastScore, ScoredDay } from '../../../src/costs/reports/forecast-score.ts'
import { money, percent } from '../../../src/lib/format.ts'
import { rangeWords, tooFewDays } from '../../charts/forecast-words.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { type Column, SumTable } from '../../components/sum-table.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { Section } from './section.tsx'

/** How good the forecasts are: those made at noon of the last days, beside what came. */
export function ForecastSection() {
  const check = createQuery({
    key: () => ['costs/forecast'],
    fetcher: (_key, signal) => ask(api.costs.forecast.get({ fetch: { signal } })),
  })
  return (
    <Section title="Forecast" sub="noon forecasts against actual cost, last 30 days">
      <ProblemNote text={check.problem()?.message} />
      <Show when={check.data()}>
        {(data) => (
          <Show
            when={data().score.scored > 0}
            fallback={<p class="empty">There is nothing to score yet: {tooFewDays(data().knownDays)}.</p>}
          >
            <Score score={data().score} />
            <div class="scroll">
              <SumTable<ScoredDay> rows={data().score.days} columns={columns} class="forecast-days" />
            </div>
          </Show>
        )}
      </Show>
    </Section>
  )
}

function Score(props: { score: ForecastScore }) {
  const isMet = () => (props.score.insidePercent ?? 0) >= props.score.goalPercent
  return (
    <Show
      when={props.score.insidePercent !== null}
      fallback={<p class="empty">A score needs at least three forecasts.</p>}
    >
      <dl class="facts forecast-score">
        <div>
          <dt>Inside the range</dt>
          <dd data-missed={isMet() ? undefined : ''}>{percent(props.score.insidePercent)}</dd>
          <dd class="quiet">
            of {props.score.scored} days, goal {props.score.goalPercent}%
          </dd>
        </div>
        <div>
          <dt>Median error</dt>
          <dd>{money(props.score.medianErrorUsd)}</dd>
          <dd class="quiet">
            {props.score.medianErrorPercent === null ? '' : `${percent(props.score.medianErrorPercent)} of the day`}
          </dd>
        </div>
      </dl>
    </Show>
  )
}

const dayName = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })

const columns: Column<ScoredDay>[] = [
  { head: 'Day', class: 'c-day', cell: ({ day }) => dayName.format(Date.parse(day)) },
  { head: 'At 12:00', class: 'right wide', cell: ({ spentUsd }) => money(spentUsd) },
  { head: 'Forecast', class: 'right', cell: ({ forecast }) => money(forecast?.usd) },
  {
    head: 'Range',
    class: 'right c-range',
    cell: ({ forecast }) => <span class="quiet">{forecast ? (rangeWords(forecast) ?? 'none') : 'too few days'}</span>,
    title: ({ forecast }) => forecast?.how,
  },
  { head: 'Actual', class: 'right', strong: true, cell: ({ cameUsd }) => money(cameUsd) },
  { head: 'Error', class: 'right wide', cell: ({ errorUsd }) => money(errorUsd) },
  {
    head: 'Inside',
    class: 'right',
    cell: ({ isInside }) => (
      <Switch fallback={<span class="quiet">–</span>}>
        <Match when={isInside === true}>yes</Match>
        <Match when={isInside === false}>
          <b class="missed">no</b>
        </Match>
      </Switch>
    ),
  },
]
