import { A, useNavigate, useParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { type Approval, isOpen } from '../../../src/approvals/approval.ts'
import type { ApprovalRequest } from '../../../src/facts/approval.ts'
import { whole } from '../../../src/lib/format.ts'
import { ApprovalCard } from '../../approvals/approval-card.tsx'
import type { Ask } from '../../approvals/create-ask.ts'
import { Limits, TakingPart } from '../../approvals/taking-part.tsx'
import { CodeText } from '../../components/code-text.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { createApprovals } from '../../data/stores/approvals.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { decodeParam } from '../../platform/url.ts'
import { HistoryPanel, partWords } from './history-panel.tsx'

const kinds: [kind: ApprovalRequest['kind'], name: string][] = [
  ['command', 'Commands'],
  ['edit', 'Edits'],
  ['tool', 'Tools'],
  ['plan', 'Plans'],
  ['question', 'Questions'],
]

/** May I say yes? What waits for a decision, the oldest first, and who decided what. */
export default function ApprovalsPage() {
  const params = useParams<{ id?: string }>()
  /** The request that the address names. */
  const wantedId = createMemo(() => (params.id === undefined ? undefined : decodeParam(params.id)))
  const navigate = useNavigate()
  const { overview } = useOverview()
  const approvals = createApprovals()
  const agents = createMemo(() => new Map((overview()?.agents ?? []).map((agent) => [agent.id, agent])))
  const [kind, setKind] = createSignal<string>('')

  /** The request that the address names, where it does not wait. */
  const named = createQuery({
    key: () => (wantedId() && approvals.mayRead() ? (['approval', wantedId()!] as const) : undefined),
    fetcher: ([, id], signal) => ask(api.approvals({ id: encodeURIComponent(id) }).get({ fetch: { signal } })),
    keepPrevious: false,
    changes: () => approvals.ended().length,
  })
  /** The last words of the sessions that wait. */
  const rows = createQuery({
    key: () => (approvals.mayRead() ? (['needs'] as const) : undefined),
    fetcher: (_key, signal) => ask(api.needs.get({ fetch: { signal } })),
    changes: () => approvals.waiting().length,
    throttleMs: 1_000,
  })
  const lastWordsOf = ({ sessionId }: Approval) =>
    (sessionId === null ? undefined : rows.data()?.last[sessionId]?.words?.text) ?? undefined
  const waiting = createMemo(() => approvals.waiting().filter((one) => kind() === '' || one.kind === kind()))
  /** What has just ended stays where it stood for a moment, so that one sees what became of it. */
  const shown = createMemo(() => {
    const over = approvals.ended().filter((one) => kind() === '' || one.kind === kind())
    return [...waiting(), ...over].toSorted((a, b) => a.askedAt - b.askedAt)
  })
  const past = () => {
    const one = named.data()
    return one && !isOpen(one) && !shown().some(({ id }) => id === one.id) ? one : undefined
  }
  const list = createMemo((): Approval[] => [...(past() ? [past()!] : []), ...shown()])
  const ids = createMemo(() => list().map(({ id }) => id), [], { equals: (a, b) => a.join() === b.join() })
  const byId = (id: string) => list().find((one) => one.id === id)

  const asks = new Map<string, Ask>()
  const [selected, setSelected] = createSignal<string>()
  const selectedAsk = () => asks.get(selected() ?? '')
  const firstOpen = () => waiting()[0]?.id ?? list()[0]?.id
  let listElement: HTMLDivElement | undefined

  // The one that the address names, else the oldest; where the selected one has gone, the next that waits.
  createEffect(
    on([ids, wantedId, waiting], ([ids, wanted], before) => {
      const isNew = wanted !== undefined && wanted !== before?.[1]
      if (wanted !== undefined && (isNew || !ids.includes(selected() ?? '')) && ids.includes(wanted))
        return select(wanted)
      const here = selected()
      if (here !== undefined && ids.includes(here) && (isWaiting(here) || here === wanted)) return
      const hadFocus =
        document.activeElement === document.body || listElement?.contains(document.activeElement) === true
      const next = firstOpen()
      select(next)
      if (hadFocus && here !== undefined && next !== undefined) queueMicrotask(focusSelected)
    }),
  )
  const isWaiting = (id: string) => approvals.byId(id) !== undefined
  function select(id: string | undefined) {
    setSelected(id)
  }
  function focusSelected() {
    const card = document.getElementById(`approval-${selected()}`)
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'nearest' })
  }
  function step(by: 1 | -1) {
    const at = ids().indexOf(selected() ?? '')
    const next = ids()[Math.min(Math.max(at + by, 0), ids().length - 1)]
    if (next === undefined) return
    select(next)
    focusSelected()
  }
  const here = 'This page' as const
  /** A button or a link that has the focus is what Enter means. */
  const isFree = (target: EventTarget | null) =>
    !(target instanceof Element && target.closest('button, a[href], input, textarea, select'))
  bindKeys([
    { keys: 'J', words: 'Next', group: here, run: () => step(1) },
    { keys: 'K', words: 'Previous', group: here, run: () => step(-1) },
    { keys: 'A', words: 'Allow once', group: here, run: () => selectedAsk()?.allow() },
    { keys: 'D', words: 'Deny', group: here, run: () => selectedAsk()?.deny() },
    {
      keys: 'Enter',
      isFor: isFree,
      words: 'Send the answer to a question',
      group: here,
      run: () => selectedAsk()?.approval().kind === 'question' && selectedAsk()?.allow(),
    },
    ...Array.from({ length: 9 }, (_, index) => ({
      keys: String(index + 1),
      words: `Choose answer ${index + 1}`,
      group: here,
      run: () => selectedAsk()?.chooseNumber(index + 1),
    })),
  ])

  const counts = () => {
    const all = approvals.waiting()
    return kinds.flatMap(([value, name]) => {
      const count = all.filter((one) => one.kind === value).length
      return count === 0 ? [] : [{ value: value as string, name: `${name} ${count}` }]
    })
  }
  const whoWaits = () => {
    const names = new Set(approvals.waiting().map(({ agentId, agent, runtime }) => agentId ?? agent ?? runtime))
    return names.size === 1 ? 'one agent waits' : `oldest first, ${names.size} agents wait`
  }
  const isOff = () => approvals.takingPart().length > 0 && approvals.takingPart().every(({ isOn }) => !isOn)
  const titleOf = ({ sessionId }: Approval) =>
    overview()?.sessions.items.find(({ id }) => id === sessionId)?.title ?? undefined

  return (
    <Show when={approvals.isReady()} fallback={<Loading />}>
      <div class="approvals-page">
        <section class="panel approvals-open" aria-labelledby="approvals-title">
          <header>
            <h1 id="approvals-title">Approvals</h1>
            <Show when={approvals.waiting().length > 0}>
              <span class="count">{whole(approvals.waiting().length)}</span>
              <span class="label cut">{whoWaits()}</span>
            </Show>
            <Show when={counts().length > 1 || kind() !== ''}>
              <Segmented
                labelledBy="approvals-title"
                options={[{ value: '', name: `All ${approvals.waiting().length}` }, ...counts()]}
                value={kind()}
                onChoose={setKind}
              />
            </Show>
          </header>
          <Show when={approvals.problem()}>
            {(problem) => (
              <RetryNotice onRetry={approvals.refetch}>What waits cannot be read. {problem().message}</RetryNotice>
            )}
          </Show>
          <div class="content" ref={listElement}>
            <Show when={wantedId() && named.problem()?.status === 404}>
              <p class="empty">
                There is no request at this address. It may be older than 90 days.{' '}
                <button class="link-button" type="button" onClick={() => navigate('/approvals')}>
                  Show what waits
                </button>
              </p>
            </Show>
            <Show when={list().length === 0 && !isOff()}>
              <div class="calm">
                <p class="hero">{approvals.mayRead() ? 'Nothing waits for you' : 'Not shown here'}</p>
                <p>
                  <Show
                    when={approvals.mayRead()}
                    fallback="Who asks for what is not shown on a screen that everybody can see."
                  >
                    {partWords(approvals)}. Requests of the others are answered where they are asked.{' '}
                    <A class="link" href="/settings/approvals">
                      Settings
                    </A>
                  </Show>
                </p>
              </div>
            </Show>
            <Show when={isOff() && approvals.waiting().length === 0}>
              <div class="approvals-off">
                <p>
                  Requests for approval are answered where they are asked. Take part for a runtime, and they appear here
                  as well.
                </p>
                <TakingPart approvals={approvals} />
              </div>
            </Show>
            <ul class="approval-list" aria-label="Waits for a decision">
              <For each={ids()}>
                {(id) => (
                  <Show when={byId(id)}>
                    {(approval) => (
                      <ApprovalCard
                        approval={approval()}
                        approvals={approvals}
                        agents={agents()}
                        title={titleOf(approval())}
                        lastWords={lastWordsOf(approval())}
                        selected={selected() === id}
                        onSelect={() => select(id)}
                        onAsk={(ask) => asks.set(id, ask)}
                      />
                    )}
                  </Show>
                )}
              </For>
            </ul>
          </div>
          <Limits of={approvals.takingPart().flatMap(({ isOn, limits }) => (isOn ? limits : []))} />
          <footer>
            <span class="rule">
              <CodeText text={approvals.whyNot() ?? 'Whoever answers first decides; the others see who it was.'} />
            </span>
            <span class="keys">
              <kbd>J</kbd> <kbd>K</kbd> next, previous
            </span>
          </footer>
        </section>
        <Show when={approvals.mayRead()}>
          <HistoryPanel
            approvals={approvals}
            agents={agents()}
            timezone={overview()?.timezone ?? 'UTC'}
            chosen={wantedId()}
          />
        </Show>
        <ConfirmDialog pending={approvals.pending()} />
      </div>
    </Show>
  )
}

/** The outline of the page while it loads, so that nothing moves when it has. */
function Loading() {
  return (
    <div class="approvals-page loading" aria-busy="true">
      <h1 class="hidden">Approvals, loading</h1>
      <For each={['approvals-open', 'approvals-history']}>
        {(area) => (
          <div class={`panel ${area}`} aria-hidden="true">
            <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
          </div>
        )}
      </For>
    </div>
  )
}
