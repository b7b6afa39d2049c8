import { useLocation, useNavigate, useParams } from '@solidjs/router'
import ListFilter from 'lucide-solid/icons/list-filter'
import X from 'lucide-solid/icons/x'
import { createMemo, createSignal, For, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { nameInId } from '../../../src/ids.ts'
import { clock, cost, money, tokens, whole } from '../../../src/lib/format.ts'
import { Notice } from '../../components/notice.tsx'
import { Overlay } from '../../components/overlay.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { createMedia } from '../../platform/media.ts'
import { decodeParam } from '../../platform/url.ts'
import { createListing, type Listing } from './create-listing.ts'
import { createViewCounts } from './create-view-counts.ts'
import { ClearAll, Facets } from './facets.tsx'
import { chipsOf, type Filter, isNarrowed, nothingNarrowed, readFilter, writeFilter } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { createSavedViews, givenViews } from './saved-views.ts'
import { SavedViewsBar } from './saved-views-bar.tsx'
import { SessionGrid } from './session-grid.tsx'

const Reader = lazy(() => import('./reader.tsx'))

/** Which one? Every session, narrowed by words; beside it the one that is open. */
export default function SessionsPage() {
  const { overview, problem, reload } = useOverview()
  return (
    <Switch fallback={<Skeleton />}>
      <Match when={overview()?.timezone}>{(timezone) => <Sessions timezone={timezone()} />}</Match>
      <Match when={problem()}>
        {(problem) => (
          <Notice title="Sessions cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={reload}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

function Sessions(props: { timezone: string }) {
  const { overview, listenWith } = useOverview()
  const location = useLocation()
  const params = useParams<{ id?: string }>()
  const navigate = useNavigate()
  const search = createMemo(() => location.search)
  const filter = createMemo(() => readFilter(search()), undefined, {
    // Another session opened beside the list does not ask for the list again.
    equals: (a, b) => writeFilter(a) === writeFilter(b),
  })
  const timezone = createMemo(() => props.timezone)
  const [resting, setResting] = createSignal(true)
  const [narrowing, setNarrowing] = createSignal(false)
  const listing = createListing({ filter, timezone, atRest: resting })
  const views = createSavedViews()
  const counts = createViewCounts(
    createMemo(() => [...givenViews, ...views.views()].map(({ search }) => search)),
    timezone,
  )
  listenWith({
    hear(event) {
      listing.hear(event)
      if (event.kind === 'session.changed') counts.changed()
    },
    askAnew() {
      listing.askAnew()
      counts.changed()
    },
  })

  const isPhone = createMedia('(max-width: 720px)')
  const isDesk = createMedia('(min-width: 1100px)')
  const isWide = createMedia('(min-width: 1800px)')
  const openId = () => (params.id === undefined ? undefined : decodeParam(params.id))
  const facetsBeside = () => isDesk() && (openId() === undefined || isWide())
  const cards = () => isPhone() || (openId() !== undefined && isDesk() && !isWide())
  /** Where it is hidden it keeps its place, for the way back. */
  const listShown = () => openId() === undefined || isDesk()

  const names = createMemo(() => new Map(overview()?.agents.map((agent) => [agent.id, agent.name])))
  const nameOf = (id: string) =>
    names().get(id) ?? listing.facets()?.agents.find((agent) => agent.id === id)?.name ?? nameInId(id)
  const path = () => (openId() === undefined ? '/sessions' : `/sessions/${encodeURIComponent(openId()!)}`)
  const hrefOf = (id: string) => `/sessions/${encodeURIComponent(id)}${writeFilter(filter())}`
  const change = (next: Filter, typing = false) =>
    navigate(path() + writeFilter(next), { replace: typing, scroll: false })
  const closeReader = () => navigate(`/sessions${writeFilter(filter())}`, { scroll: false })

  return (
    <div class="sessions-page" data-open={openId() === undefined ? undefined : ''}>
      <h1 class="hidden">Sessions</h1>
      <Show when={facetsBeside()}>
        <section class="panel narrow-panel" aria-label="Narrow">
          <header>
            <h2>Narrow</h2>
            <span class="end">
              <ClearAll filter={filter()} onChange={change} />
            </span>
          </header>
          <Show when={listing.facets()} fallback={<div class="facets" aria-busy={!listing.trouble()} />}>
            {(facets) => <Facets filter={filter()} facets={facets()} onChange={change} />}
          </Show>
        </section>
      </Show>
      <section class="panel list-panel" aria-label="List" hidden={!listShown()}>
        <SavedViewsBar
          filter={filter()}
          views={views}
          countOf={(view) =>
            view === writeFilter({ ...filter(), sort: 'standing', dir: 'desc' })
              ? (listing.total() ?? counts.of(view))
              : counts.of(view)
          }
          hrefOf={(view) => path() + view}
        />
        <div class="filter-row">
          <FilterBar
            filter={filter()}
            path={`/sessions${writeFilter(filter())}`}
            nameOf={nameOf}
            onChange={change}
            onDown={() => document.querySelector<HTMLElement>('.session-grid')?.focus()}
          />
          <Show when={!facetsBeside()}>
            <button class="button filter-button" type="button" onClick={() => setNarrowing(true)}>
              <ListFilter size={16} aria-hidden="true" /> <span>Filter</span>
            </button>
          </Show>
        </div>
        <Trouble listing={listing} />
        <Show when={listing.loaded()} fallback={<SkeletonRows problem={listing.problem() !== undefined} />}>
          <Show
            when={listing.rows().length > 0 || listing.loading()}
            fallback={<NothingFits filter={filter()} nameOf={nameOf} onChange={change} />}
          >
            <SessionGrid
              listing={listing}
              filter={filter()}
              cards={cards()}
              openId={openId()}
              hrefOf={hrefOf}
              nameOf={nameOf}
              onSort={(sort, dir) => change({ ...filter(), sort, dir })}
              onRest={setResting}
              onEscape={() => openId() !== undefined && closeReader()}
            />
          </Show>
        </Show>
        <Foot listing={listing} total={isNarrowed(filter()) ? overview()?.sessions.total : undefined} />
      </section>
      <Show when={openId()}>
        {(id) => (
          <Suspense fallback={<section class="panel reader" aria-busy="true" />}>
            <Reader
              id={id()}
              known={listing.item(id())}
              nameOf={nameOf}
              timezone={props.timezone}
              beside={isDesk()}
              onClose={closeReader}
            />
          </Suspense>
        )}
      </Show>
      <Show when={narrowing() && !facetsBeside()}>
        <Overlay class="drawer narrow-sheet" title="Narrow" onClose={() => setNarrowing(false)}>
          <header>
            <b aria-hidden="true">Narrow</b>
            <span class="end">
              <ClearAll filter={filter()} onChange={change} />
              <button class="icon-button" type="button" aria-label="Close" onClick={() => setNarrowing(false)}>
                <X size={16} />
              </button>
            </span>
          </header>
          <Show when={listing.facets()}>
            {(facets) => <Facets filter={filter()} facets={facets()} onChange={change} />}
          </Show>
          <footer>
            <button class="button" data-kind="primary" type="button" onClick={() => setNarrowing(false)}>
              Show {whole(listing.facets()?.total)}
            </button>
          </footer>
        </Overlay>
      </Show>
    </div>
  )
}

/** What went wrong with the last question; the rows and counts of the one before stay. */
function Trouble(props: { listing: Listing }) {
  return (
    <Show when={props.listing.trouble()}>
      {(problem) => (
        <RetryNotice onRetry={props.listing.retry}>
          <Show when={!props.listing.problem()}>The list cannot be counted. </Show>
          {problem().message}
          <Show when={props.listing.problem() && props.listing.loaded() && props.listing.asOf()}>
            {(at) => <span class="quiet"> The rows are as of {clock(at())}.</span>}
          </Show>
        </RetryNotice>
      )}
    </Show>
  )
}

/** How many fit, and of how many where something is left out. */
function Foot(props: { listing: Listing; total: number | undefined }) {
  return (
    <footer class="list-foot">
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
            </span>
            <Show when={facets().total > 0}>
              <span class="sums">
                This view: <b>{cost(facets().costUsd, facets().costIsLowerBound)}</b>,{' '}
                <span title={`${whole(facets().totalTokens)} tokens`}>{tokens(facets().totalTokens)} tokens</span>
                <Show when={facets().medianUsd !== null}>, median {money(facets().medianUsd)}</Show>
                <Show when={(facets().older?.totalTokens ?? 0) > 0 ? facets().older : null}>
                  {(older) => (
                    <span title="Windows of conversations that went on in another, and archives: reports count them, lists do not show them">
                      ; older windows {cost(older().costUsd, older().costIsLowerBound)}
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

/** Nothing was seen yet, or nothing fits: then which words to take away. */
function NothingFits(props: { filter: Filter; nameOf(id: string): string; onChange(filter: Filter): void }) {
  const ways = () => [
    ...(props.filter.q.trim()
      ? [{ words: `the words “${props.filter.q.trim()}”`, without: { ...props.filter, q: '' } }]
      : []),
    ...chipsOf(props.filter, props.nameOf)
      .toReversed()
      .map(({ label, value, without }) => ({ words: `“${label} ${value}”`, without })),
  ]
  return (
    <div class="nothing-fits">
      <Show
        when={isNarrowed(props.filter)}
        fallback={<p>No session has been seen yet. One appears here the moment an agent begins.</p>}
      >
        <p>No session fits all of this. It may with less:</p>
        <ul>
          <For each={ways()}>
            {(way) => (
              <li>
                <button class="button" type="button" onClick={() => props.onChange(way.without)}>
                  <span class="cut" title={`Without ${way.words}`}>
                    Without <bdi>{way.words}</bdi>
                  </span>
                </button>
              </li>
            )}
          </For>
          <Show when={ways().length > 1}>
            <li>
              <button
                class="button"
                type="button"
                onClick={() => props.onChange({ ...nothingNarrowed, sort: props.filter.sort, dir: props.filter.dir })}
              >
                Show all sessions
              </button>
            </li>
          </Show>
        </ul>
      </Show>
    </div>
  )
}

function SkeletonRows(props: { problem?: boolean }) {
  return (
    <div class="grid-frame late" aria-busy={!props.problem}>
      <Show when={!props.problem}>
        <div class="session-grid" aria-hidden="true">
          <For each={Array.from({ length: 14 }, (_, row) => row)}>
            {() => (
              <div class="line">
                <span class="skeleton" />
              </div>
            )}
          </For>
        </div>
      </Show>
    </div>
  )
}

/** The shape of what comes, before anything is known. */
function Skeleton() {
  return (
    <div class="sessions-page" aria-busy="true">
      <h1 class="hidden">Sessions, loading</h1>
      <section class="panel list-panel">
        <SkeletonRows />
      </section>
    </div>
  )
}
