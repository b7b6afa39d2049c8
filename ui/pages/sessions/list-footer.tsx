import { Show } from 'solid-js'
import { money, tokens, whole } from '../../../src/lib/format.ts'
import { Cost } from '../../components/cost-text.tsx'
import type { Listing } from './create-listing.ts'

/** How many sessions the filter leaves and what they cost; `total` is how many there are where it leaves some out. */
export function ListFooter(props: { listing: Listing; total: number | undefined; archiveHref: string }) {
  return (
    <footer class="list-footer">
      <Show when={props.listing.facets()} fallback={<span>&nbsp;</span>}>
        {(facets) => (
          <>
            <span>
              <Show
                when={props.total !== undefined && props.total !== facets().total}
                fallback={`${whole(facets().total)} ${facets().total === 1 ? 'session' : 'sessions'}`}
              >
                {whole(facets().total)} of {whole(props.total)} sessions
              </Show>
              <Show when={(facets().archived?.sessions ?? 0) > 0 ? facets().archived : null}>
                {(archived) => (
                  <>
                    , <a href={props.archiveHref}>{whole(archived().sessions)} archived</a>
                  </>
                )}
              </Show>
            </span>
            <Show when={facets().total > 0}>
              <span class="sums">
                This view:{' '}
                <b>
                  <Cost usd={facets().costUsd} isLowerBound={facets().costIsLowerBound} />
                </b>
                , <span title={`${whole(facets().totalTokens)} tokens`}>{tokens(facets().totalTokens)} tokens</span>
                <Show when={facets().medianUsd !== null}>, median of these {money(facets().medianUsd)}</Show>
                <Show when={(facets().archived?.totalTokens ?? 0) > 0 ? facets().archived : null}>
                  {(archived) => (
                    <span title="Costs counts what you archived, this list leaves it out.">
                      ; plus <Cost usd={archived().costUsd} isLowerBound={archived().costIsLowerBound} /> archived
                    </span>
                  )}
                </Show>
                <Show when={(facets().older?.totalTokens ?? 0) > 0 ? facets().older : null}>
                  {(older) => (
                    <span title="A reset begins a new window of the same conversation. Costs counts the old windows, this list shows the new one.">
                      ; plus <Cost usd={older().costUsd} isLowerBound={older().costIsLowerBound} /> from{' '}
                      {whole(older().sessions)} reset {older().sessions === 1 ? 'session' : 'sessions'}
                    </span>
                  )}
                </Show>
              </span>
            </Show>
          </>
        )}
      </Show>
    </footer>
  )
}
