import { createMemo, Match, Suspense, Switch } from 'solid-js'
import { blockMs } from '../../../src/costs/reports/block.ts'
import type { CostsPage } from '../../../src/costs/reports/page.ts'
import { lazyPart } from '../../data/load-part.ts'
import { breakdownOf, type Opened, type Scope } from './breakdown/breakdown-id.ts'
import { isSame } from './is-same.ts'
import { type Change, changes, type UrlState } from './url-state.ts'

const BreakdownPanel = lazyPart(async () => ({
  default: (await import('./breakdown/breakdown-panel.tsx')).BreakdownPanel,
}))
const DerivedPanel = lazyPart(async () => ({ default: (await import('./derived/derived-panel.tsx')).DerivedPanel }))

/** The figure that the address names, opened at the side of the page. */
export function OpenedFigure(props: {
  address: UrlState
  costs: CostsPage
  zone: string
  /** The day in that zone. */
  today: string
  todayUsd: number | null
  /** Changes when money was spent. */
  spent: unknown
  nameOf(kind: string, key: string): string
  lookOf(agentId: string): string | undefined
  onChange(change: Change, replace?: boolean): void
  onExport(scope: Scope): void
}) {
  const opened = createMemo(
    (): Opened | undefined => {
      const { figure, range, days, filter } = props.address
      const { summary } = props.costs
      if (figure === undefined) return undefined
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
        nameOf: props.nameOf,
      })
    },
    undefined,
    { equals: isSame },
  )
  const sum = () => {
    const figure = opened()
    return figure?.kind === 'sum' ? figure : undefined
  }
  const derived = () => {
    const figure = opened()
    return figure?.kind === 'sum' ? undefined : figure
  }
  const close = () => props.onChange(changes.figure(null), true)

  /** Opens the figure before or behind this one, in the order of the page. */
  function step(by: 1 | -1) {
    const links = document.querySelectorAll<HTMLElement>('main [data-figure]')
    const ids = [...new Set([...links].flatMap(({ dataset }) => dataset.figure ?? []))]
    const at = ids.indexOf(props.address.figure ?? '')
    const next = ids[(at + by + ids.length) % ids.length]
    if (next !== undefined) props.onChange(changes.figure(next), true)
  }

  return (
    <Suspense>
      <Switch>
        <Match when={sum()}>
          {(sum) => (
            <BreakdownPanel
              title={sum().title}
              scope={sum().scope}
              tab={props.address.tab}
              spent={props.spent}
              lookOf={props.lookOf}
              onTab={(tab) => props.onChange(changes.tab(tab === 'sessions' ? null : tab), true)}
              onStep={step}
              onClose={close}
              onExport={props.onExport}
            />
          )}
        </Match>
        <Match when={derived()}>
          {(derived) => (
            <DerivedPanel
              title={derived().title}
              opened={derived()}
              costs={props.costs}
              todayUsd={props.todayUsd}
              spent={props.spent}
              onStep={step}
              onClose={close}
            />
          )}
        </Match>
      </Switch>
    </Suspense>
  )
}
