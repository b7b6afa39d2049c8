import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import { type Annotation, noAnnotation } from '../../../src/annotations/annotation.ts'
import type { PublishedEvent } from '../../../src/app/features.ts'
import { type SessionItem, worstBelow } from '../../../src/sessions/listing.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { groupsAt } from '../../../src/sessions/session-order.ts'
import { api, ask } from '../../data/api.ts'
import { createPagedQuery, createQuery, type Direction } from '../../data/query.ts'
import { isVisible } from '../../platform/visibility.ts'
import { type ChildrenAnswer, createChildren } from './create-children.ts'
import type { Filter } from './filter.ts'
import { isNarrowed } from './filter-address.ts'
import { isSearch, mayFit, toQuery } from './filter-query.ts'
import { groupCounts } from './group-counts.ts'
import { type ListGroup, type Placed, rowsOf } from './tree-rows.ts'
import { withWord } from './with-word.ts'

const pageSize = 100
/** From a change of the order to the reload that applies it. */
const settleMs = 600

type Options = {
  filter: () => Filter
  timezone: () => string
  /** The sessions whose needs somebody has set aside. */
  setAside: () => ReadonlySet<string>
  /** False while a row must not move: somebody points at the list or has scrolled down. */
  atRest: () => boolean
}

type ListKey = readonly ['sessions', Filter, timezone: string]
type ListPage = { placed: Placed[]; nextCursor: string | null }

const isTree = (filter: Filter) => !isNarrowed(filter)
const isGrouped = (filter: Filter) => filter.sort === 'standing'

/** The sessions that pass a filter, page by page, updated by events. Rows move only while nobody points at them. */
export function createListing({ filter, timezone, setAside, atRest }: Options) {
  const [items, setItems] = createStore<Record<string, SessionItem>>({})
  const [asOf, setAsOf] = createSignal<number>()
  const [closedGroups, setClosedGroups] = createSignal<ReadonlySet<ListGroup>>(new Set())
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set())
  /** Sessions that what somebody noted takes out of this list at once. */
  const [takenOut, setTakenOut] = createSignal<ReadonlySet<string>>(new Set())
  const [movedOn, setMovedOn] = createSignal<ReadonlySet<string>>(new Set())
  /** Changes when the children of a session do, so that `rows` need not track thousands of sessions one by one. */
  const [treeVersion, setTreeVersion] = createSignal(0)
  let settling: ReturnType<typeof setTimeout> | undefined
  /** Events may have been missed: the list is to be fetched anew. */
  let isOutOfDate = false

  const children = createChildren(takeChildren)
  const facets = createQuery({
    key: () => ['sessions/facets', filter(), timezone()] as const,
    fetcher: ([, filter, timezone], signal) =>
      ask(api.sessions.facets.get({ query: toQuery(filter, Date.now(), timezone), fetch: { signal } })),
    delayMs: 200,
  })

  async function readPage(
    [, filter, timezone]: ListKey,
    range: { limit: number; cursor?: string },
    signal: AbortSignal,
  ) {
    const page = await ask(
      api.sessions.get({
        query: {
          ...toQuery(filter, Date.now(), timezone),
          sort: filter.sort,
          dir: filter.dir,
          ...(isTree(filter) && { tree: '1' as const }),
          ...range,
        },
        fetch: { signal },
      }),
    )
    const groupAt = groupIn(filter, timezone)
    const placed = page.items.map((item) => ({ id: item.id, group: groupAt(item, item.annotation) }))
    if (!signal.aborted) take(page.items)
    return { placed, nextCursor: page.nextCursor }
  }

  /** Finds the group of a session as it is now; none in an order without groups. */
  function groupIn(filter: Filter, timezone: string) {
    const groupAt = groupsAt(Date.now(), timezone, setAside())
    return (session: Session, annotation: Annotation | null): ListGroup | undefined =>
      !isGrouped(filter) ? undefined : annotation?.isPinned ? 'pinned' : groupAt(session)
  }

  const next: Direction<ListKey, ListPage> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: (key, cursor, signal) => readPage(key, { limit: 2 * pageSize, cursor }, signal),
    merge: (pages, page) => [...pages, page],
  }

  const list = createPagedQuery({
    key: (): ListKey => ['sessions', filter(), timezone()],
    async fetcher(key, signal) {
      const page = await readPage(key, { limit: pageSize }, signal)
      if (signal.aborted) return page
      isOutOfDate = false
      setFresh(new Set<string>())
      setMovedOn(new Set<string>())
      setTakenOut(new Set<string>())
      setAsOf(Date.now())
      return page
    },
    directions: { next },
    // A list that somebody reads must not be reordered under their eyes.
    async refresh() {
      isOutOfDate = true
      settleSoon()
    },
  })

  /** The places of all loaded rows. A page may repeat a session of an earlier page that has moved since. */
  const placed = createMemo(() => {
    const seen = new Set<string>()
    return list
      .data()
      ?.flatMap((page) => page.placed)
      .filter(({ id }) => !seen.has(id) && !takenOut().has(id) && seen.add(id))
  })

  function take(page: SessionItem[]) {
    setItems(
      produce((known) => {
        for (const item of page) known[item.id] = item
      }),
    )
  }

  function takeChildren(parentId: string, answer: ChildrenAnswer) {
    take(answer.items)
    const parent = items[parentId]
    if (parent)
      setItems(parentId, {
        childCount: Math.max(answer.items.length, answer.isAll ? 0 : parent.childCount),
        worstChild: worstBelow(answer.items),
      })
    setTreeVersion((version) => version + 1)
  }

  function load() {
    stopSettling()
    return list.refetch()
  }

  function stopSettling() {
    clearTimeout(settling)
    settling = undefined
  }

  /** Later changes do not postpone it: while a session is always at work, the list would never be put in order. */
  function settleSoon() {
    settling ??= setTimeout(() => {
      settling = undefined
      const isUnsettled = isOutOfDate || fresh().size > 0 || movedOn().size > 0
      if ((atRest() || list.problem()) && isVisible() && isUnsettled) void load()
    }, settleMs)
  }

  function onEvent(event: PublishedEvent) {
    if (event.kind === 'annotations.changed') {
      facets.changed()
      for (const { sessionId, annotation } of event.changes) annotate(sessionId, annotation)
    }
    if (event.kind !== 'session.changed') return
    facets.changed()
    note(event.session, event.isArchived)
  }

  /** Shows what somebody noted about a session; one that no longer fits goes at once, others move as after any change. */
  function annotate(id: string, annotation: Annotation | null) {
    if (items[id]) setItems(id, 'annotation', annotation)
    const item = items[id]
    if (item && placed()?.some((place) => place.id === id)) {
      if (isSearch(filter()) || fitsNow(item)) note(item)
      else setTakenOut((before) => withWord(before, id, true))
      return
    }
    // It may belong here now: the list says so, in its place.
    isOutOfDate = true
    settleSoon()
  }

  /** Updates the row of a session, and notes where its place has changed, until the list is put in order again. */
  function note(session: Session, isArchived = false) {
    const { id, parentId } = session
    const known = items[id]
    if (known) setItems(id, reconcile({ ...untrack(() => ({ ...known })), ...session }, { merge: true }))
    const place = placed()?.find((place) => place.id === id)
    const fits = isSearch(filter()) || fitsNow(session, isArchived)
    if (place) {
      const group = groupIn(filter(), timezone())(session, items[id]?.annotation ?? null)
      const stays = fits && session.current && group === place.group
      setMovedOn((before) => withWord(before, id, !stays))
    } else if (isTree(filter()) && parentId !== null) {
      if (items[parentId]) children.changed(parentId)
      return
    } else if (bringsToTop() && fitsNow(session, isArchived)) {
      setFresh((before) => withWord(before, id, true))
    }
    settleSoon()
  }

  const fitsNow = (session: Session, isArchived = false) =>
    mayFit(filter(), session, {
      now: Date.now(),
      timezone: timezone(),
      annotation: items[session.id]?.annotation ?? (isArchived ? { ...noAnnotation, isArchived } : null),
      setAside: setAside(),
    })

  /** Whether a session that was active just now would stand among the loaded rows. */
  function bringsToTop() {
    const { sort, dir } = filter()
    return !list.hasMore('next') || (dir === 'desc' && (sort === 'standing' || sort === 'last' || sort === 'started'))
  }

  createEffect(
    on(
      [filter, timezone],
      () => {
        children.closeAll()
        stopSettling()
      },
      { defer: true },
    ),
  )
  createEffect(on(isVisible, (is) => is && settleSoon(), { defer: true }))
  onCleanup(stopSettling)

  const rows = createMemo(() => {
    treeVersion()
    const known = unwrap(items)
    return rowsOf({
      placed: placed() ?? [],
      childCount: (id) => known[id] && (isTree(filter()) ? known[id].childCount : 0),
      counts: groupCounts(facets.data()),
      below: facets.data()?.below ?? {},
      closed: closedGroups(),
      children: children.shown(),
    })
  })

  return {
    rows,
    /** Undefined until the first answer. */
    loaded: () => placed() !== undefined,
    hasMore: () => list.hasMore('next'),
    item: (id: string) => items[id],
    /** Those of the previous filter, until those of this one arrive. */
    facets: facets.data,
    /** How many sessions pass this filter; undefined until that is known. */
    total: () => (facets.isPrevious() ? undefined : facets.data()?.total),
    /** Why the list could not be fetched. */
    problem: list.problem,
    /** Why the list could not be fetched, or else not counted. */
    trouble: () => list.problem() ?? facets.problem(),
    retry() {
      if (list.problem()) void load()
      if (facets.problem()) void facets.refetch()
    },
    asOf,
    loading: list.isAsking,
    loadingMore: () => list.isFetching('next'),
    unsettled: () => ({ fresh: fresh(), moved: movedOn() }),
    load,
    async more() {
      if (!list.isAsking() && !list.problem()) await list.more('next')
    },
    onEvent,
    /** Says that there was a gap in the events. */
    onGap() {
      isOutOfDate = true
      facets.changed()
      settleSoon()
    },
    /** Puts the list in order after an act of the person who looks at it, who waits for that. */
    async reorder() {
      if (list.data()?.length === 1) await load()
      else settleSoon()
    },
    settleSoon,
    open: children.open,
    close: children.close,
    toggleGroup: (group: ListGroup) => setClosedGroups((before) => withWord(before, group, !before.has(group))),
  }
}

export type Listing = ReturnType<typeof createListing>
