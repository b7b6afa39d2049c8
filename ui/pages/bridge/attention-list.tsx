import { A } from '@solidjs/router'
import { children, createMemo, For, type JSX, Show, Suspense } from 'solid-js'
import { type AttentionItem, countsInVerdict } from '../../../src/attention/need.ts'
import { nameInId } from '../../../src/ids.ts'
import { ago, clock, relativeTime, whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import {
  attentionLabels,
  attentionMarks,
  hasFace,
  hrefOfNeed,
  isOfNoSession,
  whyOfNeed,
} from '../../components/attention-labels.ts'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { lazyPage } from '../../data/lazy-page.ts'
import { now } from '../../platform/now.ts'
import { nextJobOf } from './cron-panel.tsx'

/** Draws the portrait of an agent. */
export type RenderAvatar = (seed: string, name: string) => JSX.Element

/** So many cards fit into the panel on a desk. */
const shown = 4

/** The items that need a person, the most urgent first: who, what, since when, and why. */
export function AttentionList(props: { overview: Overview; renderAvatar?: RenderAvatar }) {
  const items = createMemo(() => props.overview.attention.filter(countsInVerdict))
  /** The most urgent decision is made here; the others on their page. */
  const decision = createMemo(() => items().find(({ kind }) => kind === 'waiting' || kind === 'approval-asked')?.key)
  const agents = createMemo(() => new Map(props.overview.agents.map((agent) => [agent.id, agent])))
  return (
    <Panel
      title="Needs you"
      class="attention"
      sub={
        <Show when={items().length > 0}>
          <span class="count">{whole(items().length)}</span>
        </Show>
      }
      end={
        <A class="link" href="/needs">
          {items().length > shown ? `${whole(items().length - shown)} more` : 'Open'}
        </A>
      }
    >
      <Show when={items().length > 0} fallback={<EmptyAttention overview={props.overview} />}>
        <ul class="attention-cards" aria-live="polite" aria-relevant="additions">
          <For each={items()}>
            {(need) => {
              const agent = () => agents().get(need.agentId)
              const seed = () => (hasFace(need) ? agent()?.look : undefined)
              const name = () => agent()?.name ?? nameInId(need.agentId)
              return (
                <Card
                  need={need}
                  name={hasFace(need) ? name() : (need.title ?? 'A job')}
                  decides={need.key === decision()}
                  avatar={props.renderAvatar && seed() ? props.renderAvatar(seed()!, name()) : undefined}
                />
              )
            }}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}

/** What waits for a decision, with its buttons. */
const AttentionAsk = lazyPage(async () => ({
  default: (await import('../../approvals/attention-ask.tsx')).AttentionAsk,
}))

function Card(props: { need: AttentionItem; name: string; avatar: JSX.Element; decides: boolean }) {
  const avatar = children(() => props.avatar)
  const mark = () => <StateMark mark={attentionMarks[props.need.kind]} label="" />
  const need = () => props.need
  const title = () => (isOfNoSession(need()) ? null : need().title)
  return (
    <li class="attention-card" data-kind={need().kind}>
      <span class="who">{avatar() ?? mark()}</span>
      <div class="what">
        <p class="cut" title={[`${props.name} ${attentionLabels[need().kind]}`, title()].filter(Boolean).join(': ')}>
          <Show when={avatar()}>{mark()}</Show>
          <b>
            <bdi>{props.name}</bdi>
          </b>{' '}
          {attentionLabels[need().kind]}
          <Show when={title()}>
            {(title) => (
              <span class="about">
                , <bdi>{title()}</bdi>
              </span>
            )}
          </Show>
        </p>
        <p class="cut quiet why" title={need().reason ?? undefined}>
          <Show when={need().since}>
            {(since) => <time datetime={new Date(since()).toISOString()}>{ago(since(), now())}</time>}
          </Show>
          <Show when={whyOfNeed(need())}>
            {(reason) => (
              <>
                {need().since === null ? '' : ', '}
                <bdi>{reason()}</bdi>
              </>
            )}
          </Show>
        </p>
      </div>
      <A
        class="button"
        href={hrefOfNeed(need())}
        aria-label={`Open ${title() ?? props.name}`}
        title={need().kind === 'cron-failed' ? 'Opens the agent whose job it is' : undefined}
      >
        Open
      </A>
      <Show when={props.decides}>
        <Suspense>
          <AttentionAsk need={need()} name={props.name} />
        </Suspense>
      </Show>
    </li>
  )
}

/** A sentence that nothing needs a person, and what comes next or happened last. */
function EmptyAttention(props: { overview: Overview }) {
  const fact = () => {
    const next = nextJobOf(props.overview.crons, now())
    if (next) return `Next job: ${next.name} ${relativeTime(next.nextAt, now())}.`
    const last = props.overview.log[0]
    return last ? `Last activity at ${clock(last.at)}.` : undefined
  }
  return (
    <div class="attention-empty">
      <p>Nothing needs you.</p>
      <Show when={fact()}>{(text) => <p class="quiet">{text()}</p>}</Show>
    </div>
  )
}
