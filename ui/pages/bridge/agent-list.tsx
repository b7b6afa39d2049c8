import { createMemo, For, Show } from 'solid-js'
import type { Agent } from '../../../src/agents/agent.ts'
import { cost } from '../../../src/lib/format.ts'
import type { Session } from '../../../src/sessions/session.ts'
import type { Activity, SessionState } from '../../../src/sessions/state.ts'
import { markOf, StateMark } from '../../parts/state-mark.tsx'

/** Who there is, what each does, and what it cost today. By name, so that everybody keeps their place. */
export function AgentList(props: { agents: Agent[]; sessions: Session[] }) {
  const byName = createMemo(() => props.agents.toSorted((a, b) => a.name.localeCompare(b.name)))
  const speaking = (agent: Agent) => props.sessions.find(({ id }) => id === agent.sessionId)
  const about = (agent: Agent) => {
    const session = speaking(agent)
    return [session?.title, session?.reason].filter(Boolean).join(': ')
  }
  return (
    <Show when={props.agents.length > 0} fallback={<p class="empty">No agent is configured yet.</p>}>
      <ul class="rows crew">
        <For each={byName()}>
          {(agent) => (
            <li data-agent={agent.id}>
              <StateMark mark={markOf(agent.state)} label="" />
              <span class="cut" title={agent.name}>
                {agent.name}
              </span>
              <span class="cut quiet" title={about(agent)}>
                {agent.state === 'running' && agent.activity ? doing[agent.activity] : being[agent.state]}
              </span>
              <span class="cut quiet model" title={agent.model ?? ''}>
                {agent.model?.split('/').at(-1) ?? '–'}
              </span>
              <b class="right">{cost(agent.costTodayUsd, agent.costTodayIsLowerBound)}</b>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const doing: Record<Activity, string> = {
  typing: 'writes',
  running: 'runs a command',
  reading: 'reads',
  browsing: 'looks things up',
  talking: 'talks to another',
}

const being: Record<SessionState, string> = {
  running: 'works',
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
