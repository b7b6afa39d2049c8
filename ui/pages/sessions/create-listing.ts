import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import type { PublishedEvent } from '../../../src/live/events.ts'
import {
  type Group,
  groupOf,
  groupsAt,
  type SessionFacets,
  type SessionItem,
  worstBelow,
} from '../../../src/sessions/listing.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { api, ask } from '../../data/api.ts'
import { Problem } from '../../data/problem.ts'
import { type Filter, isNarrowed, mayFit, toQuery } from './filter.ts'
import { type Placed, rowsOf } from './tree-rows.ts'

const pageSize = 100
const maxChildren = 200
/** What is shown is put in order again this long after something moved, while nobody points at it. */
const settleMs = 600
const facetsEveryMs = 2_000

type Asked = {
  filter: () => Filter
  timezone: () => string
  /** False while a row must not move: somebody points at the list or has scrolled down. */
  atRest: () => boolean
}

/** The sessions a filter leaves, page by page, kept up by what is heard; rows move only while nobody points at them. */
export function createListing({ filter, timezone, atRest }: Asked) {
  const [items, setItems] = createStore<Record<string, SessionItem>>({})
  const [placed, setPlaced] = createSignal<Placed[]>()
  const [cursor, setCursor] = createSignal<string | null>(null)
  const [asOf, setAsOf] = createSignal<number>()
  const [counted, setCounted] = createSignal<{ of: Filter; facets: SessionFacets }>()
  const [problem, setProblem] = createSignal<Problem>()
  const [countsProblem, setCountsProblem] = createSignal<Problem>()
  const [loading, setLoading] = createSignal(false)
  const [loadingMore, setLoadingMore] = createSignal(false)
  const [closed, setClosed] = createSignal<ReadonlySet<Group>>(new Set())
  const [children, setChildren] = createSignal<ReadonlyMap<string, string[] | null>>(new Map())
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set())
  const [movedOn, setMovedOn] = createSignal<ReadonlySet<string>>(new Set())
  const [families, setFamilies] = createSignal(0)
  /** Counts the questions: an answer to an older one is not taken. */
  let turn = 0
  let settling: number | undefined
  let facetsTimer: number | undefined
  let facetsAt = 0
  /** What was heard may have a gap: everything is to be asked for anew. */
  let missed = false
  const familyTimers = new Map<string, number>()

  const facets = () => counted()?.facets
  const asTree = () => !isNarrowed(filter())
  const grouped = () => filter().sort === 'standing'

  const question = () => ({
    ...toQuery(filter(), Date.now(), timezone()),
    sort: filter().sort,
    dir: filter().dir,
    ...(asTree() && { tree: '1' as const }),
  })

  const keep = (page: SessionItem[]) =>
    setItems(
      produce((known) => {
        for (const item of page) known[item.id] = item
      }),
    )

  const placedFrom = (page: SessionItem[]): Placed[] => {
    const groupAt = groupsAt(Date.now(), timezone())
    return page.map((item) => ({ id: item.id, group: grouped() ? groupAt(item) : undefined }))
  }

  async function load() {
    const mine = ++turn
    clearTimeout(settling)
    settling = undefined
    setLoading(true)
    try {
      const page = await ask(api.sessions.get({ query: { ...question(), limit: pageSize } }))
      if (mine !== turn) return
      keep(page.items)
      setPlaced(placedFrom(page.items))
      setCursor(page.nextCursor)
      setFresh(new Set<string>())
      setMovedOn(new Set<string>())
      setAsOf(Date.now())
      missed = false
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine === turn) setProblem(error)
    } finally {
      if (mine === turn) setLoading(false)
    }
  }

  async function more() {
    const from = cursor()
    if (from === null || loadingMore() || loading() || problem()) return
    const mine = turn
    setLoadingMore(true)
    try {
      const page = await ask(api.sessions.get({ query: { ...question(), limit: 2 * pageSize, cursor: from } }))
      if (mine !== turn) return
      const known = new Set(placed()?.map(({ id }) => id))
      keep(page.items)
      setPlaced((before = []) => [...before, ...placedFrom(page.items.filter(({ id }) => !known.has(id)))])
      setCursor(page.nextCursor)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine !== turn) return
      // A cursor that the server does not know any more: the list begins anew.
      if (error.status === 400) void load()
      else setProblem(error)
    } finally {
      setLoadingMore(false)
    }
  }

  async function loadFacets() {
    clearTimeout(facetsTimer)
    facetsTimer = undefined
    facetsAt = Date.now()
    const asked = filter()
    try {
      const answer = await ask(api.sessions.facets.get({ query: toQuery(asked, Date.now(), timezone()) }))
      if (asked !== filter()) return
      setCounted({ of: asked, facets: answer })
      setCountsProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (asked === filter()) setCountsProblem(error)
    }
  }

  function facetsSoon() {
    if (document.visibilityState !== 'visible') return
    facetsTimer ??= window.setTimeout(loadFacets, Math.max(200, facetsAt + facetsEveryMs - Date.now()))
  }

  /** The children of a session, for one who opens it or because one of them was heard of. */
  async function loadFamily(id: string, show: boolean) {
    if (show && !children().has(id)) setChildren((known) => new Map(known).set(id, null))
    try {
      const page = await ask(
        api.sessions.get({ query: { parent: id, tree: '1', sort: 'standing', dir: 'desc', limit: maxChildren } }),
      )
      keep(page.items)
      if (items[id])
        setItems(id, {
          childCount: Math.max(page.items.length, page.nextCursor === null ? 0 : items[id].childCount),
          worstChild: worstBelow(page.items),
        })
      setFamilies((before) => before + 1)
      if (children().has(id))
        setChildren((known) =>
          new Map(known).set(
            id,
            page.items.map(({ id }) => id),
          ),
        )
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (show) close(id)
    }
  }

  function familySoon(id: string) {
    if (!familyTimers.has(id))
      familyTimers.set(
        id,
        window.setTimeout(() => {
          familyTimers.delete(id)
          void loadFamily(id, false)
        }, facetsEveryMs),
      )
  }

  const close = (id: string) =>
    setChildren((known) => {
      const rest = new Map(known)
      rest.delete(id)
      return rest
    })

  /** Not put off by what follows: where somebody is always at work the list would never be put in order. */
  function settleSoon() {
    settling ??= window.setTimeout(() => {
      settling = undefined
      if (
        (atRest() || problem()) &&
        document.visibilityState === 'visible' &&
        (missed || fresh().size > 0 || movedOn().size > 0)
      )
        void load()
    }, settleMs)
  }

  function hear(event: PublishedEvent) {
    if (event.kind !== 'session.changed') return
    facetsSoon()
    note(event.session)
  }

  /** Puts what was heard over the row it is about; where its place changes with it, the list waits to be put in order. */
  function note(session: Session) {
    const { id, parentId } = session
    const known = items[id]
    if (known) setItems(id, reconcile({ ...untrack(() => ({ ...known })), ...session }, { merge: true }))
    const place = placed()?.find((place) => place.id === id)
    const fits = filter().q.trim() !== '' || mayFit(filter(), session, Date.now(), timezone())
    if (place) {
      const group = grouped() ? groupOf(session, Date.now(), timezone()) : undefined
      const stays = fits && session.current && group === place.group
      setMovedOn((before) => changed(before, id, !stays))
    } else if (asTree() && parentId !== null) {
      if (items[parentId]) familySoon(parentId)
      return
    } else if (bringsToTop(session) && mayFit(filter(), session, Date.now(), timezone())) {
      setFresh((before) => changed(before, id, true))
    }
    settleSoon()
  }

  /** Whether a session that moved would stand where one looks, and not among those that are not loaded. */
  function bringsToTop(session: Session) {
    const { sort, dir, group } = filter()
    if (group && groupOf(session, Date.now(), timezone()) !== group) return false
    return cursor() === null || (dir === 'desc' && (sort === 'standing' || sort === 'last' || sort === 'started'))
  }

  createEffect(
    on([filter, timezone], () => {
      setChildren(new Map())
      void load()
      void loadFacets()
    }),
  )
  const whenSeen = () => {
    if (document.visibilityState !== 'visible') return
    facetsSoon()
    settleSoon()
  }
  document.addEventListener('visibilitychange', whenSeen)
  onCleanup(() => {
    turn++
    clearTimeout(settling)
    clearTimeout(facetsTimer)
    for (const timer of familyTimers.values()) clearTimeout(timer)
    document.removeEventListener('visibilitychange', whenSeen)
  })

  /** Counts what changes who has children: thousands of sessions are not listened to one by one. */
  const rows = createMemo(() => {
    families()
    const known = unwrap(items)
    return rowsOf({
      placed: placed() ?? [],
      childCount: (id) => known[id] && (asTree() ? known[id].childCount : 0),
      counts: facets()?.groups ?? {},
      closed: closed(),
      children: children(),
    })
  })

  return {
    rows,
    /** Undefined until the first answer. */
    loaded: () => placed() !== undefined,
    count: () => placed()?.length ?? 0,
    hasMore: () => cursor() !== null,
    item: (id: string) => items[id],
    /** Of the filter before, until those of this one have come. */
    facets,
    /** How many sessions fit this filter; undefined until that is known. */
    total: () => (counted()?.of === filter() ? counted()!.facets.total : undefined),
    /** Why the rows are not those that were asked for. */
    problem,
    /** The same, or why they are not counted. */
    trouble: () => problem() ?? countsProblem(),
    retry() {
      if (problem()) void load()
      if (countsProblem()) void loadFacets()
    },
    asOf,
    loading,
    loadingMore,
    unsettled: () => ({ fresh: fresh(), moved: movedOn() }),
    load,
    more,
    hear,
    /** After a gap in what was heard. */
    askAnew() {
      missed = true
      facetsSoon()
      settleSoon()
    },
    settleSoon,
    isOpen: (id: string) => children().has(id),
    open: (id: string) => loadFamily(id, true),
    close,
    toggleGroup: (group: Group) => setClosed((before) => changed(before, group, !before.has(group))),
    isClosed: (group: Group) => closed().has(group),
  }
}

export type Listing = ReturnType<typeof createListing>

function changed<Word>(words: ReadonlySet<Word>, word: Word, there: boolean): ReadonlySet<Word> {
  if (words.has(word) === there) return words
  const next = new Set(words)
  if (there) next.add(word)
  else next.delete(word)
  return next
}
