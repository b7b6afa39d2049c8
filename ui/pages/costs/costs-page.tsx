import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, For, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import type { ReportRow } from '../../../src/costs/reports/report.ts'
import { agentIdOfSession } from '../../../src/ids.ts'
import { ago, bytes, money, percent, whole } from '../../../src/lib/format.ts'
import { dayOf, isTimezone } from '../../../src/lib/timezone.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { Notice } from '../../components/notice.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { runtimes } from '../../components/runtime-labels.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { Problem } from '../../data/problem.ts'
import { now } from '../../platform/now.ts'
import { saveFile } from '../../platform/save-file.ts'
import { inkAt } from './bars.ts'
import { BlockPanel } from './block-panel.tsx'
import { breakdownOf, type Opened, type Scope } from './breakdown/breakdown-id.ts'
import { BreakdownContext, costWords } from './breakdown-link.tsx'
import { type Costs, createCosts } from './create-costs-page.ts'
import { HeatMap } from './heat-map.tsx'
import { IdlePanel, LimitsPanel, Subagents } from './limits-panel.tsx'
import { BreakdownTable } from './lines-table.tsx'
import { whyLowerBound } from './row-share.ts'
import { StackChart } from './stack-chart.tsx'
import { SummaryCards } from './summary-cards.tsx'
import { type Choice, Toolbar } from './toolbar.tsx'
import { TopTable } from './top-table.tsx'
import {
  type Change,
  changes,
  type Days,
  daysInWords,
  type FilterKind,
  readUrl,
  searchWith,
  type UrlState,
} from './url-state.ts'

const SumPanel = lazy(async () => ({ default: (await import('./breakdown/breakdown-panel.tsx')).SumPanel }))
const ReckonedPanel = lazy(async () => ({ default: (await import('./derived/derived-panel.tsx')).DerivedPanel }))

const blockMs = 5 * 3_600_000

/** What did it cost, and who or what did it go to? The address says which days, whose, in which zone, what is open. */
export default function CostsPage() {
  const { overview } = useOverview()
  const location = useLocation()
  const navigate = useNavigate()
  const [params] = useSearchParams()

  const zone = () => {
    const asked = params.timezone
    return (Array.isArray(asked) ? asked[0] : asked) ?? overview()?.timezone
  }
  /** A zone nobody knows is for the server to refuse, in its words. */
  const today = createMemo(() => {
    const known = zone()
    return known === undefined ? undefined : dayOf(now(), isTimezone(known) ? known : 'UTC')
  })
  const address = createMemo(() => readUrl({ ...params }, today() ?? '2026-01-01'))
  const asked = createMemo(
    () => {
      const [day, timezone] = [today(), zone()]
      if (day === undefined || timezone === undefined) return undefined
      const { days, filter, stack, by } = address()
      return { days, filter, timezone, today: day, stack, by }
    },
    undefined,
    { equals: same },
  )
  /** What is asked anew for: something was spent. */
  const spent = createMemo(() => {
    const costs = overview()?.costs
    return [costs?.todayUsd, costs?.monthUsd, costs?.todayTokens, costs?.todayUnpricedTokens].join(' ')
  })
  const costs = createCosts(asked, spent)

  const change = (change: Change, replace = false) =>
    navigate(`/costs${searchWith(location.search, change)}`, { scroll: false, replace })
  const figures = {
    hrefOf: (id: string) => `/costs${searchWith(location.search, changes.figure(id))}`,
    open: () => address().figure,
  }

  return (
    <BreakdownContext.Provider value={figures}>
      <Switch fallback={<Loading />}>
        <Match when={overview() && costs.answer()}>
          {(answer) => (
            <div class="costs" aria-busy={costs.asking()}>
              <h1 class="hidden">Costs</h1>
              <Show when={costs.problem()}>
                {(problem) => (
                  <div class="failed">
                    <ProblemNote text={`${problem().message} What you see is from ${ago(answer().at, now())}.`} />
                    <button class="button" type="button" onClick={costs.load}>
                      Try again
                    </button>
                  </div>
                )}
              </Show>
              <Page
                address={address()}
                costs={answer().data}
                overview={overview()!}
                asked={answer().asked}
                zone={zone()!}
                today={today()!}
                isStale={costs.isStale()}
                spent={spent()}
                onChange={change}
              />
            </div>
          )}
        </Match>
        <Match when={costs.problem()}>
          {(problem) => (
            <Notice title="The costs cannot be shown" text={problem().message}>
              <span class="row">
                <button class="button" type="button" onClick={costs.load}>
                  Try again
                </button>
                <Show when={Object.keys(params).length > 0}>
                  <button class="button" type="button" onClick={() => navigate('/costs')}>
                    Show the last 30 days of everything
                  </button>
                </Show>
              </span>
            </Notice>
          )}
        </Match>
      </Switch>
    </BreakdownContext.Provider>
  )
}

function Page(props: {
  address: UrlState
  costs: Costs
  overview: Overview
  /** What the answers are of; the address may be a step ahead of them. */
  asked: { days: Days; by: UrlState['by']; stack: UrlState['stack']; filter: UrlState['filter']; today: string }
  zone: string
  today: string
  isStale: boolean
  spent: unknown
  onChange(change: Change, replace?: boolean): void
}) {
  const location = useLocation()
  const looks = createMemo(() => new Map(props.overview.agents.map(({ id, look }) => [id, look])))
  const names = createMemo(() => new Map(props.overview.agents.map(({ id, name }) => [id, name])))
  const faceOf = (by: UrlState['by'], key: string) => {
    const agent = by === 'agent' ? key : by === 'session' || by === 'family' ? (agentIdOfSession(key) ?? '') : ''
    const look = looks().get(agent)
    return look === undefined ? undefined : { look, name: names().get(agent) ?? agent }
  }
  const days = () => daysInWords(props.address.range, props.address.days)
  const isFiltered = () => Object.keys(props.asked.filter).length > 0
  const isToday = () => props.asked.days.since === props.asked.today && props.asked.days.until === props.asked.today
  const totals = () => props.costs.models.totals
  const why = () => whyLowerBound(totals(), props.costs.models.rows)
  const isAsTable = (name: string) => props.address.asTable.includes(name)
  const asTable = (name: string) => (on: boolean) => props.onChange(changes.asTable(props.address.asTable, name, on))
  const indexed = () => props.overview.health.indexed

  const nameOf = (kind: string, key: string): string => {
    const { models, agents, projects, lines, summary } = props.costs
    const rowsOf: Record<string, ReportRow[]> = {
      model: models.rows,
      agent: agents.rows,
      project: projects.rows,
      cron: summary.idle.jobs,
      session: props.asked.by === 'session' ? lines.rows : [],
      family: props.asked.by === 'family' ? lines.rows : [],
    }
    const found = rowsOf[kind]?.find((row) => row.key === key)?.label
    if (found !== undefined) return found
    if (kind === 'agent') return props.overview.agents.find(({ id }) => id === key)?.name ?? key
    if (kind === 'runtime') return runtimes[key as keyof typeof runtimes]?.name ?? key
    if (kind === 'session') return props.overview.sessions.items.find(({ id }) => id === key)?.title ?? key
    return key || `no ${kind}`
  }
  const choices = createMemo((): Choice[] => {
    const of = (kind: FilterKind, rows: ReportRow[]) =>
      props.address.filter[kind] === undefined ? rows.slice(0, 40).map(({ key, label }) => ({ kind, key, label })) : []
    const { models, agents, projects, summary } = props.costs
    return [
      ...of('agent', agents.rows),
      ...of('model', models.rows),
      ...of('project', projects.rows),
      ...(props.address.filter.runtime === undefined
        ? props.overview.sources.map(({ runtime }) => ({
            kind: 'runtime' as const,
            key: runtime,
            label: runtimes[runtime].name,
          }))
        : []),
      ...of('cron', summary.idle.jobs),
    ]
  })

  const opened = createMemo(
    (): Opened | undefined => {
      const { figure, range, days, filter } = props.address
      if (figure === undefined) return undefined
      const { summary } = props.costs
      return breakdownOf(figure, {
        range,
        days,
        filter,
        timezone: props.zone,
        configuredZone: summary.timezone,
        today: props.today,
        configuredToday: summary.day,
        blockMs,
        blockRuntime: summary.blocks.runtime,
        idle: { since: summary.idle.since, until: summary.idle.until },
        budgets: summary.budgets,
        nameOf,
      })
    },
    undefined,
    { equals: same },
  )
  const close = () => props.onChange(changes.figure(null), true)
  function step(by: 1 | -1) {
    const ids = [
      ...new Set([...document.querySelectorAll<HTMLElement>('main [data-figure]')].map((link) => link.dataset.figure!)),
    ]
    const at = ids.indexOf(props.address.figure ?? '')
    const next = ids[(at + by + ids.length) % ids.length]
    if (next !== undefined) props.onChange(changes.figure(next), true)
  }

  async function saveAs(
    format: 'csv' | 'json',
    query: Scope & { by: UrlState['by']; what: 'report' | 'answers' },
    name: string,
  ) {
    try {
      const answer: unknown = await ask(api.costs.export.get({ query: { ...query, format } }))
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)
      saveFile(text, `${name}.${format}`, format === 'csv' ? 'text/csv' : 'application/json')
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast({ text: `Nothing was saved. ${error.message}` })
    }
  }
  const fileName = (by: string, { since, until }: Days) =>
    `costs-by-${by}-${since === undefined && until === undefined ? 'all' : [since, until].filter(Boolean).join('-to-')}`

  const lineOf = (row: ReportRow) => {
    const { fortnight, summary } = props.costs
    const layer = fortnight.layers.find(({ key, isOther }) => key === row.key && !isOther)
    const isKnown = (index: number) => (fortnight.days[index]?.key ?? '') >= (summary.firstDay ?? '9')
    return layer?.days.map(({ costUsd, calls }, index) => (!isKnown(index) ? null : calls === 0 ? 0 : costUsd))
  }
  const inkOf = (row: ReportRow) => {
    const { stack } = props.costs
    if (stack.by !== 'model') return undefined
    const place = stack.layers.findIndex(({ key, isOther }) => key === row.key && !isOther)
    return place === -1 ? 'series-other' : inkAt(place, false)
  }

  return (
    <>
      <SummaryCards costs={props.costs} overview={props.overview} />
      <Show when={!indexed().done}>
        <output class="panel still">
          <span>
            Still reading history: {whole(indexed().filesDone)} of {whole(indexed().files)} files,{' '}
            {bytes(indexed().bytesDone, 1000)} of {bytes(indexed().bytes, 1000)}. Sums of past days grow until it is
            read.
          </span>
          <span class="bar" aria-hidden="true">
            <span style={{ transform: `scaleX(${indexed().bytes > 0 ? indexed().bytesDone / indexed().bytes : 0})` }} />
          </span>
          <b>{percent(indexed().bytes > 0 ? (indexed().bytesDone / indexed().bytes) * 100 : 0)}</b>
        </output>
      </Show>
      <Show when={props.costs.summary.pricing}>
        {(pricing) => (
          <output class="panel still">
            Prices have changed: {whole(pricing().rowsDone)} of {whole(pricing().rows)} answers are priced again. Until
            then the others stand at their old price.
          </output>
        )}
      </Show>
      <Toolbar
        address={props.address}
        today={props.today}
        zone={props.zone}
        configuredZone={props.overview.timezone}
        choices={choices()}
        why={why()}
        nameOf={nameOf}
        onChange={props.onChange}
        onExport={(format) =>
          saveAs(
            format,
            {
              ...props.address.filter,
              ...props.address.days,
              timezone: props.zone,
              by: props.address.by,
              what: 'report',
            },
            fileName(props.address.by, props.address.days),
          )
        }
      />
      <Show when={isFiltered() || props.zone !== props.overview.timezone}>
        <p class="remark page-remark">
          <Show when={isFiltered()}>
            The figures above, the block, idling and budgets are of everything; all else only of what the filter names.{' '}
            <button class="link" type="button" onClick={() => props.onChange(changes.noFilter())}>
              Show everything
            </button>{' '}
          </Show>
          <Show when={props.zone !== props.overview.timezone}>
            Today and the month above are of the configured zone, {props.overview.timezone}; all below is of{' '}
            {props.zone}.
          </Show>
        </p>
      </Show>
      <div class="reports" data-stale={props.isStale ? '' : undefined}>
        <div class="mid">
          <StackChart
            stack={props.costs.stack}
            known={{ firstDay: props.costs.summary.firstDay, isWhole: indexed().done, now: now() }}
            today={props.asked.today}
            sub={`${days()}, ${costWords(totals())}${totals().subscriptionTokens > 0 ? ` and ${money(totals().subscriptionUsd)} by subscription` : ''}`}
            by={props.address.stack}
            budgetUsd={isFiltered() ? null : props.overview.costs.budgetUsd}
            projectedUsd={isFiltered() ? null : (props.costs.summary.projectedToday?.usd ?? null)}
            asTable={isAsTable('days')}
            onBy={(stack) => props.onChange(changes.stack(stack))}
            onAsTable={asTable('days')}
            onOpen={(figure) => props.onChange(changes.figure(figure))}
          />
          <BlockPanel summary={props.costs.summary} />
        </div>
        <div class="thirds">
          <TopTable
            title="By model"
            head="Model"
            kind="model"
            sub={days()}
            report={props.costs.models}
            today={isToday() ? undefined : props.costs.modelsToday}
            maxRows={6}
            inkOf={inkOf}
            lineOf={lineOf}
            hrefOf={({ key }) => `/costs${searchWith(location.search, changes.filter('model', key))}`}
          />
          <TopTable
            title="By agent"
            head="Agent"
            kind="agent"
            sub={days()}
            report={props.costs.agents}
            today={isToday() ? undefined : props.costs.agentsToday}
            maxRows={6}
            lookOf={({ key }) => looks().get(key)}
            hrefOf={({ key }) => `/agents/${encodeURIComponent(key)}`}
          />
          <HeatMap
            heat={props.costs.heat}
            sub={days()}
            asTable={isAsTable('heat')}
            onAsTable={asTable('heat')}
            onOpen={(figure) => props.onChange(changes.figure(figure))}
          />
        </div>
        <div class="thirds">
          <TopTable
            title="By project"
            head="Project"
            kind="project"
            sub={days()}
            report={props.costs.projects}
            maxRows={6}
            hrefOf={({ key }) => `/costs${searchWith(location.search, changes.filter('project', key))}`}
          />
          <IdlePanel idle={props.costs.summary.idle} />
          <LimitsPanel summary={props.costs.summary} />
        </div>
        <BreakdownTable
          by={props.address.by}
          shown={props.asked.by}
          report={props.costs.lines}
          faceOf={faceOf}
          onBy={(by) => props.onChange(changes.by(by))}
        />
        <Subagents summary={props.costs.summary} />
      </div>
      <Suspense>
        <Show when={opened()}>
          {(opened) => (
            <Switch>
              <Match when={opened().kind === 'sum' && (opened() as Extract<Opened, { kind: 'sum' }>)}>
                {(sum) => (
                  <SumPanel
                    title={sum().title}
                    behind={sum().behind}
                    tab={props.address.tab}
                    spent={props.spent}
                    lookOf={(id) => looks().get(id)}
                    onTab={(tab) => props.onChange(changes.tab(tab === 'sessions' ? null : tab), true)}
                    onStep={step}
                    onClose={close}
                    onExport={(behind) =>
                      saveAs('csv', { ...behind, by: 'day', what: 'answers' }, fileName('answer', behind))
                    }
                  />
                )}
              </Match>
              <Match when={opened().kind !== 'sum'}>
                <ReckonedPanel
                  title={opened().title}
                  opened={opened() as Exclude<Opened, { kind: 'sum' }>}
                  summary={props.costs.summary}
                  heat={props.costs.heat}
                  month={props.costs.lately}
                  todayUsd={props.overview.costs.todayUsd}
                  onStep={step}
                  onClose={close}
                />
              </Match>
            </Switch>
          )}
        </Show>
      </Suspense>
    </>
  )
}

/** Plain data that says the same: nothing is asked anew for it. */
function same(a: unknown, b: unknown) {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The shape of what comes, so that nothing jumps when it does. */
function Loading() {
  return (
    <div class="costs loading" aria-busy="true">
      <h1 class="hidden">Costs, loading</h1>
      <div class="panel head-figures" aria-hidden="true" />
      <div class="toolbar" aria-hidden="true" />
      <div class="reports" aria-hidden="true">
        <div class="mid">
          <div class="panel days" />
          <div class="panel block" />
        </div>
        <div class="thirds">
          <For each={[1, 2, 3]}>
            {() => (
              <div class="panel split">
                <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
              </div>
            )}
          </For>
        </div>
      </div>
    </div>
  )
}
