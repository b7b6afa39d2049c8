import { Match, Switch } from 'solid-js'
import type { CostsPage } from '../../../../src/costs/reports/page.ts'
import type { Opened } from '../breakdown/breakdown-id.ts'
import type { Frame } from '../breakdown/breakdown-overlay.tsx'
import { CacheSaved } from './cache-saved.tsx'
import { IdleCostPanel } from './idle-cost-panel.tsx'
import { MedianSession } from './median-session.tsx'
import { ProjectedMonth } from './projected-month.tsx'
import { ProjectedToday } from './projected-today.tsx'
import { WeekHour } from './week-hour.tsx'

/** An opened figure that is derived from several sums, with its sources and its formula. */
export function DerivedPanel(
  props: Frame & {
    opened: Exclude<Opened, { kind: 'sum' }>
    costs: CostsPage
    todayUsd: number | null
    spent: unknown
  },
) {
  const frame = () => ({ title: props.title, onStep: props.onStep, onClose: props.onClose })
  return (
    <Switch>
      <Match when={props.opened.kind === 'projected'}>
        <ProjectedToday {...frame()} costs={props.costs} todayUsd={props.todayUsd} />
      </Match>
      <Match when={props.opened.kind === 'projected-month'}>
        <ProjectedMonth {...frame()} summary={props.costs.summary} lately={props.costs.lately} />
      </Match>
      <Match when={props.opened.kind === 'saved'}>
        <CacheSaved {...frame()} summary={props.costs.summary} spent={props.spent} />
      </Match>
      <Match when={props.opened.kind === 'median'}>
        <MedianSession {...frame()} summary={props.costs.summary} spent={props.spent} />
      </Match>
      <Match when={props.opened.kind === 'idle'}>
        <IdleCostPanel {...frame()} idle={props.costs.summary.idle} timezone={props.costs.summary.timezone} />
      </Match>
      <Match when={props.opened.kind === 'hour' && props.opened}>
        {(opened) => <WeekHour {...frame()} heat={props.costs.heat} weekday={opened().weekday} hour={opened().hour} />}
      </Match>
    </Switch>
  )
}
