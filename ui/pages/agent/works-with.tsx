import { For, Show } from 'solid-js'
import { nameInId } from '../../../src/ids.ts'
import { whole } from '../../../src/lib/format.ts'
import { useOverview } from '../../data/overview-context.ts'
import { AgentAvatar } from '../../office/agent-avatar.tsx'
import type { AgentInFull } from './create-agent.ts'

/** The agents it shares work with: how many sessions of one were started by the other. */
export function WorksWith(props: { agent: AgentInFull }) {
  const { overview } = useOverview()
  const nameOf = (id: string) => overview()?.agents.find((agent) => agent.id === id)?.name ?? nameInId(id)
  const maxCount = () => Math.max(...props.agent.worksWith.map(({ count }) => count), 1)
  return (
    <Show when={props.agent.worksWith.length > 0} fallback={<p class="empty">No hand-offs in the last 30 days.</p>}>
      <ul class="rows bars-list with-avatar">
        <For each={props.agent.worksWith}>
          {({ agentId, count }) => (
            <li>
              <AgentAvatar agentId={agentId} size={24} />
              <a class="cut" href={`/agents/${encodeURIComponent(agentId)}`} title={nameOf(agentId)}>
                <bdi>{nameOf(agentId)}</bdi>
              </a>
              <span class="share" aria-hidden="true">
                <span style={{ transform: `scaleX(${count / maxCount()})` }} />
              </span>
              <span class="right" title={`${whole(count)} sessions handed over`}>
                {whole(count)}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
