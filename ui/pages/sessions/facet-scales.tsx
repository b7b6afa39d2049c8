import { createSignal, For } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { SessionFacets } from '../../../src/sessions/listing.ts'
import { Facet } from './facet.tsx'
import { dollars } from './filter-chips.ts'

/** The steps of the scale up to the dearest session, or to the handle where that is further. */
export function usedSteps(steps: SessionFacets['costHistogram'], minCostUsd = 0) {
  const last = steps.findLastIndex(({ fromUsd, count }) => count > 0 || fromUsd <= minCostUsd)
  return steps.slice(0, Math.max(last + 1, 2))
}

/** What sessions cost, as a histogram. The handle is the lowest cost in the list. */
export function CostFacet(props: {
  steps: SessionFacets['costHistogram']
  minCostUsd: number | undefined
  onChange(minCostUsd: number | undefined): void
}) {
  const [draggedTo, setDraggedTo] = createSignal<number>()
  /** The step of the handle. Step 0 leaves nothing out. */
  const at = () => draggedTo() ?? stepOf(props.minCostUsd)
  const stepOf = (usd: number | undefined) =>
    usd === undefined
      ? 0
      : Math.max(
          0,
          props.steps.findLastIndex(({ fromUsd }) => fromUsd <= usd * 1.0001),
        )
  const maxCount = () => Math.max(1, ...props.steps.map(({ count }) => count))
  const valueAt = (step: number) => (step === 0 ? undefined : props.steps[step]?.fromUsd)
  const label = () => {
    const usd = draggedTo() === undefined ? props.minCostUsd : valueAt(at())
    return usd === undefined ? 'any' : `over ${dollars(usd)}`
  }
  const last = () => props.steps.at(-1)!
  return (
    <Facet title="Cost of a session" end={<output>{label()}</output>}>
      <div class="cost-scale">
        <div class="bars" aria-hidden="true">
          <For each={props.steps}>
            {({ count }, index) => (
              <i data-out={index() < at() ? '' : undefined} title={`${whole(count)} sessions`}>
                <b style={{ height: count === 0 ? '0' : `${Math.max(6, (count / maxCount()) * 100)}%` }} />
              </i>
            )}
          </For>
        </div>
        <input
          type="range"
          min={0}
          max={props.steps.length - 1}
          step={1}
          value={at()}
          aria-label="Cost of a session, at least"
          aria-valuetext={label()}
          style={{ '--steps': props.steps.length }}
          onInput={(event) => setDraggedTo(event.currentTarget.valueAsNumber)}
          onChange={(event) => {
            const step = event.currentTarget.valueAsNumber
            setDraggedTo(undefined)
            props.onChange(valueAt(step))
          }}
        />
      </div>
      <div class="ends">
        <span>{dollars(props.steps[0]!.fromUsd)}</span>
        <span>{last().toUsd === null ? `${dollars(last().fromUsd)} and more` : dollars(last().toUsd!)}</span>
      </div>
    </Facet>
  )
}

/** How many sessions were started in each hour of today. */
export function Hours(props: { hours: number[] }) {
  const maxCount = () => Math.max(1, ...props.hours)
  const sum = () => props.hours.reduce((sum, count) => sum + count, 0)
  const busiest = () => props.hours.indexOf(Math.max(...props.hours))
  const sentence = () =>
    sum() === 0
      ? 'No session was started today'
      : `${whole(sum())} started today, most of them at ${String(busiest()).padStart(2, '0')}:00`
  return (
    <Facet title="Started, today by hour" end={<span>{whole(sum())}</span>}>
      <div class="bars hours" role="img" aria-label={sentence()}>
        <For each={props.hours}>
          {(count, hour) => (
            <i title={`${String(hour()).padStart(2, '0')}:00, ${whole(count)} started`}>
              <b style={{ height: count === 0 ? '0' : `${Math.max(8, (count / maxCount()) * 100)}%` }} />
            </i>
          )}
        </For>
      </div>
      <div class="ends">
        <span>00</span>
        <span>12</span>
        <span>24</span>
      </div>
    </Facet>
  )
}
