import { Show } from 'solid-js'
import type { CostsToday } from '../../../src/costs/reports/report.ts'
import { money, tokens, whole } from '../../../src/lib/format.ts'
import { Cost } from '../../components/cost-text.tsx'
import type { Listing } from './create-listing.ts'

/** What a list leaves out only because it is archived, where that is shown, and whether it is a part of all that is. */
export type ArchivedMatches = {
  sessions: number
  costUsd: number | null
  costIsLowerBound: boolean
  totalTokens: number
  href: string
  isPart: boolean
}

/** How many sessions the filter leaves and what they cost; `total` is how many there are where it leaves some out. */
export function ListFooter(props: {
  listing: Listing
  total: number | undefined
  archived: ArchivedMatches | undefined
  /** What was spent today, beside a list of what was active today: two sums that are easily confused. */
  spentToday: Pick<CostsToday, 'todayUsd' | 'todayUnpricedTokens'> | undefined
}) {
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
                {whole(facets().total)} of {whole(Math.max(props.total ?? 0, facets().total))} sessions
              </Show>
              <Show when={props.archived}>
                {(archived) => (
                  <>
                    ,{' '}
                    <a href={archived().href}>
                      {whole(archived().sessions)} archived {archived().isPart ? matchWord(archived().sessions) : ''}
                    </a>
                  </>
                )}
              </Show>
            </span>
            <Show when={facets().total > 0}>
              <span class="sums">
                <span title="What these sessions cost from their first call to their last, on whatever day that was">
                  These sessions since they began:
                </span>{' '}
                <b>
                  <Cost usd={facets().costUsd} isLowerBound={facets().costIsLowerBound} />
                </b>
                , <span title={`${whole(facets().totalTokens)} tokens`}>{tokens(facets().totalTokens)} tokens</span>
                <Show when={facets().medianUsd !== null}>, median {money(facets().medianUsd)}</Show>
                <Show when={props.spentToday}>
                  {(today) => (
                    <span title="What all sessions spent today, as at the top. Of sessions that began earlier the other sum also has what they cost before.">
                      ; spent today:{' '}
                      <b>
                        <Cost usd={today().todayUsd} isLowerBound={today().todayUnpricedTokens > 0} />
                      </b>
                    </span>
                  )}
                </Show>
                <Show when={(props.archived?.totalTokens ?? 0) > 0 && !props.archived?.isPart ? props.archived : null}>
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

export const matchWord = (count: number) => (count === 1 ? 'matches' : 'match')
