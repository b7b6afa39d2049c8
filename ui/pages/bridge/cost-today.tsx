import { A } from '@solidjs/router'
import { createMemo, createSignal, For, on, Show, Suspense } from 'solid-js'
import type { DayCurve } from '../../../src/costs/reports/day-curve.ts'
import { clock, cost, money, tokens, whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { Note, Series } from '../../charts/chart-model.ts'
import { axisMoney } from '../../charts/chart-scale.ts'
import { type Curves, curvesOf, forecastNow, heightAt, hourLabels, labelPlace } from '../../charts/cost-curve.ts'
import { rangeWords, tooFewDays } from '../../charts/forecast-words.ts'
import { Cost } from '../../components/cost-text.tsx'
import { Panel } from '../../components/panel.tsx'
import { api, ask } from '../../data/api.ts'
import { lazyPart } from '../../data/load-part.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import { QueryState } from './query-state.tsx'

const Chart = lazyPart(async () => ({ default: (await import('../../charts/chart.tsx')).Chart }))

const quarterMs = 900_000
const minuteMs = 60_000

/** What today has cost so far, beside a typical day and the budget, with its projection. */
export function CostToday(props: { overview: Overview }) {
  /** The curve is fetched at the end of each quarter of an hour. In between its end follows the sum of today. */
  const curve = createQuery({
    key: () => ['costs/today'],
    fetcher: (_key, signal) => ask(api.costs.today.get({ fetch: { signal } })),
    changes: createMemo(() => Math.floor(now() / quarterMs)),
  })
  const costs = () => props.overview.costs
  const [pointed, setPointed] = createSignal<number>()
  const [asTable, setAsTable] = createSignal(false)

  useOverview().subscribe({ onGap: curve.changed })

  const minute = createMemo(() => Math.floor(now() / minuteMs) * minuteMs)
  /** The moment at which the curve ends: now, by the minute and with each new sum. */
  const at = createMemo(on([minute, () => costs().todayUsd], () => Date.now()))
  const curves = createMemo(() => curve.data() && curvesOf(curve.data()!, at(), costs().todayUsd))
  const forecast = () => curve.data() && forecastNow(curve.data()!, at(), costs().todayUsd)
  const isLowerBound = () => costs().todayUnpricedTokens > 0
  const over = () => {
    const { budgetUsd, todayUsd } = costs()
    return budgetUsd !== null && todayUsd !== null && todayUsd > budgetUsd ? todayUsd - budgetUsd : undefined
  }
  const readout = () => {
    const index = pointed()
    const { xs = [], today = [], typical = [] } = curves() ?? {}
    if (index === undefined || xs[index] === undefined) return undefined
    const usual = typical[index] ?? null
    return [
      clock(xs[index]!, curve.data()?.timezone),
      today[index] === null ? undefined : cost(today[index], isLowerBound()),
      usual === null ? undefined : `typical ${money(usual)}`,
    ]
      .filter(Boolean)
      .join(', ')
  }

  return (
    <Panel
      title="Cost today"
      class="cost"
      sub={
        <Show when={readout()} fallback={<Unpriced count={costs().todayUnpricedTokens} />}>
          {readout()}
        </Show>
      }
      end={
        <>
          <button
            class="link"
            type="button"
            aria-pressed={asTable()}
            disabled={!curves()}
            onClick={() => setAsTable(!asTable())}
          >
            {asTable() ? 'Show as chart' : 'Show as table'}
          </button>
          <A class="link" href="/costs">
            Costs
          </A>
        </>
      }
    >
      <div class="cost-today">
        <dl class="facts body">
          <div>
            <dt class="hidden">Today</dt>
            <dd class="hero">
              <A href="/costs?figure=today" title="Opens what today is made of">
                <Cost usd={costs().todayUsd} isLowerBound={isLowerBound()} />
              </A>
            </dd>
          </div>
          <div title={forecast()?.how ?? (curve.data() && tooFewDays(curve.data()!.knownDays))}>
            <dt>by midnight</dt>
            <dd>
              <Cost usd={forecast()?.usd} isLowerBound={isLowerBound() && Boolean(forecast())} />
              <Show when={forecast() && rangeWords(forecast()!)}>
                {(range) => <small class="quiet">{range()}</small>}
              </Show>
            </dd>
          </div>
          <div
            title={`From the first of this month until now${
              costs().monthUnpricedTokens > 0
                ? `; ${whole(costs().monthUnpricedTokens)} of its tokens have no price, so the true cost is higher`
                : ''
            }`}
          >
            <dt>month</dt>
            <dd>
              <Cost usd={costs().monthUsd} isLowerBound={costs().monthUnpricedTokens > 0} />
            </dd>
          </div>
          <div>
            <dt>tokens</dt>
            <dd title={`${whole(costs().todayTokens)} tokens today`}>{tokens(costs().todayTokens)}</dd>
          </div>
          <Show when={over()}>
            {(usd) => (
              <div>
                <dt>budget {dollars(costs().budgetUsd!)}</dt>
                <dd class="over">over by {money(usd())}</dd>
              </div>
            )}
          </Show>
        </dl>
        <Show when={isLowerBound()}>
          <p class="remark">{tokens(costs().todayUnpricedTokens)} tokens have no price, so the true cost is higher.</p>
        </Show>
        <QueryState
          data={curve.data()}
          at={curve.at()}
          problem={curve.problem()?.message}
          what="The curve of today"
          onRetry={curve.refetch}
          skeleton={<span class="skeleton plot" />}
        >
          {(day) => (
            <Show
              when={!asTable()}
              fallback={<CurveTable day={day()} curves={curves()!} isLowerBound={isLowerBound()} />}
            >
              <Show
                when={costs().todayUsd !== null || day().typical}
                fallback={
                  <p class="empty">
                    Nothing used today has a known price, so there is no curve. Tokens are still counted.
                  </p>
                }
              >
                <Curve day={day()} curves={curves()!} costs={costs()} at={at()} onPoint={setPointed} />
              </Show>
            </Show>
          )}
        </QueryState>
      </div>
    </Panel>
  )
}

/** Why a sum is only a lower bound, in the head of the panel where there is room for it. */
function Unpriced(props: { count: number }) {
  return (
    <Show when={props.count > 0}>
      <span class="unpriced" title={`${whole(props.count)} tokens have no price, so the true cost is higher`}>
        ≥: {tokens(props.count)} tokens have no price
      </span>
    </Show>
  )
}

/** A budget of whole dollars is written without cents. */
const dollars = (usd: number) => (Number.isInteger(usd) ? money(usd).replace(/\.00$/, '') : money(usd))

function Curve(props: {
  day: DayCurve
  curves: Curves
  costs: Overview['costs']
  at: number
  onPoint(index: number | undefined): void
}) {
  const series = (): Series[] => [
    { kind: 'line', ink: 'text-3', values: props.curves.typical, dotted: true },
    { kind: 'line', ink: 'accent', values: props.curves.today, soft: true, last: true },
  ]
  const notes = (): Note[] => {
    const place = labelPlace(props.day, props.curves)
    return place ? [{ x: place.at, y: place.usd, text: props.day.typical!.label, ink: 'text-3' }] : []
  }
  const limit = () => {
    const { budgetUsd } = props.day
    return budgetUsd === null ? undefined : { value: budgetUsd, words: `budget ${dollars(budgetUsd)}` }
  }
  const sentence = () => {
    const { typical } = props.day
    const { todayUsd, todayUnpricedTokens } = props.costs
    const usual = typical && heightAt(typical.points, Math.min(props.at, props.day.endAt))
    return [
      `Cost today ${cost(todayUsd, todayUnpricedTokens > 0)}`,
      typical && usual !== null && todayUsd !== null
        ? `${todayUsd > usual ? 'over' : 'under'} ${typical.label} with ${money(usual)} by now`
        : undefined,
      limit()?.words,
    ]
      .filter(Boolean)
      .join(', ')
  }
  return (
    <Suspense fallback={<div class="chart" />}>
      <Chart
        xs={props.curves.xs}
        span={[props.day.startAt, props.day.endAt]}
        series={series()}
        sentence={sentence()}
        axisLabels={axisMoney}
        labels={() => hourLabels(props.day)}
        limit={limit()}
        notes={notes()}
        onPoint={props.onPoint}
      />
    </Suspense>
  )
}

/** The curve as a table, by the hour. */
function CurveTable(props: { day: DayCurve; curves: Curves; isLowerBound: boolean }) {
  const rows = () =>
    props.curves.xs
      .map((at, index) => ({
        at,
        today: props.curves.today[index] ?? null,
        typical: props.curves.typical[index] ?? null,
      }))
      .filter(({ at, today }, index, all) => at % 3_600_000 === 0 || (today !== null && all[index + 1]?.today === null))
      .reverse()
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Until</th>
            <th class="right">Today</th>
            <th class="right">{props.day.typical?.label.replace(/^a t/, 'T') ?? 'Typical'}</th>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr>
                <td class="name">{row.at === props.day.endAt ? '24:00' : clock(row.at, props.day.timezone)}</td>
                <td class="right strong">
                  <Cost usd={row.today} isLowerBound={props.isLowerBound && row.today !== null} />
                </td>
                <td class="right">{money(row.typical)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
