import { For } from 'solid-js'
import { percent } from '../../src/lib/format.ts'

const ticks = 10

/** How full a context window is: a warning from 80 %, an alarm from 90 %. */
export function ContextMeter(props: { percent: number | null }) {
  const level = () => ((props.percent ?? 0) >= 90 ? 'danger' : (props.percent ?? 0) >= 80 ? 'warn' : 'calm')
  const litTicks = () => Math.max(Math.ceil(((props.percent ?? 0) / 100) * ticks), (props.percent ?? 0) > 0 ? 1 : 0)
  return (
    <span class="context row">
      <span class="meter" data-level={level()} aria-hidden="true">
        <For each={Array.from({ length: ticks }, (_, number) => number)}>
          {(number) => <i data-on={number < litTicks() ? '' : undefined} />}
        </For>
      </span>
      <span data-level={level()}>{percent(props.percent)}</span>
    </span>
  )
}
