import X from 'lucide-solid/icons/x'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { Breakdown } from '../../../../src/costs/reports/breakdown.ts'
import { lowerBoundTokens } from '../../../../src/costs/reports/report.ts'
import { clock, cost, money, tokens, whole } from '../../../../src/lib/format.ts'
import { Overlay } from '../../../components/overlay.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { bindKeys } from '../../../platform/keyboard.ts'
import { Money, whyUnsure } from '../breakdown-link.tsx'
import { createQuery } from '../create-query.ts'
import { type FetchedBreakdown, fetchBreakdown } from '../fetch-breakdown.ts'
import { CopyLink } from '../toolbar.tsx'
import { BreakdownCalls, Prices } from './breakdown-calls.tsx'
import type { Scope } from './breakdown-id.ts'
import { BreakdownLines, SessionDetail } from './breakdown-lines.tsx'
import { countsOf, exactly, kindsOf, surenessOf, type Term, termsOf, wholeOf } from './formula.ts'

/** Over the page, at its side: one figure and what it is made of. */
export function BreakdownOverlay(props: {
  title: string
  value: JSX.Element
  exactly?: string | undefined
  /** The figures before and behind it on the page. */
  onStep(by: 1 | -1): void
  onClose(): void
  tools?: JSX.Element
  foot?: string
  children: JSX.Element
}) {
  bindKeys([
    { keys: ']', words: 'Next figure', group: 'This page', whileTyping: true, run: () => props.onStep(1) },
    { keys: '[', words: 'Previous figure', group: 'This page', whileTyping: true, run: () => props.onStep(-1) },
  ])
  let close!: HTMLButtonElement
  return (
    <Overlay class="figure-panel" title={`${props.title}, opened`} focusFirst={() => close} onClose={props.onClose}>
      <header>
        <div>
          <span class="label">{props.title}</span>
          <p class="figure-value">
            <b>{props.value}</b> <span class="quiet">{props.exactly}</span>
          </p>
        </div>
        <span class="spring" />
        <CopyLink />
        {props.tools}
        <button class="icon-button" type="button" aria-label="Close" ref={close} onClick={props.onClose}>
          <X size={18} />
        </button>
      </header>
      <div class="figure-body">{props.children}</div>
      <footer class="label">
        <span>{props.foot}</span>
        <span class="spring" />
        <span class="figure-keys">
          <kbd>Esc</kbd> close <kbd>[</kbd> <kbd>]</kbd> other figures
        </span>
      </footer>
    </Overlay>
  )
}

const tabs = ['sessions', 'models', 'times', 'calls'] as const
type Tab = (typeof tabs)[number]

/** A sum of money: its parts, the sessions, models, times and answers it is the sum of, and how sure it is. */
export function SumPanel(props: {
  title: string
  behind: Scope
  tab: string | undefined
  /** What is asked anew for. */
  spent: unknown
  lookOf(agentId: string): string | undefined
  onTab(tab: Tab): void
  onStep(by: 1 | -1): void
  onClose(): void
  onExport(behind: Scope): void
}) {
  const { answer, problem, load, isStale } = createQuery(
    () => props.behind,
    fetchBreakdown,
    () => props.spent,
  )
  /** The answer of another figure is not shown under this one's name. */
  const shown = () => (answer()?.asked === props.behind ? answer()!.data : undefined)
  const totals = () => shown()?.figure.totals
  return (
    <BreakdownOverlay
      title={props.title}
      value={
        <Show when={totals()} fallback="–">
          {(totals) => (
            <span title={whyUnsure(totals())}>
              <Money totals={totals()} />
            </span>
          )}
        </Show>
      }
      exactly={totals() ? exactly(totals()!.costUsd) : undefined}
      onStep={props.onStep}
      onClose={props.onClose}
      tools={
        <button
          class="button"
          type="button"
          title="Every answer behind it as a table"
          onClick={() => props.onExport(props.behind)}
        >
          CSV
        </button>
      }
      foot={
        isStale() && answer() ? `as of ${clock(answer()!.at)}` : 'Every sum here is made of the same answers of models.'
      }
    >
      <Switch fallback={<Skeleton />}>
        <Match when={shown()}>
          {(found) => (
            <Show
              when={found().figure.totals.calls > 0}
              fallback={<p class="empty">Nothing was asked of any model there, so there is nothing to add up.</p>}
            >
              <How
                figure={found().figure}
                sessions={found().sessions.rows.length}
                words={props.title.split(', ').at(-1)!}
              />
              <Tabs found={found()} chosen={readTab(props.tab)} onChoose={props.onTab} />
              <div
                class="figure-rows"
                role="tabpanel"
                id="figure-rows"
                aria-label={tabName(readTab(props.tab), found())}
              >
                <Switch>
                  <Match when={readTab(props.tab) === 'sessions'}>
                    <BreakdownLines
                      rows={found().sessions.rows}
                      totals={found().figure.totals}
                      head="Session"
                      lookOf={props.lookOf}
                      detail={(row) => <SessionDetail row={row} behind={props.behind} />}
                    />
                  </Match>
                  <Match when={readTab(props.tab) === 'models'}>
                    <BreakdownLines rows={found().models.rows} totals={found().figure.totals} head="Model" />
                  </Match>
                  <Match when={readTab(props.tab) === 'times'}>
                    <BreakdownLines
                      rows={found().times.rows}
                      totals={found().figure.totals}
                      head={found().timesBy === 'hour' ? 'Hour' : 'Day'}
                    />
                  </Match>
                  <Match when={true}>
                    <BreakdownCalls figure={found().figure} behind={props.behind} />
                  </Match>
                </Switch>
              </div>
              <Prices prices={found().figure.prices} />
              <ul class="sureness">
                <For each={surenessOf(found().figure.sources, found().figure.totals)}>
                  {(said) => (
                    <li data-warns={said.warns ? '' : undefined}>
                      <StateMark mark={said.mark} label="" /> <span>{said.words}</span>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Match>
        <Match when={problem()}>
          {(problem) => (
            <div class="unanswered">
              <ProblemNote text={`What is behind this figure cannot be shown. ${problem().message}`} />
              <button class="button" type="button" onClick={load}>
                Try again
              </button>
            </div>
          )}
        </Match>
      </Switch>
    </BreakdownOverlay>
  )
}

const Skeleton = () => (
  <div class="figure-loading" aria-busy="true">
    <For each={[1, 2, 3, 4, 5, 6, 7, 8]}>{() => <span class="skeleton" />}</For>
  </div>
)

const readTab = (tab: string | undefined): Tab => tabs.find((known) => known === tab) ?? 'sessions'

const countOf = (tab: Tab, found: FetchedBreakdown) =>
  ({
    sessions: found.sessions.rows.length,
    models: found.models.rows.length,
    times: found.times.rows.length,
    calls: found.figure.totals.calls,
  })[tab]
const tabName = (tab: Tab, { timesBy }: FetchedBreakdown) =>
  ({ sessions: 'Sessions', models: 'Models', times: timesBy === 'hour' ? 'Hours' : 'Days', calls: 'Answers' })[tab]

function Tabs(props: { found: FetchedBreakdown; chosen: Tab; onChoose(tab: Tab): void }) {
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
            aria-controls="figure-rows"
            tabIndex={tab === props.chosen ? 0 : -1}
            onClick={() => props.onChoose(tab)}
            onKeyDown={move}
          >
            {tabName(tab, props.found)} <small>{whole(countOf(tab, props.found))}</small>
          </button>
        )}
      </For>
    </div>
  )
}

/** The sum as it is counted: its terms, and what they come to. */
function How(props: { figure: Breakdown; sessions: number; words: string }) {
  const totals = () => props.figure.totals
  const terms = () => termsOf(props.figure)
  return (
    <section class="how">
      <h3 class="label">How it is counted</h3>
      <Terms
        terms={terms()}
        sum={cost(terms().length > 0 ? wholeOf(totals()) : totals().costUsd, lowerBoundTokens(totals()) > 0)}
        words={totals().subscriptionTokens > 0 ? 'with what a subscription pays' : props.words}
      />
      <p class="label">
        {terms().some(({ tokens }) => tokens !== null)
          ? 'tokens of each kind times the price on that day, answer by answer, '
          : 'the sum of what the runtime wrote down with each answer, '}
        {countsOf(totals(), props.sessions)}
        <Show when={props.figure.parts.loggedUsd > 0}>: {kindsOf(totals())}</Show>
      </p>
    </section>
  )
}

export function Terms(props: { terms: Term[]; sum: string; words?: string; signs?: string[] }) {
  return (
    <div class="terms">
      <For each={props.terms}>
        {(term, index) => (
          <>
            <Show when={index() > 0}>
              <i>{props.signs?.[index()] ?? '+'}</i>
            </Show>
            <span>
              <b>{money(term.usd, true)}</b>
              <small>
                {term.words} {term.tokens === null ? '' : tokens(term.tokens)}
              </small>
            </span>
          </>
        )}
      </For>
      <span class="sum">
        <i>=</i>
        <span>
          <b>{props.sum}</b>
          <small>{props.words ?? 'together'}</small>
        </span>
      </span>
    </div>
  )
}
