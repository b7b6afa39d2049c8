import { createMemo, For, Show } from 'solid-js'
import { addDays } from '../../../src/lib/timezone.ts'
import { dollars, signed } from '../../../src/reconcile/drift-words.ts'
import type { Reconciliation } from '../../../src/reconcile/reconciliation.ts'
import { Panel } from '../../components/panel.tsx'
import { dayName } from './month-words.ts'

/** What witnesses state beyond our ledger day by day, of the sessions that both know. */
export function DriftDays(props: { data: Reconciliation }) {
  const known = createMemo(() => new Map(props.data.days.map(({ day, cents }) => [day, cents])))
  const days = createMemo(() => {
    const all: { day: string; cents: number }[] = []
    for (let day = `${props.data.month}-01`; day <= props.data.until; day = addDays(day, 1))
      all.push({ day, cents: known().get(day) ?? 0 })
    return all
  })
  const sum = () => props.data.days.reduce((total, { cents }) => total + cents, 0)
  const scale = createMemo(() =>
    niceScale(Math.max(0, ...days().map(({ cents }) => cents)), Math.min(0, ...days().map(({ cents }) => cents))),
  )
  const place = (cents: number) => ((cents - scale().low) / (scale().high - scale().low)) * 100
  return (
    <Panel title="Drift by day" sub={`sum ${signed(sum())}, of sessions with a second source`} class="drift-days">
      <Show
        when={props.data.days.length > 0}
        fallback={
          <p class="empty">
            Bills have no days. The status line of Claude Code and telemetry do:{' '}
            <a href="/settings/hooks">install one</a> to see on which day a difference came up.
          </p>
        }
      >
        <div class="day-plot">
          <For each={scale().ticks}>
            {(tick) => (
              <span class="day-tick" aria-hidden="true" style={{ bottom: `${place(tick)}%` }}>
                <span>{dollars(tick)}</span>
              </span>
            )}
          </For>
          <ol>
            <For each={days()}>
              {({ day, cents }) => (
                <li
                  data-today={day === props.data.until && !props.data.isOver ? '' : undefined}
                  title={`${dayName(day)}: ${signed(cents)}`}
                >
                  <span class="hidden">
                    {dayName(day)}: {signed(cents)}
                  </span>
                  <span
                    class="day-bar"
                    aria-hidden="true"
                    style={{ bottom: `${place(Math.min(0, cents))}%`, height: `${Math.abs(place(cents) - place(0))}%` }}
                  />
                </li>
              )}
            </For>
          </ol>
        </div>
        <p class="day-ends" aria-hidden="true">
          <span>{dayName(days()[0]?.day ?? props.data.until)}</span>
          <span>{dayName(props.data.until)}</span>
        </p>
      </Show>
    </Panel>
  )
}

/** Ticks in round steps around zero, in cents. */
export function niceScale(high: number, low: number): { low: number; high: number; ticks: number[] } {
  const span = Math.max(high - low, 4)
  const size = 10 ** Math.floor(Math.log10(span / 3))
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * size).find((one) => span / one <= 4) ?? 10 * size)
  const from = Math.floor(low / step) * step
  const to = Math.max(Math.ceil(high / step) * step, from + step)
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, number) => from + number * step)
  return { low: from, high: to, ticks }
}
