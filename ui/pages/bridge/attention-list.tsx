import { A } from '@solidjs/router'
import { children, createMemo, For, type JSX, Show } from 'solid-js'
import { type AttentionItem, countsInVerdict } from '../../../src/attention/need.ts'
import { nameInId } from '../../../src/ids.ts'
import { ago, clock, relativeTime, whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { attentionLabels, attentionMarks, isOfNoSession } from '../../components/attention-labels.ts'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'
import { nextOf } from './cron-panel.tsx'

/** Draws a face for the one who needs somebody; a job has none. */
export type RenderAvatar = (look: string, name: string) => JSX.Element

/** What waits for a person, the most urgent first: who, what, since when, and why. */
export function AttentionList(props: { overview: Overview; face?: RenderAvatar }) {
  const needs = createMemo(() => props.overview.attention.filter(countsInVerdict))
  const agents = createMemo(() => new Map(props.overview.agents.map((agent) => [agent.id, agent])))
  return (
    <Panel
      title="Needs you"
      class="attention"
      sub={
        <Show when={needs().length > 0}>
          <span class="count">{whole(needs().length)}</span>
        </Show>
      }
    >
      <Show when={needs().length > 0} fallback={<Nothing overview={props.overview} />}>
        <ul class="attention-cards" aria-live="polite" aria-relevant="additions">
          <For each={needs()}>
            {(need) => {
              const agent = () => agents().get(need.agentId)
              const look = () => (isOfNoSession(need) ? undefined : agent()?.look)
              const name = () => agent()?.name ?? nameInId(need.agentId)
              return (
                <Card
                  need={need}
                  name={isOfNoSession(need) ? (need.title ?? 'A job') : name()}
                  face={props.face && look() ? props.face(look()!, name()) : undefined}
                />
              )
            }}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}

function Card(props: { need: AttentionItem; name: string; face: JSX.Element }) {
  const face = children(() => props.face)
  const mark = () => <StateMark mark={attentionMarks[props.need.kind]} label="" />
  const need = () => props.need
  const title = () => (isOfNoSession(need()) ? null : need().title)
  const href = () =>
    need().kind === 'budget-passed'
      ? '/costs'
      : need().kind === 'cron-failed'
        ? `/agents/${encodeURIComponent(need().agentId)}`
        : `/sessions/${encodeURIComponent(need().id)}`
  return (
    <li class="attention-card" data-kind={need().kind}>
      <span class="who">{face() ?? mark()}</span>
      <div class="what">
        <p class="cut" title={[`${props.name} ${attentionLabels[need().kind]}`, title()].filter(Boolean).join(': ')}>
          <Show when={face()}>{mark()}</Show>
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
          <Show when={need().reason}>
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
        href={href()}
        aria-label={`Open ${title() ?? props.name}`}
        title={need().kind === 'cron-failed' ? 'Opens the agent whose job it is' : undefined}
      >
        Open
      </A>
    </li>
  )
}

/** That nobody is needed is worth a sentence, and one fact of what comes next or came last. */
function Nothing(props: { overview: Overview }) {
  const fact = () => {
    const next = nextOf(props.overview.crons, now())
    if (next) return `Next job: ${next.name} ${relativeTime(next.nextAt, now())}.`
    const last = props.overview.log[0]
    return last ? `The last thing happened at ${clock(last.at)}.` : undefined
  }
  return (
    <div class="attention-empty">
      <p>Nothing needs you.</p>
      <Show when={fact()}>{(text) => <p class="quiet">{text()}</p>}</Show>
    </div>
  )
}
