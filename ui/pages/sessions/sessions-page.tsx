import { useLocation, useNavigate, useParams } from '@solidjs/router'
import ListChecks from 'lucide-solid/icons/list-checks'
import ListFilter from 'lucide-solid/icons/list-filter'
import { createEffect, createMemo, createSignal, Match, on, onCleanup, Show, Suspense, Switch } from 'solid-js'
import { countsInVerdict, isOfSession } from '../../../src/attention/need.ts'
import { nameInId } from '../../../src/ids.ts'
import { clock } from '../../../src/lib/format.ts'
import { needsSomebody } from '../../../src/sessions/session-order.ts'
import { Notice } from '../../components/notice.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { lazyPart } from '../../data/load-part.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createMedia } from '../../platform/media.ts'
import { now } from '../../platform/now.ts'
import { decodeParam } from '../../platform/url.ts'
import { createColumns } from './columns.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import { createAnnotationEdits } from './create-annotation-edits.ts'
import { createChecked } from './create-checked.ts'
import { createListing, type Listing } from './create-listing.ts'
import { createToolLookup } from './create-tool-lookup.ts'
import { createViewCounts } from './create-view-counts.ts'
import { FacetsPanel, FacetsSheet } from './facets-panel.tsx'
import type { Filter } from './filter.ts'
import { isNarrowed, readFilter, unreadIn, writeFilter } from './filter-address.ts'
import { FilterBar } from './filter-bar.tsx'
import { rangeOf } from './filter-query.ts'
import { ListFooter } from './list-footer.tsx'
import { isLooking, ListNotes } from './list-notes.tsx'
import { NoResults } from './no-results.tsx'
import { builtInViews, createSavedViews } from './saved-views.ts'
import { SavedViewsBar } from './saved-views-bar.tsx'
import { SessionGrid } from './session-grid.tsx'
import { SkeletonPage, SkeletonRows } from './skeletons.tsx'

const Reader = lazyPart(() => import('./reader/reader.tsx'))
const BulkBar = lazyPart(() => import('./bulk-bar.tsx'))

/** Which session is it? All sessions as a list that a filter narrows, with the open session beside it. */
export default function SessionsPage() {
  const { overview, problem, reload } = useOverview()
  return (
    <Switch fallback={<SkeletonPage />}>
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
  const { overview, subscribe, subscribeTopic } = useOverview()
  const location = useLocation()
  const params = useParams<{ id?: string }>()
  const navigate = useNavigate()
  const search = createMemo(() => location.search)
  const filter = createMemo(() => readFilter(search()), undefined, {
    // Opening another session beside the list does not load the list again.
    equals: (a, b) => writeFilter(a) === writeFilter(b),
  })
  const timezone = createMemo(() => props.timezone)
  const [atRest, setAtRest] = createSignal(true)
  const [narrowing, setNarrowing] = createSignal(false)
  const setAside = createMemo(() => new Set(overview()?.setAside))
  const listing = createListing({ filter, timezone, setAside, atRest })
  const columns = createColumns()
  const checked = createChecked(listing.rows)
  const checkedItems = createMemo(() => [...checked.checked()].flatMap((id) => listing.item(id) ?? []))
  const edits = createAnnotationEdits(() => void listing.reorder())
  createEffect(on(filter, () => void checked.clear(), { defer: true }))
  const views = createSavedViews()
  const counts = createViewCounts(
    createMemo(() => [...builtInViews, ...views.views()].map(({ search }) => search)),
    timezone,
  )
  subscribe({
    onEvent(event) {
      listing.onEvent(event)
      if (event.kind === 'session.changed' || event.kind === 'annotations.changed') counts.changed()
    },
    onGap() {
      listing.onGap()
      counts.changed()
    },
  })
  onCleanup(subscribeTopic('annotations', listing.onGap))
  const tools = createToolLookup({
    isAsked: () => filter().tools.length + filter().not.tools.length > 0,
    range: () => rangeOf(filter(), Date.now(), props.timezone),
    found: listing.onGap,
  })
  // Who set something aside, here or elsewhere, moved its session to another group.
  createEffect(
    on(
      () => overview()?.setAside.join(' '),
      () => {
        listing.onGap()
        counts.changed()
      },
      { defer: true },
    ),
  )

  const isPhone = createMedia('(max-width: 720px)')
  const isDesk = createMedia('(min-width: 1100px)')
  const isWide = createMedia('(min-width: 1800px)')
  /** The turns and the meter of an open session take the place of the list. */
  const isRoomy = createMedia('(min-width: 1440px)')
  const openId = () => (params.id === undefined ? undefined : decodeParam(params.id))
  const facetsBeside = () => isDesk() && openId() === undefined
  const cards = () => isPhone() || (openId() !== undefined && isDesk())
  /** A hidden list keeps its scroll position for the way back. */
  const listShown = () => openId() === undefined || (isDesk() && !isRoomy()) || isWide()

  const names = createMemo(() => new Map(overview()?.agents.map((agent) => [agent.id, agent.name])))
  const nameOf = (id: string) =>
    names().get(id) ?? listing.facets()?.agents.find((agent) => agent.id === id)?.name ?? nameInId(id)
  /** What the filter would find beside these, were it not archived. */
  const archived = () => {
    const sum = listing.facets()?.archived
    const search = writeFilter({ ...filter(), is: [...filter().is, 'archived'] })
    return sum && sum.sessions > 0 ? { ...sum, href: `/sessions${search}`, isPart: isNarrowed(filter()) } : undefined
  }
  const path = () => (openId() === undefined ? '/sessions' : `/sessions/${encodeURIComponent(openId()!)}`)
  const hrefOf = (id: string) => `/sessions/${encodeURIComponent(id)}${writeFilter(filter())}`
  const change = (next: Filter, typing = false) =>
    navigate(path() + writeFilter(next), { replace: typing, scroll: false })
  const closeReader = () => navigate(`/sessions${writeFilter(filter())}`, { scroll: false })

  return (
    <div class="sessions-page" data-open={openId() === undefined ? undefined : ''}>
      <h1 class="hidden">Sessions</h1>
      <Show when={facetsBeside()}>
        <FacetsPanel listing={listing} filter={filter()} onChange={change} />
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
            known={{ agents: overview()?.agents ?? [], facets: listing.facets() }}
            onChange={change}
            onDown={() => document.querySelector<HTMLElement>('.session-grid')?.focus()}
          />
          <Show when={cards()}>
            <button
              class="button filter-button"
              type="button"
              aria-pressed={checked.isChoosing()}
              onClick={() => (checked.isChoosing() ? checked.clear() : checked.startChoosing())}
            >
              <ListChecks size={16} aria-hidden="true" /> <span>Select</span>
            </button>
          </Show>
          <Show when={!cards()}>
            <ColumnsMenu columns={columns} />
          </Show>
          <Show when={!facetsBeside()}>
            <button class="button filter-button" type="button" onClick={() => setNarrowing(true)}>
              <ListFilter size={16} aria-hidden="true" /> <span>Filter</span>
            </button>
          </Show>
        </div>
        <ListNotes unread={unreadIn(search())} tools={tools.progress()} timezone={props.timezone} />
        <ListProblem listing={listing} />
        <Show when={listing.loaded()} fallback={<SkeletonRows problem={listing.problem() !== undefined} />}>
          <Show
            when={listing.rows().length > 0 || listing.loading()}
            fallback={
              <NoResults
                filter={filter()}
                nameOf={nameOf}
                archived={archived()}
                isLooking={isLooking(tools.progress())}
                onChange={change}
              />
            }
          >
            <SessionGrid
              listing={listing}
              filter={filter()}
              columns={columns}
              checked={checked}
              cards={cards()}
              openId={openId()}
              hrefOf={hrefOf}
              nameOf={nameOf}
              otherNeeds={
                overview()?.attention.filter((need) => countsInVerdict(need) && !isOfSession(need)).length ?? 0
              }
              isNeeded={(item) => needsSomebody(item, now(), setAside())}
              onSort={(order) => change({ ...filter(), ...order })}
              onRest={setAtRest}
              onEscape={() => openId() !== undefined && closeReader()}
            />
          </Show>
        </Show>
        <Show when={checkedItems().length > 0}>
          <Suspense fallback={<div class="bulk-bar" aria-busy="true" />}>
            <BulkBar
              items={checkedItems()}
              edits={edits}
              knownTags={(listing.facets()?.tags ?? []).map(({ value }) => value)}
              onClear={() => void checked.clear()}
            />
          </Suspense>
        </Show>
        <ListFooter
          listing={listing}
          total={isNarrowed(filter()) ? counts.of('') : undefined}
          archived={archived()}
          spentToday={isToday(filter()) ? overview()?.costs : undefined}
        />
      </section>
      <Show when={openId()}>
        {(id) => (
          <Suspense fallback={<div class="reader-area" aria-busy="true" />}>
            <Reader
              id={id()}
              known={listing.item(id())}
              nameOf={nameOf}
              timezone={props.timezone}
              beside={listShown()}
              onClose={closeReader}
            />
          </Suspense>
        )}
      </Show>
      <Show when={narrowing() && !facetsBeside()}>
        <FacetsSheet listing={listing} filter={filter()} onChange={change} onClose={() => setNarrowing(false)} />
      </Show>
    </div>
  )
}

/** Whether a list is of what was active today, and of nothing narrower. */
const isToday = (filter: Filter) =>
  filter.since === 'today' && !isNarrowed({ ...filter, since: undefined, sort: 'standing', dir: 'desc' })

/** Why the last request failed; the rows and counts of the one before stay. */
function ListProblem(props: { listing: Listing }) {
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
