import { createMemo, For, Show } from 'solid-js'
import type { SessionBurn } from '../../../src/costs/reports/session-burn.ts'
import { cost } from '../../../src/lib/format.ts'

const height = 16

/** What a session costs a minute now, behind a bar for each of the last 30 minutes. */
export function BurnCell(props: { burn: SessionBurn | null | undefined }) {
  return (
    <Show when={props.burn}>
      {(burn) => (
        <span class="burn" title={sentenceOf(burn())}>
          <Bars minutes={burn().minutes} />
          <Show when={burn().perMinuteUsd !== 0}>
            <span class="pace" data-unknown={burn().perMinuteUsd === null ? '' : undefined} aria-hidden="true">
              {burn().perMinuteUsd === null ? '–' : cost(burn().perMinuteUsd, burn().isLowerBound)}
            </span>
          </Show>
          <span class="hidden">{sentenceOf(burn())}</span>
        </span>
      )}
    </Show>
  )
}

function sentenceOf({ perMinuteUsd, minutes, isLowerBound }: SessionBurn): string {
  const pace =
    perMinuteUsd === null
      ? 'Its cost per minute is unknown: its calls have no price.'
      : perMinuteUsd === 0
        ? 'No calls in the last 5 minutes.'
        : `${cost(perMinuteUsd, isLowerBound)} a minute over the last 5 minutes.`
  const sum = minutes.reduce<number>((sum, usd) => sum + (usd ?? 0), 0)
  const isUnsure = minutes.includes(null)
  return isUnsure && sum === 0 ? pace : `${pace} ${cost(sum, isUnsure)} in the last 30 minutes.`
}

/** A minute without a price is a dash at the foot: it is not nothing. */
function Bars(props: { minutes: (number | null)[] }) {
  const top = createMemo(() => Math.max(0, ...props.minutes.map((usd) => usd ?? 0)))
  return (
    <svg class="burn-bars" width={props.minutes.length * 2} height={height} aria-hidden="true">
      <For each={props.minutes}>
        {(usd, at) => {
          const tall = () => (usd === null ? 2 : usd === 0 ? 0 : Math.max(2, Math.round((usd / top()) * height)))
          return (
            <Show when={tall() > 0}>
              <rect
                x={at() * 2}
                y={height - tall()}
                width={1}
                height={tall()}
                data-unknown={usd === null ? '' : undefined}
              />
            </Show>
          )
        }}
      </For>
    </svg>
  )
}
