import { createMemo, For, Show } from 'solid-js'
import type { Agent } from '../../../src/agents/agent.ts'
import { money } from '../../../src/lib/format.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { markOf, StateMark } from '../../parts/state-mark.tsx'

/** Who there is, what each does, and what it cost today. */
export function AgentList(props: { agents: Agent[]; sessions: Session[] }) {
  const titles = createMemo(() => new Map(props.sessions.map((session) => [session.id, session.title])))
  return (
    <Show when={props.agents.length > 0} fallback={<p class="empty">No agent is configured yet.</p>}>
      <ul class="rows agents">
        <For each={props.agents}>
          {(agent) => (
            <li data-agent={agent.id}>
              <StateMark mark={markOf(agent.state)} label="" />
              <span class="cut">{agent.name}</span>
              <span class="cut quiet" title={titles().get(agent.sessionId ?? '') ?? ''}>
                {words[agent.activity ?? agent.state] ?? agent.state}
              </span>
              <span class="cut quiet model" title={agent.model ?? ''}>
                {agent.model?.split('/').at(-1) ?? '–'}
              </span>
              <b class="right">{money(agent.costTodayUsd)}</b>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const words: Record<string, string> = {
  typing: 'writes',
  running: 'runs a command',
  reading: 'reads',
  browsing: 'looks things up',
  talking: 'talks to another',
  thinking: 'thinks',
  waiting: 'waits for you',
  stalled: 'makes no progress',
  failed: 'failed',
  killed: 'was stopped',
  'timed-out': 'ran out of time',
  finished: 'is done',
  idle: 'is ready',
  asleep: 'sleeps',
  unknown: 'no contact',
}
