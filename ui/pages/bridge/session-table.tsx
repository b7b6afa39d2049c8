import { createMemo, For, Show } from 'solid-js'
import type { Agent } from '../../../src/agents/agent.ts'
import { shortAge } from '../../../src/lib/format.ts'
import { costOf, type Session } from '../../../src/sessions/session.ts'
import { ContextMeter } from '../../parts/context-meter.tsx'
import { now } from '../../parts/now.ts'
import { runtimes } from '../../parts/runtime.ts'
import { markOf, StateMark } from '../../parts/state-mark.tsx'

/** Those at work, then those that moved last. */
export function SessionTable(props: { sessions: Session[]; agents: Agent[] }) {
  const names = createMemo(() => new Map(props.agents.map((agent) => [agent.id, agent.name])))
  return (
    <Show
      when={props.sessions.length > 0}
      fallback={<p class="empty">No session has been seen yet. One appears here the moment an agent begins.</p>}
    >
      <table>
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
            <th>Agent</th>
            <th>Via</th>
            <th>Model</th>
            <th>Context</th>
            <th class="right">Cost</th>
            <th class="right">Last</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.sessions}>
            {(session) => <SessionRow session={session} agent={names().get(session.agentId) ?? session.agentId} />}
          </For>
        </tbody>
      </table>
    </Show>
  )
}

function SessionRow(props: { session: Session; agent: string }) {
  const session = () => props.session
  const title = () => session().title ?? session().key ?? 'Untitled'
  return (
    <tr data-session={session().id}>
      <td>
        <StateMark
          mark={markOf(session().state)}
          label={[session().state, session().activity].filter(Boolean).join(', ')}
        />
      </td>
      <td class="name">
        <div class="cut" title={[title(), session().reason].filter(Boolean).join(': ')}>
          {title()}
          <Show when={session().reason}>
            <span class="quiet reason">{session().reason}</span>
          </Show>
        </div>
      </td>
      <td>
        <div class="cut">{props.agent}</div>
      </td>
      <td>
        <abbr class="tag" title={runtimes[session().runtime].name}>
          {runtimes[session().runtime].short}
        </abbr>
      </td>
      <td>
        <div class="cut" title={session().model ?? ''}>
          {session().model ?? '–'}
        </div>
      </td>
      <td>
        <ContextMeter percent={session().contextPercent} />
      </td>
      <td class="right strong">
        <Cost session={session()} />
      </td>
      <td class="right">{shortAge(session().lastAt, now())}</td>
    </tr>
  )
}

/** Nothing asked yet costs nothing; tokens without a price are not free. */
function Cost(props: { session: Session }) {
  const isWhole = () => props.session.costSource === 'logged' || props.session.costSource === 'computed'
  return (
    <span
      class={props.session.costUsd === null ? 'quiet' : ''}
      title={isWhole() || props.session.costSource === null ? undefined : 'Not all of its tokens have a known price'}
    >
      {costOf(props.session)}
    </span>
  )
}
