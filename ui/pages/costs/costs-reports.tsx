import { useLocation } from '@solidjs/router'
import { createMemo } from 'solid-js'
import type { CostsPage } from '../../../src/costs/reports/page.ts'
import { runtimes } from '../../../src/facts/runtimes.ts'
import { money } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { Ink } from '../../charts/chart-model.ts'
import { now } from '../../platform/now.ts'
import { inksOf } from './bars.ts'
import { BlockPanel } from './block-panel.tsx'
import type { CostsQuestion } from './create-costs-page.ts'
import { exportCosts, exportName } from './export-costs.ts'
import { HeatMap } from './heat-map.tsx'
import { IdlePanel } from './idle-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { LinesTable } from './lines-table.tsx'
import { costWords, whyLowerBound } from './money-words.ts'
import { OpenedFigure } from './opened-figure.tsx'
import { agentOfLine, choicesIn, nameOf } from './page-names.ts'
import { IndexingNote, PricingNote, ScopeNote } from './page-notes.tsx'
import { StackChart } from './stack-chart.tsx'
import { SubagentsNote } from './subagents-note.tsx'
import { SummaryCards } from './summary-cards.tsx'
import { Toolbar } from './toolbar.tsx'
import { TopTable } from './top-table.tsx'
import { type Change, changes, daysInWords, searchWith, type UrlState } from './url-state.ts'

/** The content of the page: the summary, the toolbar, the reports and the opened figure. */
export function CostsReports(props: {
  address: UrlState
  costs: CostsPage
  overview: Overview
  /** The question that `costs` answers; the address may be a step ahead of it. */
  asked: CostsQuestion
  zone: string
  today: string
  isStale: boolean
  /** Changes when money was spent. */
  spent: unknown
  onChange(change: Change, replace?: boolean): void
}) {
  const location = useLocation()
  const agents = createMemo(() => new Map(props.overview.agents.map((agent) => [agent.id, agent])))
  const lookOf = (agentId: string) => agents().get(agentId)?.look
  const faceOf = (by: UrlState['by'], key: string) => {
    const agent = agents().get(agentOfLine(by, key) ?? '')
    return agent && { look: agent.look, name: agent.name }
  }
  const named = (kind: string, key: string) =>
    nameOf(kind, key, { costs: props.costs, by: props.asked.by, known: props.overview })
  const hrefOf = (kind: 'model' | 'project') => (key: string) =>
    `/costs${searchWith(location.search, changes.filter(kind, key))}`

  const days = () => daysInWords(props.address.range, props.address.days)
  const isFiltered = () => Object.keys(props.asked.filter).length > 0
  const isToday = () => props.asked.days.since === props.asked.today && props.asked.days.until === props.asked.today
  const totals = () => props.costs.models.totals
  const stackWords = () => {
    const { subscriptionTokens, subscriptionUsd } = totals()
    const subscription = subscriptionTokens > 0 ? ` and ${money(subscriptionUsd)} by subscription` : ''
    return `${days()}, ${costWords(totals())}${subscription}`
  }
  const isAsTable = (name: string) => props.address.asTable.includes(name)
  const asTable = (name: string) => (on: boolean) => props.onChange(changes.asTable(props.address.asTable, name, on))
  const openFigure = (figure: string) => props.onChange(changes.figure(figure))

  /** The last fortnight of a model; days before the first that is known are gaps. */
  const lineOf = (model: string) => {
    const { fortnight, summary } = props.costs
    const layer = fortnight.layers.find(({ key, isOther }) => key === model && !isOther)
    const isKnown = (index: number) => (fortnight.days[index]?.key ?? '') >= (summary.firstDay ?? '9')
    return layer?.days.map(({ costUsd, calls }, index) => (!isKnown(index) ? null : calls === 0 ? 0 : costUsd))
  }
  /**
   * Models keep the colours that they have in the last fortnight, whatever days are shown; a runtime has always the same;
   * agents and projects keep theirs for as long as this page is open, also where other ones are shown in between.
   */
  const held = new Map<string, Ink>()
  const inks = createMemo(() => {
    const { stack, fortnight } = props.costs
    const models = fortnight.layers.flatMap(({ key, isOther }) => (isOther ? [] : [key]))
    const steady = stack.by === 'model' ? models : stack.by === 'runtime' ? runtimes : []
    const inks = inksOf(stack.layers, steady, held)
    for (const [key, ink] of inks) held.set(key, ink)
    return inks
  })
  /** The colour that a model has in the chart. */
  const inkOf = (model: string) =>
    props.costs.stack.by === 'model' ? (inks().get(model) ?? 'series-other') : undefined

  return (
    <>
      <SummaryCards costs={props.costs} overview={props.overview} />
      <IndexingNote indexed={props.overview.health.indexed} />
      <PricingNote pricing={props.costs.summary.pricing} />
      <Toolbar
        address={props.address}
        today={props.today}
        zone={props.zone}
        configuredZone={props.overview.timezone}
        choices={choicesIn(props.costs, props.address.filter, props.overview)}
        why={whyLowerBound(totals(), props.costs.models.rows)}
        nameOf={named}
        onChange={props.onChange}
        onExport={(format) => {
          const { filter, days, by } = props.address
          void exportCosts(
            format,
            { ...filter, ...days, timezone: props.zone, by, what: 'report' },
            exportName(by, days),
          )
        }}
      />
      <ScopeNote
        isFiltered={isFiltered()}
        zone={props.zone}
        configuredZone={props.overview.timezone}
        onShowAll={() => props.onChange(changes.noFilter())}
      />
      <div class="reports" data-stale={props.isStale ? '' : undefined}>
        <div class="mid">
          <StackChart
            stack={props.costs.stack}
            known={{
              firstDay: props.costs.summary.firstDay,
              isWhole: props.overview.health.indexed.done,
              now: now(),
            }}
            today={props.asked.today}
            inks={inks()}
            sub={stackWords()}
            by={props.address.stack}
            budgetUsd={isFiltered() ? null : props.overview.costs.budgetUsd}
            projectedUsd={isFiltered() ? null : (props.costs.summary.projectedToday?.usd ?? null)}
            asTable={isAsTable('days')}
            onBy={(stack) => props.onChange(changes.stack(stack))}
            onAsTable={asTable('days')}
            onOpen={openFigure}
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
            hrefOf={hrefOf('model')}
          />
          <TopTable
            title="By agent"
            head="Agent"
            kind="agent"
            sub={days()}
            report={props.costs.agents}
            today={isToday() ? undefined : props.costs.agentsToday}
            maxRows={6}
            lookOf={lookOf}
            hrefOf={(key) => `/agents/${encodeURIComponent(key)}`}
          />
          <HeatMap
            heat={props.costs.heat}
            sub={days()}
            asTable={isAsTable('heat')}
            onAsTable={asTable('heat')}
            onOpen={openFigure}
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
            hrefOf={hrefOf('project')}
          />
          <IdlePanel idle={props.costs.summary.idle} />
          <LimitsPanel summary={props.costs.summary} />
        </div>
        <LinesTable
          by={props.address.by}
          shown={props.asked.by}
          report={props.costs.lines}
          question={{ ...props.asked.filter, ...props.asked.days, timezone: props.asked.timezone, by: props.asked.by }}
          faceOf={faceOf}
          onBy={(by) => props.onChange(changes.by(by))}
        />
        <SubagentsNote subagents={props.costs.summary.subagents} />
      </div>
      <OpenedFigure
        address={props.address}
        costs={props.costs}
        zone={props.zone}
        today={props.today}
        todayUsd={props.overview.costs.todayUsd}
        spent={props.spent}
        nameOf={named}
        lookOf={lookOf}
        onChange={props.onChange}
        onExport={(scope) => exportCosts('csv', { ...scope, by: 'day', what: 'answers' }, exportName('answer', scope))}
      />
    </>
  )
}
