import { A } from '@solidjs/router'
import BellRing from 'lucide-solid/icons/bell-ring'
import Bot from 'lucide-solid/icons/bot'
import CalendarClock from 'lucide-solid/icons/calendar-clock'
import Eye from 'lucide-solid/icons/eye'
import FilePen from 'lucide-solid/icons/file-pen'
import Gauge from 'lucide-solid/icons/gauge'
import SquareTerminal from 'lucide-solid/icons/square-terminal'
import { type Component, createEffect, For, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Agent } from '../../../src/agents/agent.ts'
import { type AttentionItem, groupOfNeed } from '../../../src/attention/need.ts'
import { type Snooze, snoozes, subjectOf } from '../../../src/attention/need-record.ts'
import { nameInId } from '../../../src/ids.ts'
import { relativeTime } from '../../../src/lib/format.ts'
import { oneLine, plainText } from '../../../src/lib/plain-text.ts'
import {
  isUrgent,
  predicateOf as predicateOfApproval,
  untilWords as untilWordsOfApproval,
} from '../../approvals/approval-words.ts'
import { AskActs } from '../../approvals/ask-acts.tsx'
import { AskBody } from '../../approvals/ask-body.tsx'
import type { Ask } from '../../approvals/create-ask.ts'
import { createNeedAsk } from '../../approvals/create-need-ask.ts'
import { failureIn, hasFace, hrefOfNeed, isOfNoSession } from '../../components/attention-labels.ts'
import { CommandText } from '../../components/command-text.tsx'
import { RawError } from '../../components/raw-error.tsx'
import { RunStreak } from '../../components/run-streak.tsx'
import { titleOf, witnessOf } from '../../components/session-labels.ts'
import type { Approvals } from '../../data/stores/approvals.ts'
import { Portrait } from '../../office/portrait.tsx'
import { now } from '../../platform/now.ts'
import type { Needs } from './create-needs.ts'
import { ignoredLabels, openWords, plainName, predicateOf, untilWords } from './need-words.ts'

/** Runtimes that take a message from outside; of the others the page of the session says where to go on. */
const takesRetry = (runtime: string | undefined) =>
  runtime === 'openclaw' || runtime === 'codex' || runtime === 'opencode'

const snoozeNames: Record<Snooze, string> = { hour: '1 h', tomorrow: 'Until tomorrow', change: 'Until it changes' }

/** What stands where an agent has its portrait. */
const emblems: Partial<Record<AttentionItem['kind'], Component<{ size?: number; 'stroke-width'?: number }>>> = {
  'cron-failed': CalendarClock,
  'budget-passed': Gauge,
  'breaker-tripped': Gauge,
  'terminal-asks': SquareTerminal,
  'agent-asked': Bot,
  'file-conflict': FilePen,
  incident: BellRing,
  'approval-asked': Bot,
}

type CardProps = {
  need: AttentionItem
  agent: Agent | undefined
  needs: Needs
  selected: boolean
  /** Whether it is asked for how long to snooze it. */
  snoozing: boolean
  /** What waits for a decision. */
  approvals: Approvals
  /** Gets what keys may do with the request that it is about. */
  onAsk(ask: Ask | undefined): void
  onSelect(): void
  onSnoozing(is: boolean): void
}

/** The name that a need begins with: its job, budget or terminal, else its agent. */
export const nameOfNeedy = (need: Pick<AttentionItem, 'kind' | 'title' | 'agentId'>, agent: Agent | undefined) =>
  !hasFace(need) ? plainName(need.title, 'A job') : plainName(agent?.name ?? nameInId(need.agentId), 'An agent')

/** Something that needs a person: who, what, who says so, enough to decide, and what can be done. */
export function NeedCard(props: CardProps) {
  const session = () => props.needs.sessionOf(props.need.id)
  const job = () => props.needs.jobOf(props.need.id)
  const name = () => nameOfNeedy(props.need, props.agent)
  const { ask, more } = createNeedAsk(() => props.need, props.approvals)
  createEffect(() => props.onAsk(ask()))
  onCleanup(() => props.onAsk(undefined))
  const predicate = () => {
    const approval = ask()?.approval()
    return approval ? predicateOfApproval(approval) : predicateOf(props.need, job(), now())
  }
  const words = () => `${name()} ${predicate()}`
  const act = {
    dismiss: () => void props.needs.dismiss(props.need, words()),
    ignore: () => void props.needs.ignore(props.need, `${name()} ${ignoredLabels[props.need.kind]}`),
    snooze(until: Snooze) {
      props.onSnoozing(false)
      void props.needs.snooze(props.need, until, words())
    },
  }
  return (
    <li
      ref={(element) => createEffect(() => ask()?.setCard(element))}
      class="need"
      id={`need-${props.need.key}`}
      data-group={groupOfNeed(props.need)}
      data-selected={props.selected ? '' : undefined}
      tabindex={props.selected ? 0 : -1}
      aria-current={props.selected ? 'true' : undefined}
      onFocusIn={props.onSelect}
      onPointerDown={props.onSelect}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget)
          event.currentTarget.querySelector<HTMLElement>('.open')?.click()
      }}
    >
      <div class="who">
        <Show
          when={hasFace(props.need)}
          fallback={
            <span class="emblem">
              <Dynamic component={emblems[props.need.kind]} size={18} stroke-width={1.75} />
            </span>
          }
        >
          <Portrait seed={props.agent?.look ?? props.need.agentId} size={48} />
        </Show>
      </div>
      <div class="what">
        <div class="headline">
          <h2 title={words()}>
            <b>
              <bdi>{name()}</bdi>
            </b>{' '}
            {predicate()}
          </h2>
          <Show when={witness()}>
            {(text) => (
              <span class="witness">
                <Eye size={14} stroke-width={1.75} />
                <span class="cut" title={text()}>
                  {text()}
                </span>
              </span>
            )}
          </Show>
        </div>
        <Show when={ask()} fallback={<Evidence {...props} />} keyed>
          {(ask) => (
            <AskBody
              ask={ask}
              agentName={name()}
              lastWords={oneLine(props.needs.lastOf(props.need.id)?.words?.text ?? '') || undefined}
              isShort
              numbered={props.selected}
            />
          )}
        </Show>
        <Show when={more() > 0}>
          <A class="link" href="/approvals">
            {more() === 1 ? 'One more request waits' : `${more()} more requests wait`}
          </A>
        </Show>
      </div>
      <div class="acts">
        <p class="when">
          <b>{props.need.since === null ? '' : relativeTime(props.need.since, now())}</b>
          <span class="quiet" data-urgent={ask() && isUrgent(ask()!.approval(), now()) ? '' : undefined}>
            {ask() ? untilWordsOfApproval(ask()!.approval(), now()) : untilWords(props.need, now())}
          </span>
        </p>
        <Show when={ask()} keyed>
          {(ask) => <AskActs ask={ask} isPrimary={props.selected} keys={props.selected} name={name()} />}
        </Show>
        <A
          class="button open"
          href={hrefOfNeed(props.need)}
          aria-label={`${openWords(props.need.kind).join(' ')}: ${name()}`}
        >
          <span>
            {openWords(props.need.kind)[0]} <span class="object">{openWords(props.need.kind)[1]}</span>
          </span>
          <kbd>↵</kbd>
        </A>
        <Show when={props.needs.mayAct() && props.need.kind === 'failed' && takesRetry(session()?.runtime)}>
          <button
            class="button"
            type="button"
            aria-label={`Retry: ${name()}`}
            title="Sends its last message again"
            disabled={props.needs.isRetrying(props.need.id)}
            onClick={() => void props.needs.retry(props.need.id, name())}
          >
            Retry
          </button>
        </Show>
        <Show when={props.needs.mayAct()}>
          <Show
            when={props.snoozing}
            fallback={
              <p class="links">
                <Act keys="Z" name="Snooze" of={name()} run={() => props.onSnoozing(true)} />
                <Act keys="X" name="Dismiss" of={name()} run={act.dismiss} />
                <Show when={subjectOf(props.need) !== null}>
                  <Act keys="I" name="Ignore" of={name()} run={act.ignore} title="Never show this kind of it again" />
                </Show>
              </p>
            }
          >
            <fieldset
              class="snoozes"
              aria-label={`Snooze ${name()}`}
              ref={(element) => queueMicrotask(() => element.querySelector('button')?.focus())}
              onKeyDown={(event) => event.key === 'Escape' && props.onSnoozing(false)}
            >
              <For each={snoozes}>
                {(until) => (
                  <button class="button" type="button" onClick={() => act.snooze(until)}>
                    {snoozeNames[until]}
                  </button>
                )}
              </For>
            </fieldset>
          </Show>
        </Show>
      </div>
    </li>
  )

  function witness(): string | undefined {
    const known = session()
    if (known) return witnessOf(known, now())
    if (props.need.kind === 'cron-failed' && props.agent) return `job of ${plainName(props.agent.name, 'an agent')}`
    return undefined
  }
}

function Act(props: { keys: string; name: string; of: string; title?: string; run(): void }) {
  return (
    <button type="button" aria-label={`${props.name} ${props.of}`} title={props.title} onClick={props.run}>
      {props.name} <kbd>{props.keys}</kbd>
    </button>
  )
}

/** What helps to decide: the command, the streak, the error in our words, the last words. */
function Evidence(props: CardProps) {
  const need = () => props.need
  const job = () => props.needs.jobOf(need().id)
  const failure = () => failureIn(need())
  const jobSaid = () => oneLine(job()?.runs[0]?.summary ?? '')
  const title = () => {
    const session = props.needs.sessionOf(need().id)
    return isOfNoSession(need()) ? '' : session ? titleOf(session) : oneLine(need().title ?? '')
  }
  return (
    <Switch>
      <Match when={need().kind === 'cron-failed'}>
        <Show when={job()?.runs.length}>
          <p class="streak">
            <RunStreak runs={job()!.runs} />
            <Show when={failure()}>{(failure) => <code class="danger cut">{failure().words}</code>}</Show>
          </p>
        </Show>
        <Show when={jobSaid()}>
          {(words) => (
            <p class="said">
              Last words: “<bdi>{words()}</bdi>”
            </p>
          )}
        </Show>
        <Show when={failure()}>{(failure) => <p class="said">{failure().advice}</p>}</Show>
        <RawText text={need().reason} />
      </Match>
      <Match when={need().kind === 'failed'}>
        <LastMoments {...props} only="words" about={title()} />
        <Show when={failure()}>{(failure) => <p class="said">{failure().advice}</p>}</Show>
        <RawText text={need().reason} />
      </Match>
      <Match when={need().percent !== null}>
        <Measure percent={need().percent!} full={100}>
          {need().reason ?? title()}
        </Measure>
      </Match>
      <Match when={isOfNoSession(need())}>
        <p class="said">
          <bdi>{oneLine(need().reason ?? '')}</bdi>
        </p>
      </Match>
      <Match when={true}>
        <LastMoments {...props} about={title()} />
      </Match>
    </Switch>
  )
}

/** The call that is open and the last words, read from the end of the transcript. */
function LastMoments(props: CardProps & { about: string; only?: 'words' }) {
  const last = () => props.needs.lastOf(props.need.id)
  const call = () => (props.only === 'words' ? null : last()?.call)
  const words = () => oneLine(last()?.words?.text ?? '')
  /** The end of the path of its folder: the whole one is on its page. */
  const folder = () => {
    const path = oneLine(props.needs.sessionOf(props.need.id)?.projectPath ?? '')
    const end = path.split(/[\\/]/).filter(Boolean).at(-1) ?? ''
    return end === '' ? '' : `${end} `
  }
  return (
    <>
      <Show when={call()}>
        {(call) => (
          <Show
            when={call().isCommand}
            fallback={
              <p class="call">
                <span class="tag">{oneLine(call().tool)}</span>
                <code class="cut" title={call().words ?? undefined}>
                  <bdi>{oneLine(call().words ?? '')}</bdi>
                </code>
              </p>
            }
          >
            <pre class="command">
              <span class="quiet">{folder()}$ </span>
              <CommandText text={plainText(call().words ?? '')} />
            </pre>
          </Show>
        )}
      </Show>
      <p class="said">
        <Show when={words()} fallback={<bdi>{props.about}</bdi>}>
          <Show when={props.about}>
            <bdi class="about">{props.about}</bdi>
          </Show>
          Last words: “<bdi>{words()}</bdi>”
        </Show>
      </p>
    </>
  )
}

/** What the error means, and its own text, behind a click. */
function RawText(props: { text: string | null }) {
  return <Show when={props.text?.trim()}>{(text) => <RawError raw={text()}>Show the raw error</RawError>}</Show>
}

function Measure(props: { percent: number; full: number; children: JSX.Element }) {
  return (
    <p class="measure" data-level={props.percent >= 90 ? 'danger' : 'warn'}>
      <span class="measure-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, props.percent / props.full)})` }} />
      </span>
      <span class="said">
        {props.percent}% used<Show when={props.children}>, </Show>
        <bdi>{props.children}</bdi>
      </span>
    </p>
  )
}
