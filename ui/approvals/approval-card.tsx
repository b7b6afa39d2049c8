import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { Agent } from '../../src/agents/agent.ts'
import type { Approval } from '../../src/approvals/approval.ts'
import { runtimeName } from '../../src/facts/runtimes.ts'
import { relativeTime } from '../../src/lib/format.ts'
import { oneLine } from '../../src/lib/plain-text.ts'
import { hrefOfMoment } from '../components/session-address.ts'
import type { Approvals } from '../data/stores/approvals.ts'
import { Portrait } from '../office/portrait.tsx'
import { now } from '../platform/now.ts'
import { isUrgent, predicateOf, rulesOf, untilWords } from './approval-words.ts'
import { AskActs } from './ask-acts.tsx'
import { AskBody } from './ask-body.tsx'
import { type Ask, createAsk } from './create-ask.ts'

/** The name that a request begins with: its agent, or else its runtime. */
export const nameOfAsker = (approval: Approval, agents: ReadonlyMap<string, Agent>) =>
  oneLine(agents.get(approval.agentId ?? '')?.name ?? approval.agent ?? '') || runtimeName(approval.runtime)

/** One request in full, with everything that can be decided about it. */
export function ApprovalCard(props: {
  approval: Approval
  approvals: Approvals
  agents: ReadonlyMap<string, Agent>
  /** The title of its session, where that is known. */
  title: string | undefined
  /** What its agent said last. */
  lastWords: string | undefined
  selected: boolean
  onSelect(): void
  /** Gets what keys may do with it. */
  onAsk?(ask: Ask): void
}) {
  const ask = createAsk(() => props.approval, props.approvals)
  props.onAsk?.(ask)
  const agent = () => props.agents.get(props.approval.agentId ?? '')
  const name = () => nameOfAsker(props.approval, props.agents)
  const isOpen = () => !ask.isOver()
  return (
    <li
      ref={ask.setCard}
      class="approval"
      id={`approval-${props.approval.id}`}
      data-selected={props.selected ? '' : undefined}
      data-state={props.approval.state}
      tabindex={props.selected ? 0 : -1}
      aria-current={props.selected ? 'true' : undefined}
      aria-label={`${name()} ${predicateOf(props.approval)}`}
      onFocusIn={props.onSelect}
      onPointerDown={props.onSelect}
    >
      <header>
        <Portrait seed={agent()?.look ?? props.approval.agentId ?? props.approval.runtime} size={32} />
        <div class="who">
          <h2>
            <b>
              <bdi>{name()}</bdi>
            </b>{' '}
            {predicateOf(props.approval)}
          </h2>
          <p class="label">
            {runtimeName(props.approval.runtime)}
            <Show when={props.approval.sessionId}>
              {(sessionId) => (
                <>
                  ,{' '}
                  <A class="link" href={hrefOfMoment(sessionId(), props.approval.askedAt)}>
                    <bdi>{props.title ? oneLine(props.title) : 'its session'}</bdi>
                  </A>
                </>
              )}
            </Show>
            <Show when={!props.approval.sessionId && props.approval.folder}>
              {(folder) => (
                <>
                  , in <code>{oneLine(folder())}</code>
                </>
              )}
            </Show>
          </p>
        </div>
        <p class="when">
          <b>{relativeTime(props.approval.askedAt, now())}</b>
          <Show when={isOpen()}>
            <span class="quiet" data-urgent={isUrgent(props.approval, now()) ? '' : undefined}>
              {untilWords(props.approval, now())}
            </span>
          </Show>
        </p>
      </header>
      <AskBody ask={ask} agentName={name()} lastWords={props.lastWords} numbered={props.selected} />
      <AskActs ask={ask} isPrimary={props.selected} keys={props.selected} name={name()} />
      <Show when={isOpen()}>
        <p class="label also">
          <Show when={props.selected}>
            <For each={rulesOf(props.approval)}>
              {({ name, rule }) => (
                <>
                  {name} would add{' '}
                  <Show
                    when={rule}
                    fallback={`a rule of ${runtimeName(props.approval.runtime)}, which does not say what else it covers`}
                  >
                    {(rule) => <code>{oneLine(rule())}</code>}
                  </Show>
                  .{' '}
                </>
              )}
            </For>
          </Show>
          <Show when={props.approval.decisions.length > 0}>Also answered in {props.approval.place}.</Show>
        </p>
      </Show>
    </li>
  )
}
