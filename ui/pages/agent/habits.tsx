import { createMemo, createSignal, For, Show } from 'solid-js'
import { money, whole } from '../../../src/lib/format.ts'
import type { AgentInFull } from './create-agent.ts'

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const hours = Array.from({ length: 24 }, (_, hour) => hour)
const steps = 5

/** When the agent works: a cell for each hour of the week, the darker the more answers it asked for. */
export function Habits(props: { habits: AgentInFull['habits'] }) {
  const [pointed, setPointed] = createSignal<string>()
  const cells = createMemo(() => new Map(props.habits.map((cell) => [`${cell.weekday} ${cell.hour}`, cell])))
  const most = createMemo(() => Math.max(1, ...props.habits.map(({ calls }) => calls)))
  const busiest = () => props.habits.toSorted((a, b) => b.calls - a.calls)[0]
  const hourOf = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  const wordsOf = ({ weekday, hour, calls, usd }: AgentInFull['habits'][number]) =>
    `${weekdays[weekday]} ${hourOf(hour)}: ${whole(calls)} ${calls === 1 ? 'answer' : 'answers'}, ${money(usd)}`
  const readout = () => {
    const cell = cells().get(pointed() ?? '') ?? busiest()
    return cell ? `${pointed() === undefined ? 'busiest ' : ''}${wordsOf(cell)}` : ''
  }
  return (
    <Show when={props.habits.length > 0} fallback={<p class="empty">No model calls in the last 30 days.</p>}>
      <p class="readout quiet">{readout()}</p>
      <div
        class="habits"
        role="img"
        aria-label={`When it works: ${readout()}`}
        onPointerLeave={() => setPointed(undefined)}
      >
        <span />
        <For each={weekdays}>{(name) => <span class="day">{name}</span>}</For>
        <For each={hours}>
          {(hour) => (
            <>
              <span class="hour">{hour % 3 === 0 ? hourOf(hour) : ''}</span>
              <For each={weekdays}>
                {(_, weekday) => {
                  const key = () => `${weekday()} ${hour}`
                  const level = () => Math.ceil(((cells().get(key())?.calls ?? 0) / most()) * steps)
                  return <i data-level={level()} onPointerEnter={() => setPointed(key())} />
                }}
              </For>
            </>
          )}
        </For>
      </div>
    </Show>
  )
}
