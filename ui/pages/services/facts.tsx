import { For } from 'solid-js'

/** Names with their values, side by side. */
export function Facts(props: { facts: [string, string][] }) {
  return (
    <dl class="facts">
      <For each={props.facts}>
        {([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd class="numbers">{value}</dd>
          </div>
        )}
      </For>
    </dl>
  )
}
