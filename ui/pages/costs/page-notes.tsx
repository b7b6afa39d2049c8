import { Show } from 'solid-js'
import type { Summary } from '../../../src/costs/reports/summary.ts'
import { bytes, percent, whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'

/** The progress of indexing, until it is done. */
export function IndexingNote(props: { indexed: Overview['health']['indexed'] }) {
  const share = () => (props.indexed.bytes > 0 ? props.indexed.bytesDone / props.indexed.bytes : 0)
  return (
    <Show when={!props.indexed.done}>
      <output class="panel still">
        <span>
          Still reading history: {whole(props.indexed.filesDone)} of {whole(props.indexed.files)} files,{' '}
          {bytes(props.indexed.bytesDone, 1000)} of {bytes(props.indexed.bytes, 1000)}. Sums of past days grow until it
          is read.
        </span>
        <span class="bar" aria-hidden="true">
          <span style={{ transform: `scaleX(${share()})` }} />
        </span>
        <b>{percent(share() * 100)}</b>
      </output>
    </Show>
  )
}

/** The progress of pricing all calls again after prices have changed, until it is done. */
export const PricingNote = (props: { pricing: Summary['pricing'] }) => (
  <Show when={props.pricing}>
    {(pricing) => (
      <output class="panel still">
        Prices have changed: {whole(pricing().rowsDone)} of {whole(pricing().rows)} answers are priced again. Until then
        the others stand at their old price.
      </output>
    )}
  </Show>
)

/** The parts of the page that the filter and the zone do not apply to. */
export const ScopeNote = (props: { isFiltered: boolean; zone: string; configuredZone: string; onShowAll(): void }) => (
  <Show when={props.isFiltered || props.zone !== props.configuredZone}>
    <p class="remark page-remark">
      <Show when={props.isFiltered}>
        The figures above, the block, idling and budgets are of everything; all else only of what the filter names.{' '}
        <button class="link" type="button" onClick={props.onShowAll}>
          Show everything
        </button>{' '}
      </Show>
      <Show when={props.zone !== props.configuredZone}>
        Today and the month above are of the configured zone, {props.configuredZone}; all below is of {props.zone}.
      </Show>
    </p>
  </Show>
)
