import BellOff from 'lucide-solid/icons/bell-off'
import Check from 'lucide-solid/icons/check'
import Moon from 'lucide-solid/icons/moon'
import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { type Component, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import type { Agent } from '../../../src/agents/agent.ts'
import type { IgnoreRule, NeedRecord } from '../../../src/attention/need-record.ts'
import type { SetAside } from '../../../src/attention/set-aside.ts'
import { nameInId } from '../../../src/ids.ts'
import { clock, relativeTime, whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { hasFace } from '../../components/attention-labels.ts'
import { makeScrollable } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { now } from '../../platform/now.ts'
import type { Needs } from './create-needs.ts'
import { ignoredLabels, pastWords, plainName, predicateOf, settledWords, snoozeWords } from './need-words.ts'

type Props = {
  needs: Needs
  agents: ReadonlyMap<string, Agent>
  timezone: string
  q: string
  days: number
  onSearch(q: string): void
  onDays(days: number): void
}

const allDays = 30

/** What was put aside, by whom, and what settled by itself; each can be found, and brought back while it is open. */
export function AsidePanel(props: Props) {
  const [searching, setSearching] = createSignal(false)
  const aside = () => props.needs.aside.data()
  const isToday = () => props.days === 1
  /** What was dismissed before and is still so is listed as well, so that it can be brought back. */
  const isDismissedToday = () => {
    const today = dayOf(now(), props.timezone)
    return (aside()?.dismissed ?? []).every(({ aside }) => dayOf(aside?.at ?? 0, props.timezone) === today)
  }
  const isEmpty = () => aside() !== undefined && Object.values(aside()!.totals).every((total) => total === 0)
  const nameOf = (record: Pick<NeedRecord, 'kind' | 'title' | 'agentId'>) =>
    !hasFace(record)
      ? plainName(record.title, 'A job')
      : plainName(props.agents.get(record.agentId)?.name ?? nameInId(record.agentId), 'An agent')
  const byWhom = (by: string, byId: string, at: number) =>
    `${byId !== '' && byId === props.needs.me()?.id ? 'you' : oneLine(by)}, ${when(at)}`
  const when = (at: number) =>
    now() - at < 86_400_000 && isToday() ? clock(at, props.timezone) : relativeTime(at, now(), props.timezone)

  return (
    <section class="panel needs-aside" aria-labelledby="needs-aside">
      <header>
        <h2 id="needs-aside">Set aside and settled</h2>
        <button
          class="ghost-button"
          type="button"
          aria-expanded={searching()}
          onClick={() => {
            setSearching(!searching())
            if (!searching()) props.onSearch('')
          }}
        >
          <Search size={16} stroke-width={1.75} />
          <span class="hidden">Search what was set aside</span>
        </button>
      </header>
      <Show when={searching() || props.q}>
        <input
          class="field"
          type="search"
          aria-label="Search what was set aside and settled"
          placeholder="Name, job or error"
          value={props.q}
          onInput={(event) => props.onSearch(event.currentTarget.value)}
          ref={(element) => queueMicrotask(() => element.focus())}
        />
      </Show>
      <div class="content" ref={(element) => onMount(() => onCleanup(makeScrollable(element)))}>
        <Show when={props.needs.aside.problem()}>
          {(problem) => <RetryNotice onRetry={props.needs.aside.refetch}>{problem().message}</RetryNotice>}
        </Show>
        <Show when={isEmpty()}>
          <p class="empty">
            {props.q
              ? 'No matches.'
              : `Nothing was set aside${isToday() ? ' today' : ''}, and nothing settled by itself. What you dismiss or snooze can be found here.`}
          </p>
        </Show>
        <Group title="Snoozed" of="snoozed" aside={aside()} icon={Moon}>
          {(record: NeedRecord) => ({
            name: nameOf(record),
            words: predicateOf(record, undefined, now()),
            detail: snoozeWords(record.aside?.until ?? null, now(), props.timezone),
            by: record.aside ? byWhom(record.aside.by, record.aside.byId, record.aside.at) : '',
            back: ['Bring back', () => props.needs.bringBack(record.key)],
          })}
        </Group>
        <Group title={isDismissedToday() ? 'Dismissed today' : 'Dismissed'} of="dismissed" aside={aside()} icon={X}>
          {(record: NeedRecord) => ({
            name: nameOf(record),
            words: record.settledAt === null ? predicateOf(record, undefined, now()) : pastWords(record),
            detail: record.settledAt === null ? 'still open' : settledWords(record),
            by: record.aside ? byWhom(record.aside.by, record.aside.byId, record.aside.at) : '',
            // What is over cannot need anybody again.
            back: record.settledAt === null ? ['Bring back', () => props.needs.bringBack(record.key)] : undefined,
          })}
        </Group>
        <Group title="Always ignored" of="ignored" aside={aside()} icon={BellOff}>
          {(rule: IgnoreRule) => ({
            name: plainName(rule.name ?? props.agents.get(rule.subject)?.name ?? nameInId(rule.subject), 'An agent'),
            words: ignoredLabels[rule.kind],
            detail: `hidden ${rule.hidden === 1 ? 'once' : `${whole(rule.hidden)} times`} since ${when(rule.at)}`,
            by: byWhom(rule.by, rule.byId, rule.at),
            back: ['Show again', () => props.needs.showAgain(rule)],
          })}
        </Group>
        <Group
          title={isToday() ? 'Settled by themselves today' : 'Settled by themselves'}
          of="settled"
          aside={aside()}
          icon={Check}
        >
          {(record: NeedRecord) => ({
            name: nameOf(record),
            words: pastWords(record),
            detail: settledWords(record),
            by: record.settledAt === null ? '' : when(record.settledAt),
          })}
        </Group>
      </div>
      <footer>
        <span>Kept here, the same on every screen</span>
        <button class="link" type="button" onClick={() => props.onDays(isToday() ? allDays : 1)}>
          {isToday() ? 'Last 30 days' : 'Today'}
        </button>
      </footer>
    </section>
  )

  function Group<Name extends keyof SetAside['totals']>(group: {
    title: string
    of: Name
    aside: SetAside | undefined
    icon: Component<{ size?: number; 'stroke-width'?: number }>
    children: (one: SetAside[Name][number]) => Line
  }): JSX.Element {
    const listed = () => (group.aside?.[group.of] ?? []) as SetAside[Name]
    const total = () => group.aside?.totals[group.of] ?? 0
    return (
      <Show when={listed().length > 0}>
        <h3>
          <span>{group.title}</span>
          <span>{whole(total())}</span>
        </h3>
        <ul>
          <For each={listed() as SetAside[Name][number][]}>
            {(one) => {
              const line = () => group.children(one)
              return (
                <li>
                  <group.icon size={15} stroke-width={1.75} />
                  <div>
                    <p class="cut" title={`${line().name} ${line().words}`}>
                      <b>
                        <bdi>{line().name}</bdi>
                      </b>{' '}
                      {line().words}
                    </p>
                    <span class="label cut">{line().detail}</span>
                  </div>
                  <div class="by">
                    <span class="label">{line().by}</span>
                    <Show when={props.needs.mayAct() && line().back}>
                      {(back) => (
                        <button
                          class="back"
                          type="button"
                          aria-label={`${back()[0]}: ${line().name}`}
                          onClick={() => void back()[1]()}
                        >
                          {back()[0]}
                        </button>
                      )}
                    </Show>
                  </div>
                </li>
              )
            }}
          </For>
          <Show when={total() > listed().length}>
            <li class="more quiet">and {whole(total() - listed().length)} more: search for them</li>
          </Show>
        </ul>
      </Show>
    )
  }
}

type Line = { name: string; words: string; detail: string; by: string; back?: [string, () => unknown] | undefined }
