import { For, Show } from 'solid-js'
import type { Family } from '../../../src/agents/agent.ts'
import { percent, shortAge } from '../../../src/lib/format.ts'
import { costLabelOf } from '../../../src/sessions/session.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { CostText } from '../../components/cost-text.tsx'
import { titleOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'

/** The sub-agents of a session, the last active first, each with its share of what all of it cost. */
export function SubAgents(props: { family: Family }) {
  const shareOf = (usd: number | null) =>
    usd === null || !props.family.usd ? '' : percent((usd / props.family.usd) * 100)
  return (
    <ul class="rows sub-agents">
      <For each={props.family.children}>
        {(child) => (
          <li>
            <StateMark mark={markOf(child.state)} label={stateLabel(child.state)} />
            <SessionAvatar session={child} child size={24} />
            <a class="cut" href={`/sessions/${encodeURIComponent(child.id)}`} title={titleOf(child)}>
              <bdi>{titleOf(child)}</bdi>
            </a>
            <span class="right quiet" title="Of what the session and all its sub-agents cost">
              {shareOf(child.costUsd)}
            </span>
            <span class="right">
              <CostText words={costLabelOf(child)} />
            </span>
            <span class="right quiet">
              <Show when={child.lastAt !== null}>{shortAge(child.lastAt, now())}</Show>
            </span>
          </li>
        )}
      </For>
    </ul>
  )
}
