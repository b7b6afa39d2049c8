import { For } from 'solid-js'
import type { BreakdownViews } from '../../../../src/costs/reports/page.ts'
import { whole } from '../../../../src/lib/format.ts'

const tabs = ['sessions', 'models', 'times', 'calls'] as const
export type Tab = (typeof tabs)[number]

/** The tab that an address names; sessions where it names none. */
export const readTab = (tab: string | undefined): Tab => tabs.find((known) => known === tab) ?? 'sessions'

const countOf = (tab: Tab, { sessions, models, times, breakdown }: BreakdownViews) =>
  ({
    sessions: sessions.rowCount,
    models: models.rows.length,
    times: times.rows.length,
    calls: breakdown.totals.calls,
  })[tab]

export const tabName = (tab: Tab, { timesBy }: BreakdownViews) =>
  ({ sessions: 'Sessions', models: 'Models', times: timesBy === 'hour' ? 'Hours' : 'Days', calls: 'Answers' })[tab]

/** The views of a breakdown, each with how many rows it has; arrow keys go from one to the next. */
export function BreakdownTabs(props: {
  views: BreakdownViews
  chosen: Tab
  panelId: string
  onChoose(tab: Tab): void
}) {
  let list!: HTMLDivElement
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(props.chosen) + by + tabs.length) % tabs.length]!
    props.onChoose(next)
    list.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label="What it is made of" ref={list}>
      <For each={tabs}>
        {(tab) => (
          <button
            type="button"
            role="tab"
            data-tab={tab}
            aria-selected={tab === props.chosen}
            aria-controls={props.panelId}
            title={
              tab === 'sessions' ? 'Sessions with model calls, including reset sessions and sub-agents' : undefined
            }
            tabIndex={tab === props.chosen ? 0 : -1}
            onClick={() => props.onChoose(tab)}
            onKeyDown={move}
          >
            {tabName(tab, props.views)} <small>{whole(countOf(tab, props.views))}</small>
          </button>
        )}
      </For>
    </div>
  )
}
