import { createMemo, For, Show } from 'solid-js'
import { type ValueUnit, valueWords } from '../../../src/alerts/rule-words.ts'
import { clock, relativeTime } from '../../../src/lib/format.ts'
import { curveOf } from './value-curve.ts'

const dayMs = 86_400_000
const shownTimes = 5

type Span = { from: number; to: number; isSevere: boolean }

/** A measure over a time: its line with the limit across, and the times in which a rule was broken, shaded. */
export function ValueChart(props: {
  at: number[]
  values: (number | null)[]
  unit: ValueUnit | null
  limit: number | null
  limitWords?: string
  severeLimit?: number | null
  spans: Span[]
  timezone: string
  now: number
  sentence: string
}) {
  const curve = createMemo(() =>
    curveOf(props.at, props.values, Math.max(props.limit ?? 0, props.severeLimit ?? 0) || null, {
      ...(props.unit === 'bytes' && { size: 2 ** 20 }),
      ...(props.unit === 'percent' && { cap: 100 }),
    }),
  )
  const ends = () => [props.at[0] ?? 0, props.at.at(-1) ?? 0] as const
  const times = () => {
    const [from, to] = ends()
    return Array.from({ length: shownTimes }, (_, place) => from + ((to - from) * place) / (shownTimes - 1))
  }
  const time = (at: number) => {
    const [from, to] = ends()
    return to - from > 2 * dayMs
      ? new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: props.timezone }).format(at)
      : to - from > dayMs
        ? relativeTime(at, props.now, props.timezone)
        : clock(at, props.timezone)
  }
  return (
    <Show when={curve()} fallback={<p class="empty">Nothing is kept of this time.</p>}>
      {(drawn) => (
        <div class="value-chart">
          <div class="value-plot">
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={props.sentence}>
              <For each={drawn().ticks}>
                {(tick) => <line class="grid" x1="0" x2="100" y1={drawn().y(tick)} y2={drawn().y(tick)} />}
              </For>
              <For each={props.spans}>
                {({ from, to, isSevere }) => (
                  <rect
                    class="broken"
                    data-severe={isSevere ? '' : undefined}
                    x={drawn().x(from)}
                    width={Math.max(0.4, drawn().x(to) - drawn().x(from))}
                    y="0"
                    height="100"
                  />
                )}
              </For>
              <Show when={props.limit !== null}>
                <line class="limit" x1="0" x2="100" y1={drawn().y(props.limit!)} y2={drawn().y(props.limit!)} />
              </Show>
              <Show when={props.severeLimit}>
                {(limit) => (
                  <line class="limit severe" x1="0" x2="100" y1={drawn().y(limit())} y2={drawn().y(limit())} />
                )}
              </Show>
              <For each={drawn().lines}>{(line) => <path d={line} />}</For>
            </svg>
            <For each={drawn().ticks}>
              {(tick) => (
                <span class="tick" style={{ top: `${drawn().y(tick)}%` }}>
                  {valueWords(tick, props.unit)}
                </span>
              )}
            </For>
            <Show when={props.limit !== null && props.limitWords}>
              <span class="limit-word" style={{ top: `${drawn().y(props.limit!)}%` }}>
                {props.limitWords}
              </span>
            </Show>
          </div>
          <p class="value-times" aria-hidden="true">
            <For each={times()}>{(at) => <span>{time(at)}</span>}</For>
          </p>
        </div>
      )}
    </Show>
  )
}
