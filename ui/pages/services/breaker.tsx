import { For, Show } from 'solid-js'
import type { Service } from '../../../src/controls/service.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { AgentAvatar } from '../../office/agent-avatar.tsx'
import { leverNote, leverOf, markOf, stateWord } from './service-words.ts'

const maxFaces = 4

/** A lever in its slot, with its name and a note. A click selects it; Space asks whether to throw it. */
export function Breaker(props: {
  service: Service
  selected: boolean
  now: number
  onSelect: () => void
  onPull: () => void
}) {
  const lever = () => leverOf(props.service)
  const faces = () => props.service.agents.slice(0, maxFaces)
  const more = () => props.service.agents.length - faces().length
  const isMarked = () => lever() === 'tripped' || lever() === 'unknown'
  return (
    <button
      type="button"
      class="breaker"
      data-lever={lever()}
      aria-pressed={props.selected}
      data-name={`${props.service.name}, ${stateWord(props.service)}`}
      aria-keyshortcuts="Space"
      onClick={props.onSelect}
      onKeyDown={(event) => {
        if (event.key !== ' ') return
        event.preventDefault()
        props.onSelect()
        props.onPull()
      }}
      onKeyUp={(event) => event.key === ' ' && event.preventDefault()}
    >
      <span class="slot" aria-hidden="true">
        <span class="lever" />
      </span>
      <span class="breaker-name cut">{props.service.name}</span>
      <span class="breaker-note">
        <Show when={isMarked()}>
          <StateMark mark={markOf(props.service)} label="" />
        </Show>
        <span class="clamp">{leverNote(props.service, props.now)}</span>
      </span>
      <span class="faces">
        <For each={faces()}>{(agentId) => <AgentAvatar agentId={agentId} size={16} />}</For>
        <Show when={more() > 0}>
          <span class="quiet">+{more()}</span>
        </Show>
        <Show when={props.service.agents.length === 0}>
          <span class="quiet cut">{needers(props.service.dependants)}</span>
        </Show>
      </span>
      {/* The lever shows it; who cannot see that hears the word. */}
      <span class="breaker-state">, {stateWord(props.service)}</span>
    </button>
  )
}

/** Who needs a service that no agent hangs on. */
function needers(names: string[]): string {
  if (names.length === 0) return 'nobody'
  return names.length === 1 ? `for ${names[0]}` : `for ${names.length} services`
}
