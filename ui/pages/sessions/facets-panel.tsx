import X from 'lucide-solid/icons/x'
import { Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { Overlay } from '../../components/overlay.tsx'
import type { Listing } from './create-listing.ts'
import { ClearAll, Facets } from './facets.tsx'
import type { Filter } from './filter.ts'

type Props = { listing: Listing; filter: Filter; onChange(filter: Filter): void }

/** The facets beside the list, where the window is wide enough. */
export function FacetsPanel(props: Props) {
  return (
    <section class="panel facets-panel" aria-label="Narrow">
      <header>
        <h2>Narrow</h2>
        <span class="end">
          <ClearAll filter={props.filter} onChange={props.onChange} />
        </span>
      </header>
      <Show when={props.listing.facets()} fallback={<div class="facets" aria-busy={!props.listing.trouble()} />}>
        {(facets) => <Facets filter={props.filter} facets={facets()} onChange={props.onChange} />}
      </Show>
    </section>
  )
}

/** The facets over the list, where there is no room beside it. */
export function FacetsSheet(props: Props & { onClose(): void }) {
  return (
    <Overlay class="drawer facets-sheet" title="Narrow" onClose={props.onClose}>
      <header>
        <b aria-hidden="true">Narrow</b>
        <span class="end">
          <ClearAll filter={props.filter} onChange={props.onChange} />
          <button class="icon-button" type="button" aria-label="Close" onClick={props.onClose}>
            <X size={16} />
          </button>
        </span>
      </header>
      <Show when={props.listing.facets()}>
        {(facets) => <Facets filter={props.filter} facets={facets()} onChange={props.onChange} />}
      </Show>
      <footer>
        <button class="button" data-kind="primary" type="button" onClick={props.onClose}>
          Show {whole(props.listing.facets()?.total)}
        </button>
      </footer>
    </Overlay>
  )
}
