import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, For, type JSX, Match, on, Show, Switch } from 'solid-js'
import { type Grouping, groupings } from '../../src/costs/report.ts'
import { ago, cost, money, percent, tokens, whole } from '../../src/lib/format.ts'
import { dayOf, isTimezone } from '../../src/lib/zone.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { api, ask } from '../api.ts'
import { createAnswer } from '../create-answer.ts'
import { contact } from '../live.ts'
import { useOverview } from '../overview-context.ts'
import { Notice } from '../parts/notice.tsx'
import { now } from '../parts/now.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { projectedNow } from '../parts/cost-curve.ts'
import { CostTable } from './costs/cost-table.tsx'
import { createReports, type Reports } from './costs/create-reports.ts'
import { DayChart } from './costs/day-chart.tsx'
import { LineTable } from './costs/line-table.tsx'
import { daysOf, type Range, ranges, rangeWords } from './costs/range.ts'
import { unsureTokens, whyLowerBound } from './costs/share.ts'

const quarterMs = 900_000

/** What did it cost, and who or what did it go to? The address says which days, in which zone, and how grouped. */
export default function CostsPage() {
  const { overview } = useOverview()
  const [params, setParams] = useSearchParams<{ by: string; range: string; timezone: string; view: string }>()

  const by = () => groupings.find((known) => known === params.by) ?? 'session'
  const range = () => ranges.find((known) => known === params.range) ?? '30d'
  const zone = () => params.timezone ?? overview()?.timezone
  /** A zone nobody knows is for the server to refuse, in its words. */
  const today = createMemo(() => {
    const known = zone()
    return known === undefined ? undefined : dayOf(now(), isTimezone(known) ? known : 'UTC')
  })
  const asked = createMemo(() => {
    const day = today()
    const timezone = zone()
    if (day === undefined || timezone === undefined) return undefined
    return { by: by(), range: range(), timezone, ...daysOf(range(), day) }
  })
  /** What is asked anew for: something was spent, or the connection is back. */
  const spent = createMemo(() => {
    const costs = overview()?.costs
    return [costs?.todayUsd, costs?.monthUsd, costs?.todayTokens, costs?.todayUnpricedTokens, contact().state].join(' ')
  })
  const { reports, problem, asking, load } = createReports(asked, spent)

  return (
    <Switch fallback={<Loading />}>
      <Match when={reports()}>
        {(known) => (
          <div class="costs" aria-busy={asking()}>
            <h1 class="hidden">Costs</h1>
            <Show when={problem()}>
              {(problem) => (
                <div class="failed">
                  <ProblemNote text={`${problem().message} What you see is from ${ago(known().at, now())}.`} />
                  <button class="button" type="button" onClick={load}>
                    Try again
                  </button>
                </div>
              )}
            </Show>
            <Show when={overview()}>
              {(overview) => <Figures overview={overview()} reports={known()} zone={zone() ?? ''} />}
            </Show>
            <Body
              reports={known()}
              stale={problem() !== undefined}
              by={by()}
              today={today() ?? ''}
              tools={
                <Days
                  configured={overview()?.timezone ?? 'UTC'}
                  range={range()}
                  zone={zone() ?? ''}
                  onRange={(range) => setParams({ range: range === '30d' ? null : range })}
                  onZone={(timezone) => setParams({ timezone: timezone === overview()?.timezone ? null : timezone })}
                />
              }
              asTable={params.view === 'table'}
              onBy={(by) => setParams({ by: by === 'session' ? null : by })}
              onAsTable={(on) => setParams({ view: on ? 'table' : null })}
            />
          </div>
        )}
      </Match>
      <Match when={problem()}>
        {(problem) => (
          <Notice title="The costs cannot be shown" text={problem().message}>
            <span class="row">
              <button class="button" type="button" onClick={load}>
                Try again
              </button>
              <Show when={params.timezone}>
                <button class="button" type="button" onClick={() => setParams({ timezone: null })}>
                  Use the configured time zone
                </button>
              </Show>
            </span>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

/** The answer in four numbers, and what they are of. */
function Figures(props: { overview: Overview; reports: Reports; zone: string }) {
  const costs = () => props.overview.costs
  const totals = () => props.reports.days.totals
  const why = () => whyLowerBound(totals(), props.reports.models.rows)

  const curve = createAnswer(() => ask(api.costs.today.get()))
  const quarter = createMemo(() => Math.floor(now() / quarterMs))
  createEffect(on(quarter, () => void curve.ask(), { defer: true }))
  const projected = () => (curve.data() ? projectedNow(curve.data()!, now(), costs().todayUsd) : null)
  /** How the whole day will stand beside a usual one. */
  const beside = () => {
    const typical = curve.data()?.typical
    const usual = typical?.points.at(-1)?.usd
    const comes = projected()
    if (!typical || !usual || comes === null) return undefined
    const off = comes / usual - 1
    if (Math.abs(off) < 0.05) return `like ${typical.label}`
    return off > 1
      ? `${typical.label} has ${money(usual)}`
      : `${percent(Math.abs(off) * 100)} ${off > 0 ? 'over' : 'under'} ${typical.label}`
  }
  /** What a day of this month cost so far, today among them. */
  const aDay = () => {
    const { monthUsd, monthUnpricedTokens } = costs()
    const days = Number(dayOf(now(), props.overview.timezone).slice(8))
    return monthUsd === null ? undefined : `${cost(monthUsd / days, monthUnpricedTokens > 0)} a day`
  }
  const cached = () => {
    const { inputTokens, cacheReadTokens, cacheWriteTokens } = totals()
    const input = inputTokens + cacheReadTokens + cacheWriteTokens
    return input > 0 && cacheReadTokens > 0
      ? `${percent((cacheReadTokens / input) * 100)} of input was cached`
      : undefined
  }

  return (
    <section class="panel figures" aria-label="What it cost">
      <dl class="facts">
        <div class="first">
          <dt>Today</dt>
          <dd class="hero">{cost(costs().todayUsd, costs().todayUnpricedTokens > 0)}</dd>
          <Show when={costs().budgetUsd}>
            {(budget) => (
              <Budget
                spent={costs().todayUsd}
                budget={budget()}
                projected={projected()}
                isLowerBound={costs().todayUnpricedTokens > 0}
              />
            )}
          </Show>
        </div>
        <div title="What was spent so far and what usually still follows">
          <dt>Projected today</dt>
          <dd>{cost(projected() ?? null, costs().todayUnpricedTokens > 0 && projected() !== null)}</dd>
          <dd class="note">{beside()}</dd>
        </div>
        <div title="From the first of this month until now">
          <dt>This month</dt>
          <dd>{cost(costs().monthUsd, costs().monthUnpricedTokens > 0)}</dd>
          <dd class="note">{aDay()}</dd>
        </div>
        <div>
          <dt>Tokens today</dt>
          <dd title={`${whole(costs().todayTokens)} tokens`}>{tokens(costs().todayTokens)}</dd>
          <dd class="note">
            {rangeWords[props.reports.asked.range].long}: {tokens(totals().totalTokens)}
          </dd>
        </div>
        <div>
          <dt>{capital(rangeWords[props.reports.asked.range].long)}</dt>
          <dd>{headline(props.reports)}</dd>
          <dd class="note" title="Of the tokens that went to models in these days, so many were read from their caches">
            {cached()}
          </dd>
        </div>
      </dl>
      <Show when={why() ?? (props.zone !== props.overview.timezone || undefined)}>
        <p class="remark">
          {why()}
          <Show when={props.zone !== props.overview.timezone}>
            {' '}
            Today and this month are of the configured zone, {props.overview.timezone}; all below is of {props.zone}.
          </Show>
        </p>
      </Show>
    </section>
  )
}

/** Which days all of the page is of, and where they begin and end. */
function Days(props: {
  configured: string
  range: Range
  zone: string
  onRange(range: Range): void
  onZone(zone: string): void
}) {
  const zones = createMemo(() => {
    const near = new Set([props.configured, Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC', props.zone])
    return { near: [...near], far: Intl.supportedValuesOf('timeZone').filter((name) => !near.has(name)) }
  })
  return (
    <div class="asked">
      <fieldset class="choice">
        <legend class="hidden">Days</legend>
        <For each={ranges}>
          {(range) => (
            <button type="button" aria-pressed={range === props.range} onClick={() => props.onRange(range)}>
              {rangeWords[range].short}
            </button>
          )}
        </For>
      </fieldset>
      <label class="row quiet">
        Days of
        <select class="field" value={props.zone} onChange={(event) => props.onZone(event.currentTarget.value)}>
          <For each={zones().near}>
            {(name) => (
              <option value={name} selected={name === props.zone}>
                {name}
              </option>
            )}
          </For>
          <optgroup label="All zones">
            <For each={zones().far}>{(name) => <option value={name}>{name}</option>}</For>
          </optgroup>
        </select>
      </label>
    </div>
  )
}

/** How much of what a day may cost is spent, and where the day will probably end. */
function Budget(props: { spent: number | null; budget: number; projected: number | null; isLowerBound: boolean }) {
  const partOf = (usd: number | null) => Math.min(1, Math.max(0, (usd ?? 0) / props.budget))
  const over = () => ((props.spent ?? 0) > props.budget ? props.spent! - props.budget : undefined)
  const limit = () => money(props.budget).replace(/\.00$/, '')
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
              {percent(partOf(props.spent) * 100)} of {limit()}
            </span>
          }
        >
          {(usd) => (
            <span>
              over {limit()} by {money(usd())}
            </span>
          )}
        </Show>
        <Show when={props.projected !== null}>
          <span>{cost(props.projected, props.isLowerBound)} by midnight</span>
        </Show>
      </span>
    </dd>
  )
}

function Body(props: {
  reports: Reports
  stale: boolean
  by: Grouping
  today: string
  tools: JSX.Element
  asTable: boolean
  onBy(by: Grouping): void
  onAsTable(on: boolean): void
}) {
  const { overview } = useOverview()
  const looks = createMemo(() => new Map(overview()?.agents.map(({ id, look }) => [id, look])))
  const days = () => rangeWords[props.reports.asked.range].long
  const none = 'Nothing was spent in these days.'
  return (
    <div class="reports" data-stale={props.stale ? '' : undefined}>
      <DayChart
        report={props.reports.days}
        today={props.today}
        budgetUsd={overview()?.costs.budgetUsd ?? null}
        sub={`${days()}, ${headline(props.reports)}`}
        tools={props.tools}
        asTable={props.asTable}
        onAsTable={props.onAsTable}
      />
      <CostTable title="By model" head="Model" sub={days()} report={props.reports.models} none={none} />
      <CostTable
        title="By agent"
        head="Agent"
        sub={days()}
        report={props.reports.agents}
        none={none}
        lookOf={({ key }) => looks().get(key)}
      />
      <CostTable title="By project" head="Project" sub={days()} report={props.reports.projects} none={none} />
      <LineTable by={props.by} shown={props.reports.asked.by} report={props.reports.lines} onBy={props.onBy} />
    </div>
  )
}

/** The one sum that every table of the page has at its foot. Nothing asked is nothing spent. */
function headline({ days: { totals } }: Reports) {
  return cost(totals.calls === 0 ? 0 : totals.costUsd, unsureTokens(totals) > 0)
}

const capital = (words: string) => words.replace(/^./, (letter) => letter.toUpperCase())

/** The shape of what comes, so that nothing jumps when it does. */
function Loading() {
  return (
    <div class="costs loading" aria-busy="true">
      <h1 class="hidden">Costs, loading</h1>
      <div class="panel figures" aria-hidden="true" />
      <div class="reports" aria-hidden="true">
        <For each={['days', 'split', 'split', 'split', 'lines']}>
          {(area) => (
            <div class={`panel ${area}`}>
              <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
            </div>
          )}
        </For>
      </div>
    </div>
  )
}
