import { A } from '@solidjs/router'
import ArrowUpRight from 'lucide-solid/icons/arrow-up-right'
import Check from 'lucide-solid/icons/check'
import Minus from 'lucide-solid/icons/minus'
import X from 'lucide-solid/icons/x'
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Agent } from '../../../src/agents/agent.ts'
import type { Approval, Decider } from '../../../src/approvals/approval.ts'
import { subjectOf } from '../../../src/approvals/approval-words.ts'
import type { ApprovalRuntime } from '../../../src/facts/approval.ts'
import { runtimeName } from '../../../src/facts/runtimes.ts'
import { clock, duration, shortAge, whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { nameOfAsker } from '../../approvals/approval-card.tsx'
import { deciderOf, isCode, onlyShown, outcomeOf } from '../../approvals/approval-words.ts'
import { makeScrollable } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { hrefOfMoment } from '../../components/session-address.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createPagedQuery } from '../../data/query.ts'
import type { Approvals } from '../../data/stores/approvals.ts'
import { Portrait } from '../../office/portrait.tsx'
import { now } from '../../platform/now.ts'
import { DeciderBar } from './decider-bar.tsx'

type Page = { items: Approval[]; nextCursor: string | null; deciders: Record<Decider, number> | null }

/** What was decided, by whom and from where, the latest first. */
export function HistoryPanel(props: {
  approvals: Approvals
  agents: ReadonlyMap<string, Agent>
  timezone: string
  chosen: string | undefined
}) {
  const { subscribe, subscribeTopic } = useOverview()
  const [decider, setDecider] = createSignal<Decider>()
  const fetchPage = (of: Decider | undefined, signal: AbortSignal, cursor?: string) =>
    ask(
      api.approvals.get({
        query: { state: 'ended', limit: 50, ...(of && { decider: of }), ...(cursor !== undefined && { cursor }) },
        fetch: { signal },
      }),
    )
  const query = createPagedQuery<readonly ['approvals/ended', Decider | undefined], Page, 'older'>({
    key: () => (props.approvals.mayRead() ? (['approvals/ended', decider()] as const) : undefined),
    fetcher: ([, of], signal) => fetchPage(of, signal),
    throttleMs: 1_000,
    directions: {
      older: {
        cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
        fetcher: ([, of], cursor, signal) => fetchPage(of, signal, cursor),
        merge: (pages, page) => [...pages, page],
      },
    },
  })
  subscribe({
    onEvent(event) {
      if (event.kind === 'approvals.changed' && event.approvals.some(({ endedAt }) => endedAt !== null)) query.changed()
    },
    onGap: query.changed,
  })
  onCleanup(subscribeTopic('approvals', query.changed))

  const items = createMemo(() => (query.data() ?? []).flatMap(({ items }) => items))
  const me = () => props.approvals.me()?.name
  const counts = () => {
    const today = dayOf(now(), props.timezone)
    const ofToday = items().filter(({ endedAt }) => endedAt !== null && dayOf(endedAt, props.timezone) === today)
    const mine = ofToday.filter(({ by, decision }) => decision !== null && by === me()).length
    const late = ofToday.filter(({ state }) => state === 'expired').length
    return [
      `today ${whole(ofToday.length)}`,
      mine > 0 && `you ${whole(mine)}`,
      late > 0 && `nobody in time ${whole(late)}`,
    ]
      .filter(Boolean)
      .join(', ')
  }
  const when = (at: number) =>
    dayOf(at, props.timezone) === dayOf(now(), props.timezone) ? clock(at, props.timezone) : shortAge(at, now())

  return (
    <section class="panel approvals-history" aria-labelledby="approvals-history">
      <header>
        <h2 id="approvals-history">History</h2>
        <span class="label cut">{items().length > 0 ? counts() : ''}</span>
      </header>
      <Show when={query.data()?.[0]?.deciders}>
        {(counts) => <DeciderBar counts={counts()} chosen={decider()} onChoose={setDecider} />}
      </Show>
      <div class="content" ref={(element) => onMount(() => onCleanup(makeScrollable(element)))}>
        <Show when={query.problem()}>
          {(problem) => <RetryNotice onRetry={query.refetch}>{problem().message}</RetryNotice>}
        </Show>
        <Show when={query.data() !== undefined && items().length === 0}>
          <p class="empty">
            <Show
              when={decider()}
              fallback="Nothing was asked yet. What is decided here or elsewhere is kept for 90 days."
            >
              Nothing of this kind is kept any more.
            </Show>
          </p>
        </Show>
        <ol class="history-rows">
          <For each={items()}>
            {(one) => (
              <li data-chosen={one.id === props.chosen ? '' : undefined}>
                <A
                  href={`/approvals/${encodeURIComponent(one.id)}`}
                  title={`${nameOfAsker(one, props.agents)}: ${subjectOf(one)}. ${outcomeOf(one, me())}`}
                >
                  <span class="time">{one.endedAt === null ? '' : when(one.endedAt)}</span>
                  <Portrait seed={props.agents.get(one.agentId ?? '')?.look ?? one.agentId ?? one.runtime} size={16} />
                  <span class="subject cut" data-code={isCode(one) ? '' : undefined}>
                    {subjectOf(one)}
                  </span>
                  <span class="mark" data-decision={one.decision ?? (one.state === 'expired' ? 'expired' : 'none')}>
                    <Dynamic
                      component={
                        one.decision === null
                          ? one.state === 'expired'
                            ? X
                            : Minus
                          : one.decision === 'deny'
                            ? X
                            : Check
                      }
                      size={14}
                      stroke-width={2}
                    />
                    <span class="hidden">{outcomeOf(one, me())}</span>
                  </span>
                  <span class="by cut">
                    <b>{deciderOf(one, me())}</b>
                    {one.state === 'elsewhere' ? ' elsewhere' : ''}
                    <Show when={one.state === 'answered' && one.decidedAt !== null}>
                      {` ${waitedWords(one.decidedAt! - one.askedAt)}`}
                    </Show>
                  </span>
                </A>
                <Show when={one.sessionId}>
                  {(sessionId) => (
                    <A
                      class="session"
                      href={hrefOfMoment(sessionId(), one.askedAt)}
                      aria-label={`Where it was asked: ${subjectOf(one)}`}
                      title="Where it was asked in its session"
                    >
                      <ArrowUpRight size={14} stroke-width={2} />
                    </A>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ol>
        <Show when={query.hasMore('older')}>
          <button
            class="button more"
            type="button"
            disabled={query.isFetching('older')}
            onClick={() => void query.more('older')}
          >
            Older
          </button>
        </Show>
      </div>
      <footer>
        <span>{partWords(props.approvals)}</span>
        <A class="link" href="/settings/approvals">
          Settings
        </A>
      </footer>
    </section>
  )
}

/** How long it took somebody to decide: `32 s`, `4 min`. */
const waitedWords = (ms: number) =>
  ms < 60_000 ? `${Math.max(1, Math.round(ms / 1_000))} s` : duration(Math.round(ms / 60_000) * 60_000)

/** Of which runtimes requests are answered from here. */
export function partWords(approvals: Approvals): string {
  const on = approvals.takingPart().flatMap(({ isOn, runtime }) => (isOn ? runtime : []))
  const named = (all: ApprovalRuntime[]) => all.map(runtimeName).join(', ')
  const answered = on.filter((runtime) => !onlyShown.has(runtime))
  const shown = on.filter((runtime) => onlyShown.has(runtime))
  return [
    answered.length === 0 ? 'No runtime is answered from here' : `Answered from here: ${named(answered)}`,
    ...(shown.length === 0 ? [] : [`shown: ${named(shown)}`]),
  ].join('; ')
}
