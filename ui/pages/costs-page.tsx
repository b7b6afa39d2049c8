import { useSearchParams } from '@solidjs/router'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { type Grouping, groupings } from '../../src/costs/report.ts'
import { ago, cost, tokens, whole } from '../../src/lib/format.ts'
import { dayOf, isTimezone } from '../../src/lib/zone.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { contact } from '../live.ts'
import { useOverview } from '../overview-context.ts'
import { Notice } from '../parts/notice.tsx'
import { now } from '../parts/now.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { CostTable } from './costs/cost-table.tsx'
import { createReports, type Reports } from './costs/create-reports.ts'
import { DayChart } from './costs/day-chart.tsx'
import { LineTable } from './costs/line-table.tsx'
import { daysOf, type Range, ranges, rangeWords } from './costs/range.ts'
import { unsureTokens, whyLowerBound } from './costs/share.ts'

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
              {(overview) => (
                <Figures
                  overview={overview()}
                  reports={known()}
                  range={range()}
                  zone={zone() ?? ''}
                  onRange={(range) => setParams({ range: range === '30d' ? null : range })}
                  onZone={(timezone) => setParams({ timezone: timezone === overview().timezone ? null : timezone })}
                />
              )}
            </Show>
            <Body
              reports={known()}
              stale={problem() !== undefined}
              by={by()}
              today={today() ?? ''}
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
function Figures(props: {
  overview: Overview
  reports: Reports
  range: Range
  zone: string
  onRange(range: Range): void
  onZone(zone: string): void
}) {
  const costs = () => props.overview.costs
  const totals = () => props.reports.days.totals
  const zones = createMemo(() => {
    const near = new Set([props.overview.timezone, Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC', props.zone])
    return { near: [...near], far: Intl.supportedValuesOf('timeZone').filter((name) => !near.has(name)) }
  })
  const why = () => whyLowerBound(totals(), props.reports.models.rows)

  return (
    <section class="panel figures" aria-label="What it cost">
      <dl class="facts">
        <div>
          <dt>Today</dt>
          <dd class="hero">{cost(costs().todayUsd, costs().todayUnpricedTokens > 0)}</dd>
        </div>
        <div>
          <dt>This month</dt>
          <dd>{cost(costs().monthUsd, costs().monthUnpricedTokens > 0)}</dd>
        </div>
        <div>
          <dt>Tokens today</dt>
          <dd title={`${whole(costs().todayTokens)} tokens`}>{tokens(costs().todayTokens)}</dd>
        </div>
        <div>
          <dt>{capital(rangeWords[props.reports.asked.range].long)}</dt>
          <dd>{headline(props.reports)}</dd>
        </div>
      </dl>
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

function Body(props: {
  reports: Reports
  stale: boolean
  by: Grouping
  today: string
  asTable: boolean
  onBy(by: Grouping): void
  onAsTable(on: boolean): void
}) {
  const days = () => rangeWords[props.reports.asked.range].long
  const none = 'Nothing was spent in these days.'
  return (
    <div class="reports" data-stale={props.stale ? '' : undefined}>
      <DayChart
        report={props.reports.days}
        today={props.today}
        sub={`${days()}, ${headline(props.reports)}`}
        asTable={props.asTable}
        onAsTable={props.onAsTable}
      />
      <CostTable title="By model" head="Model" sub={days()} report={props.reports.models} none={none} />
      <CostTable title="By agent" head="Agent" sub={days()} report={props.reports.agents} none={none} />
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
