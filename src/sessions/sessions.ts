import type { Annotation, Annotations } from '../annotations/annotation.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { knownTools } from '../files/session-tools.ts'
import { nameInId } from '../ids.ts'
import { createCommitCache } from '../store/commit-cache.ts'
import type { Store } from '../store/store.ts'
import { statedWindow, type WindowOf } from './context.ts'
import { countFacets } from './facets.ts'
import { readCursor, writeCursor } from './list-cursor.ts'
import { maxTreeDepth, rootsOf, type SessionFacets, type SessionListQuery, type SessionPage } from './listing.ts'
import { createLiveState, type LiveState } from './live-state.ts'
import {
  countListedSessions,
  latestActivity,
  listedIds,
  listedSessionIds,
  type SessionRow,
  sessionIdsByKey,
  sessionIdsOfKey,
  sessionIdsOfRuntimeKey,
  sessionRows,
  sessionRowsOfAgent,
  sessionRowsSince,
  stateRowsOfAgents,
  summaryRows,
  summaryRowsBehind,
  summaryRowsOf,
  windowsOfKey,
} from './read-sessions.ts'
import { type RowFilter, rowFilterOf } from './row-filter.ts'
import type { Session, SessionSummary } from './session.ts'
import { annotatedIds, compileFilter, isNarrowing, type SessionFilter } from './session-filter.ts'
import {
  comparePositions,
  type Decided,
  type Direction,
  directionOf,
  groupsAt,
  type Position,
  positionOf,
  type Sort,
} from './session-order.ts'
import {
  familiesOf,
  findSessions,
  type Judges,
  sessionsBelow,
  summariesInTurn,
  summariesOf,
} from './session-summaries.ts'
import type { SessionTotals, UsageReader } from './session-usage.ts'
import { type Placed, type WalkedSort, walkedSorts, walkSessions } from './session-walk.ts'
import { type StalledAfterOf, usualPatience } from './stalled-after.ts'
import type { Judgement } from './state.ts'
import { toSession } from './to-session.ts'

export type Sessions = ReturnType<typeof createSessions>

/** The sessions of the index, each with its state and its place in the tree. */
export function createSessions(
  index: Store,
  {
    host,
    timezone,
    now,
    usage,
    agentNames,
    liveState = createLiveState(),
    windowOf = statedWindow,
    stalledAfterOf = usualPatience,
    subscriptions = [],
    setAside = new Set(),
    annotations = new Map(),
  }: {
    /** The name of this machine. */
    host: string
    timezone: string
    now: () => number
    usage: UsageReader
    /** The names of agents that have one, by id. */
    agentNames: () => ReadonlyMap<string, string>
    liveState?: LiveState
    windowOf?: WindowOf
    stalledAfterOf?: StalledAfterOf
    /** Runtimes that a subscription pays. */
    subscriptions?: readonly Runtime[]
    /** The sessions whose needs are set aside: they count among those that need nobody. */
    setAside?: ReadonlySet<string> | undefined
    /** What people noted about sessions, as it is at each reading. */
    annotations?: Annotations | undefined
  },
) {
  const cached = createCommitCache(index)
  const judges: Judges = { liveState, windowOf, stalledAfterOf }
  const isPinned = (id: string) => annotations.get(id)?.isPinned ?? false
  const isArchived = (id: string) => annotations.get(id)?.isArchived ?? false
  const pinnedIds = () => [...annotations].flatMap(([id, one]) => (one.isPinned ? [id] : []))
  const nothingIsPinned = () => false

  function complete(rows: SessionRow[]): Session[] {
    const used = usage.ofSessions(rows.map((row) => row.id))
    const parents = sessionIdsByKey(
      index,
      rows.flatMap((row) => row.parentKey ?? []),
    )
    const at = now()
    const parentOf = ({ agentId, parentAgentId, parentKey }: SessionRow) =>
      parents.get(`${parentAgentId ?? agentId} ${parentKey}`) ?? null
    return rows.map((row) => ({
      ...toSession(row, used.get(row.id), parentOf(row), judges, at, host),
      ...(subscriptions.includes(row.runtime) && { isSubscription: true as const }),
    }))
  }

  /** The sessions of these ids, in this order; unknown ids are left out. */
  function byIds(ids: string[]): Session[] {
    const found = complete(sessionRows(index, ids))
    const known = new Map(found.map((session) => [session.id, session]))
    return [...new Set(ids)].flatMap((id) => known.get(id) ?? [])
  }

  /** The current sessions that the columns of a filter find, or those of `ids` that they do. */
  function summaries(filter: RowFilter, ids: string[] | undefined, at: number, withCosts: boolean) {
    const rows = ids === undefined ? summaryRows(index, filter) : summaryRowsOf(index, ids, filter)
    return summariesOf(index, rows, judges, at, withCosts ? usage.bySession() : undefined)
  }

  /** The part of a filter that columns decide; undefined where it can find nothing. */
  function columnsOf(filter: SessionFilter): RowFilter | undefined {
    const columns = rowFilterOf(filter)
    if (filter.parent === undefined) return columns
    const [row] = sessionRows(index, [filter.parent])
    return row?.key ? { ...columns, parentKey: row.key } : undefined
  }

  /** Whether every word of `q` is found in a session. */
  function finder(q: string | undefined): (session: SessionSummary) => boolean {
    if (q === undefined || q.trim() === '') return () => true
    const found = findSessions(index, q, agentNames())
    return ({ id }) => found.has(id)
  }

  /** Whether a session used the tools that a filter asks for, and none that it leaves out. */
  function finderOfTools({ tool, not }: SessionFilter): (session: SessionSummary) => boolean {
    if (tool === undefined && not?.tool === undefined) return () => true
    const found = listedIds(index, { tool, not: { tool: not?.tool } })
    return ({ id }) => found.has(id)
  }

  /** A list read along an index: as much of it as is taken. */
  function walked(
    filter: SessionFilter,
    { sort, at, behind, decided }: Order & { sort: WalkedSort },
    fits: (session: SessionSummary) => boolean,
  ): Ordered {
    return {
      pieces: walkSessions(index, judges, {
        sort,
        filter: rowFilterOf(filter),
        group: filter.group,
        at,
        behind,
        decided,
        pinnedIds: pinnedIds().filter(decided.isPinned),
        ...(asksCosts(filter) && { totalsOf: usage.totalsOf }),
      }),
      /** The sessions above those of a piece are read, as far as they lead. */
      isRoot(piece) {
        const known = new Map(piece.map((session) => [session.id, session]))
        const asked = new Set<string>()
        for (let depth = 0; depth < maxTreeDepth; depth++) {
          const above = [...known.values()].flatMap(({ parentId }) =>
            parentId !== null && !known.has(parentId) && !asked.has(parentId) ? [parentId] : [],
          )
          if (above.length === 0) break
          for (const id of above) asked.add(id)
          const rows = summaryRowsOf(index, [...new Set(above)])
          for (const session of summariesOf(index, rows, judges, at)) known.set(session.id, session)
        }
        return rootIdsOf([...known.values()].filter(fits), decided)
      },
    }
  }

  /** A list of which everything is read at once: for orders without an index, and words that stand anywhere. */
  function whole(
    filter: SessionFilter,
    { sort, dir, at, behind, decided }: Order,
    fits: (session: SessionSummary) => boolean,
  ): Ordered {
    const columns = columnsOf(filter)
    const withCosts = sort === 'cost' || asksCosts(filter)
    const all =
      columns === undefined ? [] : summaries(columns, annotatedIds(filter, annotations), at, withCosts).filter(fits)
    const placed = all.map((session) => ({ session, position: positionOf(session, sort, at, decided) }))
    const ahead = placed.filter(({ position }) => behind === undefined || comparePositions(behind, position, dir) < 0)
    return {
      pieces: [ahead.sort((a, b) => comparePositions(a.position, b.position, dir))],
      isRoot: () => rootIdsOf(all, decided),
    }
  }

  return {
    /** A page of a list, by default the last active first. `nextCursor` goes on behind its last item. */
    list(
      { limit = 50, cursor, sort = 'last', dir = directionOf(sort), tree = false, ...filter }: SessionListQuery = {},
      { showsAnnotations = true } = {},
    ): SessionPage {
      const walk = cursor === undefined ? undefined : readCursor(cursor, sort, dir)
      const at = walk?.at ?? now()
      const mark = walk?.mark ?? Math.max(at, latestActivity(index) ?? 0)
      const groupAt = groupsAt(at, timezone, setAside)
      const isFound = finder(filter.q)
      const { passes } = compileFilter(filter, { groupAt, annotations })
      const fits = (session: SessionSummary) => passes(session) && isFound(session)
      // The children of a session stand in their own order, whatever is pinned.
      const pins = showsAnnotations && filter.parent === undefined
      const decided = { setAside, isPinned: pins ? isPinned : nothingIsPinned }
      const order = { sort, dir, at, behind: walk?.behind, decided }
      const isWalked = isWalkedSort(sort) && dir === 'desc' && !needsAll(filter)
      const { pieces, isRoot } = isWalked ? walked(filter, { ...order, sort }, fits) : whole(filter, order, fits)

      const page: Position[] = []
      for (const piece of pieces) {
        const found = piece.filter(({ session }) => (session.lastAt ?? 0) <= mark && fits(session))
        const roots = tree ? isRoot(found.map(({ session }) => session)) : undefined
        page.push(...found.flatMap(({ session, position }) => (roots?.has(session.id) === false ? [] : [position])))
        if (page.length > limit) break
      }
      const last = page.length > limit ? page[limit - 1] : undefined
      const sessions = byIds(page.slice(0, limit).map(({ id }) => id))
      const families = familiesOf(index, sessions, judges, at)
      return {
        items: sessions.map((session) => ({
          ...session,
          annotation: showsAnnotations ? (annotations.get(session.id) ?? null) : null,
          ...(families.get(session.id) ?? { childCount: 0, worstChild: null }),
        })),
        nextCursor: last ? writeCursor({ sort, dir, at, mark, behind: last }) : null,
      }
    },

    /** The listed sessions that were active last, at most `limit`, the latest first, without what is archived. */
    latest(limit: number): Session[] {
      const archived = [...annotations.values()].filter((one) => one.isArchived).length
      const rows = summaryRowsBehind(index, {}, undefined, limit + Math.min(archived, 1_000))
      return byIds(
        rows
          .map(({ id }) => id)
          .filter((id) => !isArchived(id))
          .slice(0, limit),
      )
    },

    /** The ids of all sessions that a filter finds, in no order. */
    found(filter: SessionFilter): string[] {
      const at = now()
      const isFound = finder(filter.q)
      const { passes } = compileFilter(filter, { groupAt: groupsAt(at, timezone, setAside), annotations })
      const columns = columnsOf(filter)
      if (columns === undefined) return []
      return summaries(columns, annotatedIds(filter, annotations), at, asksCosts(filter))
        .filter((session) => passes(session) && isFound(session))
        .map(({ id }) => id)
    },

    /** The counts of what a filter finds; those of a facet also for its other choices. */
    facets(filter: SessionFilter = {}): SessionFacets {
      const at = now()
      const totals = usage.bySession()
      const listed = new Set<string>()
      const isTree = !isNarrowing(filter)
      const withParents = isTree || filter.parent !== undefined
      const sessions = summariesInTurn(index, judges, at, totals, { withParents })
      function* all() {
        for (const session of sessions) {
          listed.add(session.id)
          yield session
        }
      }
      const names = agentNames()
      const nameOf = (agentId: string) => names.get(agentId) ?? nameInId(agentId)
      const about = { now: at, timezone, nameOf, setAside, annotations, isTree }
      const isFound = finder(filter.q)
      const usedTool = finderOfTools(filter)
      const counted = {
        ...countFacets(all(), (session) => isFound(session) && usedTool(session), filter, about),
        tools: knownTools(index, maxTools),
      }
      return { ...counted, older: isTree ? sumOf(totals, (id) => !listed.has(id)) : null }
    },

    byIds,

    annotationOf: (id: string): Annotation | null => annotations.get(id) ?? null,

    /** Those of these sessions that are in the index, in no order. */
    known: (ids: string[]): Pick<Session, 'id' | 'lastAt'>[] =>
      sessionRows(index, ids).map(({ id, lastAt }) => ({ id, lastAt })),

    /** What each witness says of a session. */
    testimoniesOf: ({ runtime, key }: Pick<Session, 'runtime' | 'key'>) =>
      key === null ? [] : liveState.testimoniesOf(runtime, key),

    /** The id of the session of a runtime with this key, the last active where several have it; null where none does. */
    idOfKey: (runtime: Runtime, key: string): string | null =>
      index.$client
        .query<{ id: string }, [string, string]>(
          'SELECT id FROM sessions WHERE key = ? AND runtime = ? ORDER BY coalesce(current, 1) DESC, last_at DESC LIMIT 1',
        )
        .get(key, runtime)?.id ?? null,

    /** The ids of the listed sessions that were active at or after `since` (ms), the last active first. */
    idsSince: (since: number): string[] =>
      summaryRows(index, { since })
        .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0))
        .map(({ id }) => id),

    /** The context of a session at its last answer, and what fits into it, in tokens. */
    contextOf(id: string): { contextTokens: number | null; contextWindow: number | null } {
      const [row] = sessionRows(index, [id])
      return { contextTokens: row?.contextTokens ?? null, contextWindow: row ? windowOf(row) : null }
    },

    /**
     * The sub-agents of a session and theirs, whatever their depth, each with its cost; in the order they began. A store
     * names the conversation that started one: it is of the window that was open then.
     */
    below(id: string): SessionSummary[] {
      const [top] = byIds([id])
      if (!top) return []
      const { agentId, key } = top
      const windows = key === null ? [] : windowsOfKey(index, agentId, key)
      const conversation = (key !== null && sessionIdsByKey(index, [key]).get(`${agentId} ${key}`)) || id
      const windowAt = (at: number | null) =>
        at === null ? undefined : windows.findLast(({ startedAt }) => startedAt !== null && startedAt <= at)?.id
      const found = sessionsBelow(index, [{ ...top, id: conversation }], judges, now())
      const own = new Set([id])
      const below: SessionSummary[] = []
      // Those that are nearer come first.
      for (const session of found) {
        const parentId =
          session.parentId === conversation ? (windowAt(session.startedAt) ?? conversation) : session.parentId
        if (parentId === null || !own.has(parentId)) continue
        own.add(session.id)
        below.push({ ...session, parentId })
      }
      const totals = usage.totalsOf(below.map(({ id }) => id))
      return below
        .map((session) => ({ ...session, costUsd: totals.get(session.id)?.costUsd ?? null }))
        .sort((a, b) => (a.startedAt ?? a.lastAt ?? 0) - (b.startedAt ?? b.lastAt ?? 0))
    },

    /** The text that is being written in a session; null while none is. */
    writtenIn: (session: Session): string | null => liveState.textIn(session),

    /** The listed sessions that were active at or after `since` (ms): only these change their state by time alone. */
    since: (since: number): Session[] => complete(sessionRowsSince(index, since)),

    /** The sessions that decide the state of each of these agents, by its id: running ones, then the latest. */
    deciding(agentIds: readonly string[]): Map<string, DecidingSession[]> {
      const name = `deciding ${agentIds.join(' ')}`
      const rows = cached(name, () => stateRowsOfAgents(index, agentIds, decidingSessions))
      const at = now()
      const judged = rows.map((row) => ({
        ...row,
        ...liveState.judge({ ...row, current: true, stalledAfterMs: stalledAfterOf(row) }, at),
      }))
      return Map.groupBy(judged, ({ agentId }) => agentId)
    },

    /** The sessions of an agent: running ones, then the latest. */
    ofAgent: (agentId: string, limit = 20): Session[] =>
      complete(sessionRowsOfAgent(index, agentId, limit).filter(({ id }) => !isArchived(id))),

    /** The ids of the sessions of these conversations: the named window, else the current one. */
    idsOf: (conversations: { agentId: string; key: string; sessionId: string | null }[]): string[] =>
      conversations.flatMap(({ agentId, key, sessionId }) =>
        sessionId === null ? sessionIdsOfKey(index, agentId, key) : [sessionId],
      ),

    /** The ids of the sessions that runtimes know by these keys. */
    idsByKey: (keys: { runtime: string; key: string }[]): string[] =>
      keys.flatMap(({ runtime, key }) => sessionIdsOfRuntimeKey(index, runtime, key)),

    count: () => countListedSessions(index),

    /** How many of these lists show. */
    countListed: (ids: string[]): number => listedSessionIds(index, ids).size,
  }
}

type DecidingSession = Judgement & Pick<Session, 'id' | 'lastAt' | 'model'>

/** No runtime and its extensions have more tools than one wants to choose from. */
const maxTools = 500

/** So many sessions of an agent decide its state; no agent works on more at once. */
const decidingSessions = 8

/** A list in its order, in pieces, and which sessions of a piece stand below no other one of the list. */
type Ordered = {
  pieces: Iterable<Placed[]>
  isRoot: (piece: readonly SessionSummary[]) => ReadonlySet<string>
}

type Order = { sort: Sort; dir: Direction; at: number; behind: Position | undefined; decided: Decided }

/** Whether all sessions are looked through: for words, and for the children of one. What is annotated is known by its id. */
const needsAll = ({ q, parent, is = [], tag }: SessionFilter) =>
  (q ?? '').trim() !== '' || parent !== undefined || is.length > 0 || tag !== undefined

const asksCosts = ({ minCostUsd, maxCostUsd }: SessionFilter) => minCostUsd !== undefined || maxCostUsd !== undefined

const isWalkedSort = (sort: Sort): sort is WalkedSort => (walkedSorts as readonly Sort[]).includes(sort)

/** The sum of the sessions for which `isPart` is true. */
function sumOf(totals: ReadonlyMap<string, SessionTotals>, isPart: (id: string) => boolean) {
  const sum: NonNullable<SessionFacets['older']> = {
    sessions: 0,
    costUsd: null,
    costIsLowerBound: false,
    totalTokens: 0,
  }
  for (const [id, { costUsd, costIsLowerBound, totalTokens }] of totals) {
    if (!isPart(id)) continue
    sum.sessions++
    if (costUsd !== null) sum.costUsd = (sum.costUsd ?? 0) + costUsd
    sum.costIsLowerBound ||= costIsLowerBound
    sum.totalTokens += totalTokens
  }
  return sum
}

/** What is pinned stands on its own, also where it has a parent. */
const rootIdsOf = (sessions: readonly SessionSummary[], { isPinned }: Decided) =>
  new Set(
    rootsOf(sessions.map(({ id, parentId }) => ({ id, parentId: isPinned(id) ? null : parentId }))).map(({ id }) => id),
  )
