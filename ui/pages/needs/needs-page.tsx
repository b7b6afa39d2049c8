import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Match, on, onCleanup, Show, Switch } from 'solid-js'
import {
  type AttentionItem,
  countsInVerdict,
  groupOfNeed,
  inReadingOrder,
  type NeedGroup,
  needGroups,
} from '../../../src/attention/need.ts'
import { subjectOf } from '../../../src/attention/need-record.ts'
import { whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { Ask } from '../../approvals/create-ask.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { createApprovals } from '../../data/stores/approvals.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { AsidePanel } from './aside-panel.tsx'
import { Calm } from './calm.tsx'
import { createNeeds } from './create-needs.ts'
import { NeedCard, nameOfNeedy } from './need-card.tsx'
import { groupNames, ignoredLabels, predicateOf } from './need-words.ts'

/** What needs me, and what became of what did? */
export default function NeedsPage() {
  const { overview, problem, reload } = useOverview()
  return (
    <Switch fallback={<Loading />}>
      <Match when={overview()}>{(known) => <NeedsOf overview={known()} />}</Match>
      <Match when={problem()}>
        {(problem) => (
          <Notice title="What needs you cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={reload}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

function NeedsOf(props: { overview: Overview }) {
  const [params, setParams] = useSearchParams<{ tab?: string; q?: string; days?: string }>()
  const tab = () => needGroups.find((group) => group === params.tab)
  const asideQuery = createMemo(() => ({ q: (params.q ?? '').slice(0, 200), days: params.days === '30' ? 30 : 1 }))
  const needs = createNeeds(asideQuery)
  const approvals = createApprovals()
  /** The requests that can be decided, by the key of their need. */
  const asks = new Map<string, Ask>()
  const selectedAsk = () => asks.get(selected() ?? '')
  const agents = createMemo(() => new Map(props.overview.agents.map((agent) => [agent.id, agent])))

  const all = createMemo(() => inReadingOrder(props.overview.attention))
  const counted = createMemo(() => all().filter(countsInVerdict))
  const inTab = (need: AttentionItem) => tab() === undefined || groupOfNeed(need) === tab()
  const urgent = createMemo(() => counted().filter(inTab))
  const minor = createMemo(() => all().filter((need) => !countsInVerdict(need) && inTab(need)))
  const items = createMemo(() => [...urgent(), ...minor()])

  const [selected, setSelected] = createSignal<string>()
  const [snoozing, setSnoozing] = createSignal(false)
  let list: HTMLDivElement | undefined
  const selectedItem = () => items().find(({ key }) => key === selected())

  function select(key: string | undefined) {
    if (key !== selected()) setSnoozing(false)
    setSelected(key)
  }
  function focusSelected() {
    const card = document.getElementById(`need-${selected()}`)
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'nearest' })
  }
  function step(by: number) {
    const at = items().findIndex(({ key }) => key === selected())
    const next = items()[Math.min(Math.max(at + by, 0), items().length - 1)]
    if (!next) return
    select(next.key)
    focusSelected()
  }
  // Where the selected one leaves, the next takes its place, and the keyboard goes with it.
  createEffect(
    on(items, (now, before = []) => {
      if (now.some(({ key }) => key === selected())) return
      const at = before.findIndex(({ key }) => key === selected())
      const hadFocus = document.activeElement === document.body || list?.contains(document.activeElement) === true
      select(now[Math.min(Math.max(at, 0), now.length - 1)]?.key)
      if (at !== -1 && hadFocus) queueMicrotask(focusSelected)
    }),
  )

  const nameOf = (need: AttentionItem) => nameOfNeedy(need, agents().get(need.agentId))
  const wordsOf = (need: AttentionItem) => `${nameOf(need)} ${predicateOf(need, needs.jobOf(need.id), Date.now())}`
  const onSelected = (run: (need: AttentionItem) => unknown) => () => {
    const need = selectedItem()
    if (need && needs.mayAct()) run(need)
  }
  // Where nothing has the focus, the selected one is meant; a button or a link opens what it says.
  const openSelected = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.target !== document.body || event.defaultPrevented) return
    document.getElementById(`need-${selected()}`)?.querySelector<HTMLElement>('.open')?.click()
  }
  document.addEventListener('keydown', openSelected)
  onCleanup(() => document.removeEventListener('keydown', openSelected))
  const here = 'This page' as const
  bindKeys([
    { keys: 'J', words: 'Next', group: here, run: () => step(1) },
    { keys: 'K', words: 'Previous', group: here, run: () => step(-1) },
    { keys: 'A', words: 'Allow once', group: here, run: () => selectedAsk()?.allow() },
    { keys: 'D', words: 'Deny', group: here, run: () => selectedAsk()?.deny() },
    ...Array.from({ length: 9 }, (_, index) => ({
      keys: String(index + 1),
      words: `Choose answer ${index + 1}`,
      group: here,
      run: () => selectedAsk()?.chooseNumber(index + 1),
    })),
    { keys: 'X', words: 'Dismiss', group: here, run: onSelected((need) => needs.dismiss(need, wordsOf(need))) },
    { keys: 'Z', words: 'Snooze', group: here, run: onSelected(() => setSnoozing(!snoozing())) },
    {
      keys: 'I',
      words: 'Always ignore',
      group: here,
      run: onSelected(
        (need) => subjectOf(need) !== null && needs.ignore(need, `${nameOf(need)} ${ignoredLabels[need.kind]}`),
      ),
    },
    { keys: 'U', words: 'Undo', group: here, run: () => needs.mayAct() && needs.undo() },
  ])

  const tabs = () => [
    { value: '', name: `All ${counted().length}` },
    ...needGroups.map((group) => {
      const count = counted().filter((need) => groupOfNeed(need) === group).length
      return { value: group, name: count === 0 ? groupNames[group] : `${groupNames[group]} ${count}` }
    }),
  ]
  const card = (need: AttentionItem) => (
    <NeedCard
      need={need}
      agent={agents().get(need.agentId)}
      needs={needs}
      approvals={approvals}
      onAsk={(ask) => (ask ? asks.set(need.key, ask) : asks.delete(need.key))}
      selected={selected() === need.key}
      snoozing={snoozing() && selected() === need.key}
      onSelect={() => select(need.key)}
      onSnoozing={(is) => {
        select(need.key)
        setSnoozing(is)
        if (!is) queueMicrotask(focusSelected)
      }}
    />
  )

  return (
    <Show when={needs.isReady()} fallback={<Loading />}>
      <div class="needs-page">
        <section class="panel needs-open" aria-labelledby="needs-title">
          <header>
            <span class="hero" aria-hidden="true">
              {whole(counted().length)}
            </span>
            <div>
              <h1 id="needs-title">
                Needs you<span class="hidden">: {whole(counted().length)}</span>
              </h1>
              <p class="label">oldest decision first, then what stopped, what is stuck, and what runs short</p>
            </div>
            <Show when={counted().length > 0 || tab()}>
              <Segmented
                labelledBy="needs-title"
                options={tabs()}
                value={tab() ?? ''}
                onChoose={(value) => setParams({ tab: value || undefined }, { replace: true })}
              />
            </Show>
          </header>
          <ProblemNote text={needs.problem()} />
          <Show when={needs.mayRead() && needs.rowsProblem()}>
            {(problem) => (
              <RetryNotice onRetry={needs.refetchRows}>
                What is known beside the list could not be read. {problem().message}
              </RetryNotice>
            )}
          </Show>
          <div class="content" ref={list}>
            <Show when={urgent().length === 0}>
              <Show when={tab()} fallback={<Calm overview={props.overview} />}>
                {(tab) => <p class="empty">{emptyWords[tab()]}</p>}
              </Show>
            </Show>
            <ul class="need-list" aria-label="Needs you">
              <For each={urgent()}>{card}</For>
            </ul>
            <Show when={minor().length > 0}>
              <h2 class="worth-knowing">Worth knowing</h2>
              <ul class="need-list" aria-label="Worth knowing">
                <For each={minor()}>{card}</For>
              </ul>
            </Show>
          </div>
          <footer>
            <span class="rule">
              {needs.whyNot() ?? 'Failures clear when the session resumes, when the next run succeeds, or after 24 h.'}
            </span>
            <span class="keys">
              <kbd>J</kbd> <kbd>K</kbd> move
              <Show when={needs.mayAct()}>
                <kbd>U</kbd> undo
              </Show>
            </span>
          </footer>
        </section>
        <Show when={needs.mayRead()}>
          <AsidePanel
            needs={needs}
            agents={agents()}
            timezone={props.overview.timezone}
            q={asideQuery().q}
            days={asideQuery().days}
            onSearch={(q) => setParams({ q: q || undefined }, { replace: true })}
            onDays={(days) => setParams({ days: days === 1 ? undefined : String(days) }, { replace: true })}
          />
        </Show>
        <ConfirmDialog pending={approvals.pending()} />
      </div>
    </Show>
  )
}

const emptyWords: Record<NeedGroup, string> = {
  decide: 'Nothing waits for a decision.',
  stopped: 'Nothing has stopped.',
  stuck: 'Nothing is stuck.',
  short: 'Nothing runs short.',
  check: 'Nothing is worth a look.',
}

/** The outline of the page while it loads, so that nothing moves when it has. */
function Loading() {
  return (
    <div class="needs-page loading" aria-busy="true">
      <h1 class="hidden">Needs you, loading</h1>
      <For each={['needs-open', 'needs-aside']}>
        {(area) => (
          <div class={`panel ${area}`} aria-hidden="true">
            <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
          </div>
        )}
      </For>
    </div>
  )
}
