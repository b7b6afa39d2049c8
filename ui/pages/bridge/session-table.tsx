import { A } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { nameInId } from '../../../src/ids.ts'
import { shortAge, whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { costLabelOf, type Session } from '../../../src/sessions/session.ts'
import { markOf } from '../../../src/sessions/severity.ts'
import { ContextMeter } from '../../components/context-meter.tsx'
import { CostText } from '../../components/cost-text.tsx'
import { Panel } from '../../components/panel.tsx'
import { RawError } from '../../components/raw-error.tsx'
import { errorOf, whyOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Portrait } from '../../office/portrait.tsx'
import { now } from '../../platform/now.ts'
import { freezeOrder } from './freeze-order.ts'

/** Active sessions, then those that changed last. While a pointer or the focus is on the rows they keep their order. */
export function SessionTable(props: { overview: Overview }) {
  const agents = createMemo(() => new Map(props.overview.agents.map((agent) => [agent.id, agent])))
  const sessions = () => props.overview.sessions.items
  const [frozenIds, setFrozenIds] = createSignal<string[]>()
  const shown = createMemo(() => freezeOrder(sessions(), frozenIds()))
  const freeze = () => setFrozenIds((ids) => ids ?? sessions().map(({ id }) => id))
  let isPointed = false
  let isFocused = false
  const unfreeze = () => {
    if (!isPointed && !isFocused) setFrozenIds(undefined)
  }
  /** Shows the rows that have arrived, and freezes the new order. */
  const showArrivals = () => setFrozenIds(sessions().map(({ id }) => id))

  return (
    <Panel
      title="Sessions"
      class="sessions"
      sub={`${whole(props.overview.sessions.active)} active, ${whole(props.overview.sessions.total)} in all`}
      end={
        <>
          <Show when={shown().arrivals > 0}>
            <button class="chip" type="button" onClick={showArrivals}>
              {shown().arrivals} new
            </button>
          </Show>
          <A class="link" href="/sessions">
            All sessions
          </A>
        </>
      }
    >
      <Show
        when={sessions().length > 0}
        fallback={<p class="empty">No sessions yet. They appear here as soon as an agent starts one.</p>}
      >
        <div class="whole-rows">
          <table
            class="session-rows"
            onPointerEnter={(event) => {
              if (event.pointerType !== 'mouse') return
              isPointed = true
              freeze()
            }}
            onPointerLeave={() => {
              isPointed = false
              unfreeze()
            }}
            onFocusIn={() => {
              isFocused = true
              freeze()
            }}
            onFocusOut={(event) => {
              isFocused = event.currentTarget.contains(event.relatedTarget as Node | null)
              unfreeze()
            }}
          >
            <colgroup>
              <col class="c-mark" />
              <col />
              <col class="c-agent" />
              <col class="c-via" />
              <col class="c-model" />
              <col class="c-context" />
              <col class="c-cost" />
              <col class="c-last" />
            </colgroup>
            <thead>
              <tr>
                <th>
                  <span class="hidden">State</span>
                </th>
                <th>Session</th>
                <th class="agent">Agent</th>
                <th class="via">Via</th>
                <th class="model">Model</th>
                <th class="context-cell">Context</th>
                <th class="right">Cost</th>
                <th class="right">Last</th>
              </tr>
            </thead>
            <tbody>
              <For each={shown().rows}>
                {(session) => (
                  <SessionRow
                    session={session}
                    agent={agents().get(session.agentId)?.name ?? nameInId(session.agentId)}
                    seed={agents().get(session.agentId)?.look ?? session.agentId}
                  />
                )}
              </For>
            </tbody>
          </table>
        </div>
        <p class="all-rows">
          <A class="link" href="/sessions">
            All {whole(props.overview.sessions.total)} sessions
          </A>
        </p>
      </Show>
    </Panel>
  )
}

function SessionRow(props: { session: Session; agent: string; seed: string }) {
  const session = () => props.session
  const title = () => session().title ?? session().key ?? 'Untitled'
  const isRobot = () => session().kind === 'subagent'
  return (
    <tr data-session={session().id} data-row>
      <td>
        <StateMark
          mark={markOf(session().state)}
          label={[session().state, session().activity].filter(Boolean).join(', ')}
        />
      </td>
      <td class="name">
        <div class="row">
          <Portrait
            seed={isRobot() ? session().id : props.seed}
            kind={isRobot() ? 'robot' : 'agent'}
            size={24}
            label={isRobot() ? `Sub-agent of ${props.agent}` : props.agent}
          />
          <div class="cut" title={[`${props.agent}, ${title()}`, whyOf(session())].filter(Boolean).join(': ')}>
            <A href={`/sessions/${encodeURIComponent(session().id)}`}>
              <bdi>{title()}</bdi>
            </A>
            <Show when={whyOf(session())}>
              {(why) => (
                <span class="quiet reason">
                  <bdi>{why()}</bdi>
                </span>
              )}
            </Show>
          </div>
          <Show when={errorOf(session())}>{(error) => <RawError raw={error()} />}</Show>
        </div>
      </td>
      <td class="agent">
        <div class="cut" title={props.agent}>
          <bdi>{props.agent}</bdi>
        </div>
      </td>
      <td class="via">
        <abbr class="tag" title={runtimeLabels[session().runtime].name}>
          {runtimeLabels[session().runtime].short}
        </abbr>
      </td>
      <td class="model">
        <div class="cut" title={session().model ?? ''}>
          {session().model?.split('/').at(-1) ?? '–'}
        </div>
      </td>
      <td class="context-cell">
        <ContextMeter percent={session().contextPercent} />
      </td>
      <td class="right strong">
        <Cost session={session()} />
      </td>
      <td class="right">{shortAge(session().lastAt, now())}</td>
    </tr>
  )
}

/** The cost of a session; its title says where not all tokens have a price. */
function Cost(props: { session: Session }) {
  const isWhole = () => props.session.costSource === 'logged' || props.session.costSource === 'computed'
  return (
    <span
      class={props.session.costUsd === null ? 'quiet' : ''}
      title={isWhole() || props.session.costSource === null ? undefined : 'Not all of its tokens have a known price'}
    >
      <CostText words={costLabelOf(props.session)} />
    </span>
  )
}
