import { For, Show } from 'solid-js'
import { relativeTime } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { isActive } from '../../../src/sessions/state.ts'
import { Portrait } from '../../office/portrait.tsx'
import { now } from '../../platform/now.ts'

const shown = 12

/** The calm state: nothing needs anybody. Who is at work, and what comes next. */
export function Calm(props: { overview: Overview }) {
  const working = () => props.overview.agents.filter(({ state }) => isActive(state))
  const crew = () => [...working(), ...props.overview.agents.filter(({ state }) => !isActive(state))].slice(0, shown)
  const next = () =>
    props.overview.crons
      .filter(({ enabled, system, nextAt }) => enabled && !system && nextAt !== null && nextAt > now())
      .sort((a, b) => a.nextAt! - b.nextAt!)[0]
  const aside = () => props.overview.setAside.length
  const isWell = () => props.overview.verdict.level === 'well'
  return (
    <div class="calm">
      <p class="hero">{isWell() ? props.overview.verdict.text : 'Nothing needs you'}</p>
      <ul class="crew" aria-hidden="true">
        <For each={crew()}>
          {(agent) => (
            <li data-at-work={isActive(agent.state) ? '' : undefined}>
              <Portrait seed={agent.look} size={48} />
            </li>
          )}
        </For>
      </ul>
      <p>
        <Show when={isWell()} fallback={`${props.overview.verdict.text}. `}>
          What waits, fails or stalls appears here the moment it does.{' '}
        </Show>
        <Show when={working().length > 0}>
          {working().length === 1 ? '1 agent is at work. ' : `${working().length} agents are at work. `}
        </Show>
        <Show when={next()}>{(job) => `Next job: ${job().name} ${relativeTime(job().nextAt, now())}.`}</Show>
      </p>
      <Show when={aside() > 0}>
        <p class="quiet">
          {aside() === 1 ? 'One thing is' : `${aside()} things are`} set aside. A new failure or question comes back by
          itself.
        </p>
      </Show>
    </div>
  )
}
