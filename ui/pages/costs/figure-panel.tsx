import { A } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js'
import type { Figure, FigureRow, PriceUsed } from '../../../src/costs/figure.ts'
import { type ReportRow, unsureOf } from '../../../src/costs/report.ts'
import { clock, cost, money, tokens, whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/zone.ts'
import { Problem } from '../../api.ts'
import { bindKeys } from '../../keys.ts'
import { Portrait } from '../../office/portrait.tsx'
import { Overlay } from '../../parts/overlay.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { askBehind, askMore, askOne, type Behinds } from './ask-behind.ts'
import { createAsking } from './create-asking.ts'
import type { Behind } from './figure.ts'
import { agentOf } from './figure.ts'
import { costWords, Money, whyUnsure } from './figure-context.tsx'
import { countsOf, exactly, kindsOf, rateWords, surenessOf, type Term, termsOf, wholeOf } from './formula.ts'
import { firstRows as cutAt, shareOf } from './share.ts'
import { dearest, Name, Share } from './split-table.tsx'
import { CopyLink } from './toolbar.tsx'

const mostSessions = 12

/** Over the page, at its side: one figure and what it is made of. */
export function FigureOverlay(props: {
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
  behind: Behind
  tab: string | undefined
  /** What is asked anew for. */
  spent: unknown
  lookOf(agentId: string): string | undefined
  onTab(tab: Tab): void
  onStep(by: 1 | -1): void
  onClose(): void
  onExport(behind: Behind): void
}) {
  const { answer, problem, load, isStale } = createAsking(
    () => props.behind,
    askBehind,
    () => props.spent,
  )
  /** The answer of another figure is not shown under this one's name. */
  const shown = () => (answer()?.asked === props.behind ? answer()!.data : undefined)
  const totals = () => shown()?.figure.totals
  return (
    <FigureOverlay
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
                    <Lines
                      rows={found().sessions.rows}
                      totals={found().figure.totals}
                      head="Session"
                      lookOf={props.lookOf}
                      detail={(row) => <SessionDetail row={row} behind={props.behind} />}
                    />
                  </Match>
                  <Match when={readTab(props.tab) === 'models'}>
                    <Lines rows={found().models.rows} totals={found().figure.totals} head="Model" />
                  </Match>
                  <Match when={readTab(props.tab) === 'times'}>
                    <Lines
                      rows={found().times.rows}
                      totals={found().figure.totals}
                      head={found().timesBy === 'hour' ? 'Hour' : 'Day'}
                    />
                  </Match>
                  <Match when={true}>
                    <Calls figure={found().figure} behind={props.behind} />
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
    </FigureOverlay>
  )
}

const Skeleton = () => (
  <div class="figure-loading" aria-busy="true">
    <For each={[1, 2, 3, 4, 5, 6, 7, 8]}>{() => <span class="skeleton" />}</For>
  </div>
)

const readTab = (tab: string | undefined): Tab => tabs.find((known) => known === tab) ?? 'sessions'

const countOf = (tab: Tab, found: Behinds) =>
  ({
    sessions: found.sessions.rows.length,
    models: found.models.rows.length,
    times: found.times.rows.length,
    calls: found.figure.totals.calls,
  })[tab]
const tabName = (tab: Tab, { timesBy }: Behinds) =>
  ({ sessions: 'Sessions', models: 'Models', times: timesBy === 'hour' ? 'Hours' : 'Days', calls: 'Answers' })[tab]

function Tabs(props: { found: Behinds; chosen: Tab; onChoose(tab: Tab): void }) {
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
function How(props: { figure: Figure; sessions: number; words: string }) {
  const totals = () => props.figure.totals
  const terms = () => termsOf(props.figure)
  return (
    <section class="how">
      <h3 class="label">How it is counted</h3>
      <Terms
        terms={terms()}
        sum={cost(terms().length > 0 ? wholeOf(totals()) : totals().costUsd, unsureOf(totals()) > 0)}
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

/** What it is the sum of, the dearest first; the last line is the sum itself. */
function Lines(props: {
  rows: ReportRow[]
  totals: Figure['totals']
  head: string
  /** Of sessions: the face of whose it is. */
  lookOf?: (agentId: string) => string | undefined
  detail?: (row: ReportRow) => JSX.Element
}) {
  const [all, setAll] = createSignal(false)
  const [open, setOpen] = createSignal<string>()
  createEffect(on([() => props.head], () => setAll(false), { defer: true }))
  const cut = createMemo(() => cutAt(props.rows, all() ? props.rows.length : mostSessions))
  const most = createMemo(() => dearest(props.rows, props.totals))
  return (
    <table>
      <thead>
        <tr>
          <th>{props.head}</th>
          <Show when={props.detail} fallback={<th class="right c-tokens">Answers</th>}>
            <th class="c-model">Model</th>
          </Show>
          <th class="right c-tokens">Tokens</th>
          <th class="c-share">Share</th>
          <th class="right c-cost">Cost</th>
        </tr>
      </thead>
      <tbody>
        <For each={cut().shown}>
          {(row) => (
            <>
              <tr data-open={open() === row.key ? '' : undefined}>
                <td class="name">
                  <Show when={props.detail} fallback={<Name label={row.label} />}>
                    <div class="row">
                      <Show when={props.lookOf?.(agentOf(row.key))}>
                        {(look) => <Portrait look={look()} size={24} />}
                      </Show>
                      <button
                        class="opener cut"
                        type="button"
                        aria-expanded={open() === row.key}
                        title={row.label}
                        onClick={() => setOpen(open() === row.key ? undefined : row.key)}
                      >
                        <bdi>{row.label}</bdi>
                      </button>
                    </div>
                  </Show>
                </td>
                <Show when={props.detail} fallback={<td class="right c-tokens">{whole(row.calls)}</td>}>
                  <td class="c-model">
                    <div class="cut" title={row.breakdown?.map(({ label }) => label).join(', ')}>
                      {modelsOf(row)}
                    </div>
                  </td>
                </Show>
                <td class="right c-tokens" title={`${whole(row.totalTokens)} tokens`}>
                  {tokens(row.totalTokens)}
                </td>
                <Share share={shareOf(row, props.totals)} most={most()} />
                <td class="right c-cost strong">
                  <Money totals={row} />
                </td>
              </tr>
              <Show when={open() === row.key && props.detail}>
                {(detail) => (
                  <tr class="detail" data-open="">
                    <td colspan="5">{detail()(row)}</td>
                  </tr>
                )}
              </Show>
            </>
          )}
        </For>
        <Show when={cut().restCount > 0}>
          <tr>
            <td>
              <button class="opener quiet" type="button" onClick={() => setAll(true)}>
                {whole(cut().restCount)} more
              </button>
            </td>
            <td class={props.detail ? 'c-model' : 'right c-tokens quiet'}>
              {props.detail ? '' : whole(cut().rest.calls)}
            </td>
            <td class="right c-tokens quiet">{tokens(cut().rest.totalTokens)}</td>
            <td class="c-share" />
            <td class="right c-cost">
              <Money totals={cut().rest} />
            </td>
          </tr>
        </Show>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Sum</th>
          <td class={props.detail ? 'c-model' : 'right c-tokens'}>{props.detail ? '' : whole(props.totals.calls)}</td>
          <td class="right c-tokens">{tokens(props.totals.totalTokens)}</td>
          <td class="c-share" />
          <td class="right c-cost strong" data-sum={props.totals.costUsd ?? ''}>
            <Money totals={props.totals} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

const modelsOf = ({ breakdown = [] }: ReportRow) =>
  breakdown.length > 1 ? `${breakdown[0]!.label} +${breakdown.length - 1}` : (breakdown[0]?.label ?? '')

/** How one session came to its cost, and the way to it. */
function SessionDetail(props: { row: ReportRow; behind: Behind }) {
  const [found, setFound] = createSignal<Figure>()
  const [problem, setProblem] = createSignal<string>()
  askOne(props.behind, props.row.key).then(setFound, (error: unknown) => {
    if (!(error instanceof Problem)) throw error
    setProblem(error.message)
  })
  const words = () =>
    termsOf(found()!)
      .map(
        ({ usd, words, tokens: count }) => `${count === null ? '' : `${tokens(count)} `}${words} ${money(usd, true)}`,
      )
      .join(' + ')
  return (
    <div class="session-detail">
      <span>
        <Show when={found()} fallback={problem() ?? 'Adding it up.'}>
          {words() || 'nothing in it has a price'}
        </Show>
        , {whole(props.row.calls)} {props.row.calls === 1 ? 'answer' : 'answers'}
      </span>
      <A class="link" href={`/sessions/${encodeURIComponent(props.row.key)}`}>
        Open the session
      </A>
    </div>
  )
}

/** Answer by answer, each with its formula; more of them as one asks for them. */
function Calls(props: { figure: Figure; behind: Behind }) {
  const [more, setMore] = createSignal<{ items: FigureRow[]; cursor: string | null }>()
  const [problem, setProblem] = createSignal<string>()
  const [asking, setAsking] = createSignal(false)
  createEffect(on([() => props.behind], () => setMore(undefined), { defer: true }))
  const items = createMemo(() => {
    const first = props.figure.items
    const known = new Set(first.map(({ id }) => id))
    return [...first, ...(more()?.items ?? []).filter(({ id }) => !known.has(id))]
  })
  const cursor = () => (more() ? more()!.cursor : props.figure.nextCursor)
  async function ask() {
    const from = cursor()
    if (from === null) return
    setAsking(true)
    try {
      const answer = await askMore(props.behind, from)
      setMore((before) => ({ items: [...(before?.items ?? []), ...answer.items], cursor: answer.nextCursor }))
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    } finally {
      setAsking(false)
    }
  }
  const when = (at: number) =>
    `${props.figure.since !== null && props.figure.since === props.figure.until ? '' : `${dayOf(at, props.figure.timezone).slice(5)} `}${clock(at, props.figure.timezone)}`
  return (
    <>
      <table class="calls">
        <thead>
          <tr>
            <th class="c-time">Time</th>
            <th>Session</th>
            <th class="c-model">Model</th>
            <th class="right c-tokens">Tokens</th>
            <th class="right c-cost">Cost</th>
          </tr>
        </thead>
        <tbody>
          <For each={items()}>
            {(item) => (
              <>
                <tr>
                  <td class="c-time">
                    <time datetime={new Date(item.at).toISOString()} title={new Date(item.at).toISOString()}>
                      {when(item.at)}
                    </time>
                  </td>
                  <td class="name">
                    <Name label={item.session} href={`/sessions/${encodeURIComponent(item.sessionId)}`} />
                  </td>
                  <td class="c-model">
                    <div class="cut" title={item.model}>
                      <bdi>{item.model || 'unknown model'}</bdi>
                    </div>
                  </td>
                  <td class="right c-tokens" title={`${whole(item.totalTokens)} tokens`}>
                    {tokens(item.totalTokens)}
                  </td>
                  <td
                    class="right c-cost strong"
                    title={item.billing === 'subscription' ? 'Paid by subscription' : undefined}
                  >
                    {item.costUsd === null
                      ? 'unpriced'
                      : `${item.costSource === 'bound' ? '≥' : ''}${money(item.costUsd, true)}`}
                  </td>
                </tr>
                <tr class="detail">
                  <td colspan="5">
                    <span>
                      {item.parts.length === 0 ? `${kindsOf(item)}: ` : ''}
                      {item.formula}
                      <Show when={item.billing === 'subscription'}> · paid by subscription, not in the sum</Show>
                    </span>
                  </td>
                </tr>
              </>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            <td>of all {whole(props.figure.totals.calls)}</td>
            <td class="c-model" />
            <td class="right c-tokens">{tokens(props.figure.totals.totalTokens)}</td>
            <td class="right c-cost strong">{costWords(props.figure.totals)}</td>
          </tr>
        </tfoot>
      </table>
      <ProblemNote text={problem()} />
      <Show when={cursor() !== null}>
        <p class="more">
          <button class="button" type="button" disabled={asking()} onClick={ask}>
            Show more
          </button>
          <span class="quiet">
            {whole(items().length)} of {whole(props.figure.totals.calls)}, the newest first
          </span>
        </p>
      </Show>
    </>
  )
}

const sourceWords: Record<PriceUsed['source'], string> = {
  book: 'price book',
  runtime: 'its runtime’s own',
  override: 'config.toml',
  local: 'your own machine',
}

/** The prices that were used and where they come from. */
function Prices(props: { prices: Figure['prices'] }) {
  return (
    <Show when={props.prices.length > 0}>
      <section class="prices">
        <h3 class="label">
          Price source <span>per million tokens</span>
        </h3>
        <table>
          <thead>
            <tr>
              <th>Model</th>
              <th class="right">Input</th>
              <th class="right">Cache read</th>
              <th class="right">Cache write</th>
              <th class="right">Output</th>
              <th class="right c-source">From</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.prices}>
              {(price) => (
                <tr>
                  <td class="name">
                    <div class="cut" title={price.entry}>
                      <bdi>{price.entry}</bdi>
                    </div>
                  </td>
                  <For each={[price.rates.input, price.rates.cacheRead, price.rates.cacheWrite5m, price.rates.output]}>
                    {(rate) => (
                      <td class="right" title={rateWords(rate).title}>
                        {rateWords(rate).text}
                      </td>
                    )}
                  </For>
                  <td class="right c-source">
                    <div class="cut" title={`${price.edition}${price.from === null ? '' : `, since ${price.from}`}`}>
                      {sourceWords[price.source]}
                      {price.from === null ? '' : `, since ${price.from}`}
                    </div>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </Show>
  )
}
