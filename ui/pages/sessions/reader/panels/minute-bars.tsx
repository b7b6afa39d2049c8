import { createMemo, For } from 'solid-js'
import { clock, money } from '../../../../../src/lib/format.ts'
import { barsOfMinutes } from './bars-of-minutes.ts'

const bars = 48
/** Few minutes take no more room than this share of them, so that a bar stays a bar. */
const leastBars = 24
const height = 36

/** What a session cost in each part of its time at work, the last minutes in the accent. */
export function MinuteBars(props: { minutes: { at: number; costUsd: number }[]; timezone: string }) {
  const values = createMemo(() => barsOfMinutes(props.minutes, bars))
  const most = () => Math.max(...values().map(({ costUsd }) => costUsd), 1e-9)
  const first = () => props.minutes[0]
  return (
    <figure class="minute-bars">
      <svg
        viewBox={`0 0 ${Math.max(leastBars, values().length) * 5} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Cost per active minute since ${clock(first()!.at, props.timezone)}, at most ${money(Math.max(...props.minutes.map(({ costUsd }) => costUsd)), true)}`}
      >
        <For each={values()}>
          {(value, at) => {
            const size = () => Math.max(value.costUsd > 0 ? 1.5 : 0, (value.costUsd / most()) * height)
            return (
              <rect
                x={at() * 5}
                y={height - size()}
                width="4"
                height={size()}
                data-now={value.isCurrent ? '' : undefined}
              />
            )
          }}
        </For>
      </svg>
      <figcaption class="quiet">
        <span>{clock(first()!.at, props.timezone)}</span>
        <span>cost per active minute</span>
        <span>{clock(props.minutes.at(-1)!.at, props.timezone)}</span>
      </figcaption>
    </figure>
  )
}
