import { For, Match, Show, Switch } from 'solid-js'
import type { BreakdownViews } from '../../../../src/costs/reports/page.ts'
import { clock } from '../../../../src/lib/format.ts'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { Money } from '../money.tsx'
import { BreakdownCalls } from './breakdown-calls.tsx'
import { BreakdownFormula } from './breakdown-formula.tsx'
import type { Scope } from './breakdown-id.ts'
import { BreakdownLines, SessionLines } from './breakdown-lines.tsx'
import { BreakdownOverlay, type Frame } from './breakdown-overlay.tsx'
import { BreakdownPrices } from './breakdown-prices.tsx'
import { BreakdownTabs, readTab, type Tab, tabName } from './breakdown-tabs.tsx'
import { createBreakdown } from './create-breakdown.ts'
import { exactly, surenessOf } from './formula.ts'

const rowsId = 'figure-rows'

/** An opened sum: its formula, the sessions, models, times and calls that make it up, its prices, and how sure it is. */
export function BreakdownPanel(
  props: Frame & {
    scope: Scope
    tab: string | undefined
    /** Changes when money was spent. */
    spent: unknown
    lookOf(agentId: string): string | undefined
    onTab(tab: Tab): void
    onExport(scope: Scope): void
  },
) {
  const query = createBreakdown(
    () => props.scope,
    () => props.spent,
  )
  const totals = () => query.data()?.breakdown.totals
  return (
    <BreakdownOverlay
      title={props.title}
      value={
        <Show when={totals()} fallback="–">
          {(totals) => <Money totals={totals()} />}
        </Show>
      }
      exactly={exactly(totals()?.costUsd ?? null)}
      onStep={props.onStep}
      onClose={props.onClose}
      tools={
        <button
          class="button"
          type="button"
          title="Every answer behind it as a table"
          onClick={() => props.onExport(props.scope)}
        >
          CSV
        </button>
      }
      foot={
        query.isStale() && query.at() !== undefined
          ? `as of ${clock(query.at()!)}`
          : 'Every sum here is made of the same answers of models.'
      }
    >
      <Switch fallback={<Skeleton />}>
        <Match when={query.data()}>
          {(views) => (
            <Show
              when={views().breakdown.totals.calls > 0}
              fallback={<p class="empty">Nothing was asked of any model there, so there is nothing to add up.</p>}
            >
              <BreakdownFormula
                breakdown={views().breakdown}
                sessions={views().sessions.rows.length}
                words={props.title.split(', ').at(-1)!}
              />
              <BreakdownTabs views={views()} chosen={readTab(props.tab)} panelId={rowsId} onChoose={props.onTab} />
              <div class="figure-rows" role="tabpanel" id={rowsId} aria-label={tabName(readTab(props.tab), views())}>
                <View {...props} views={views()} chosen={readTab(props.tab)} />
              </div>
              <BreakdownPrices prices={views().breakdown.prices} />
              <ul class="sureness">
                <For each={surenessOf(views().breakdown.sources, views().breakdown.totals)}>
                  {(sureness) => (
                    <li data-warns={sureness.warns ? '' : undefined}>
                      <StateMark mark={sureness.mark} label="" /> <span>{sureness.words}</span>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Match>
        <Match when={query.problem()}>
          {(problem) => (
            <div class="query-failed">
              <ProblemNote text={`What is behind this figure cannot be shown. ${problem().message}`} />
              <button class="button" type="button" onClick={query.refetch}>
                Try again
              </button>
            </div>
          )}
        </Match>
      </Switch>
    </BreakdownOverlay>
  )
}

/** The rows of the chosen tab. */
function View(props: {
  views: BreakdownViews
  chosen: Tab
  scope: Scope
  lookOf(agentId: string): string | undefined
}) {
  const totals = () => props.views.breakdown.totals
  return (
    <Switch>
      <Match when={props.chosen === 'sessions'}>
        <SessionLines {...props.views.sessions} totals={totals()} scope={props.scope} lookOf={props.lookOf} />
      </Match>
      <Match when={props.chosen === 'models'}>
        <BreakdownLines {...props.views.models} totals={totals()} head="Model" />
      </Match>
      <Match when={props.chosen === 'times'}>
        <BreakdownLines
          {...props.views.times}
          totals={totals()}
          head={props.views.timesBy === 'hour' ? 'Hour' : 'Day'}
        />
      </Match>
      <Match when={props.chosen === 'calls'}>
        <BreakdownCalls breakdown={props.views.breakdown} scope={props.scope} />
      </Match>
    </Switch>
  )
}

const Skeleton = () => (
  <div class="figure-loading" aria-busy="true">
    <For each={[1, 2, 3, 4, 5, 6, 7, 8]}>{() => <span class="skeleton" />}</For>
  </div>
)
