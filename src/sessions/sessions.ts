import type { SessionKind } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { nameInId } from '../ids.ts'
import { percentOf } from '../lib/percent-of.ts'
import type { Store } from '../store/store.ts'
import { readCursor, writeCursor } from './list-cursor.ts'
import {
  comparePositions,
  countFacets,
  directionOf,
  groupsAt,
  isNarrowing,
  passes,
  positionOf,
  rootsOf,
  type SessionFacets,
  type SessionFilter,
  type SessionListQuery,
  type SessionPage,
  type SessionSummary,
  treesOf,
} from './listing.ts'
import { createLiveState, type LiveState } from './live-state.ts'
import {
  countListedSessions,
  type SessionRow,
  sessionIdsByKey,
  sessionIdsOfKey,
  sessionIdsSql,
  sessionRows,
  sessionRowsOfAgent,
  sessionRowsSince,
} from './read-sessions.ts'
import type { CostSource, Session } from './session.ts'
import { findSessions, summariesOf } from './session-summaries.ts'
import type { SessionUsage, UsageReader } from './session-usage.ts'
import type { SessionState } from './state.ts'

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
    subscriptions = [],
  }: {
    /** The name of this machine. */
    host: string
    timezone: string
    now: () => number
    usage: UsageReader
    /** The names of agents that have one, by id. */
    agentNames: () => ReadonlyMap<string, string>
    liveState?: LiveState
    /** Runtimes that a subscription pays. */
    subscriptions?: readonly Runtime[]
  },
) {
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
      ...toSession(row, used.get(row.id), parentOf(row), liveState, at, host),
      ...(subscriptions.includes(row.runtime) && { isSubscription: true as const }),
    }))
  }

  /** The sessions of these ids, in this order; unknown ids are left out. */
  function byIds(ids: string[]): Session[] {
    const found = complete(sessionRows(index, ids))
    const known = new Map(found.map((session) => [session.id, session]))
    return [...new Set(ids)].flatMap((id) => known.get(id) ?? [])
  }

  const summaries = (at: number, withCosts: boolean) =>
    summariesOf(index, liveState, at, withCosts ? usage.bySession() : undefined)

  /** The sessions in which every word of `q` is found. */
  const findIn = (all: SessionSummary[], q: string | undefined) => {
    if (q === undefined || q.trim() === '') return all
    const found = findSessions(index, q, agentNames())
    return all.filter(({ id }) => found.has(id))
  }

  return {
    /** A page of a list, by default the last active first. `nextCursor` goes on behind its last item. */
    list({
      limit = 50,
      cursor,
      sort = 'last',
      dir = directionOf(sort),
      tree = false,
      ...filter
    }: SessionListQuery = {}): SessionPage {
      const walk = cursor === undefined ? undefined : readCursor(cursor, sort, dir)
      const at = walk?.at ?? now()
      const all = summaries(at, sort === 'cost' || filter.minCostUsd !== undefined)
      const mark = walk?.mark ?? all.reduce((latest, { lastAt }) => Math.max(latest, lastAt ?? 0), at)
      const groupAt = groupsAt(at, timezone)
      const fits = findIn(all, filter.q).filter((session) => passes(session, filter, groupAt))
      const whole = tree ? rootsOf(fits) : fits

      const behind = (session: SessionSummary) => (session.lastAt ?? 0) <= mark
      const positions = (walk ? whole.filter(behind) : whole).map((session) => positionOf(session, sort, at))
      const ahead = walk ? positions.filter((position) => comparePositions(walk.behind, position, dir) < 0) : positions
      ahead.sort((a, b) => comparePositions(a, b, dir))

      const page = ahead.slice(0, limit)
      const families = treesOf(all)
      const items = byIds(page.map(({ id }) => id)).map((session) => ({
        ...session,
        ...(families.get(session.id) ?? { childCount: 0, worstChild: null }),
      }))
      const last = page.at(-1)
      const nextCursor = last && ahead.length > limit ? writeCursor({ sort, dir, at, mark, behind: last }) : null
      return { items, nextCursor, total: whole.length }
    },

    /** The counts of what a filter finds; those of a facet also for its other choices. */
    facets(filter: SessionFilter = {}): SessionFacets {
      const at = now()
      const all = summaries(at, true)
      const names = agentNames()
      const nameOf = (agentId: string) => names.get(agentId) ?? nameInId(agentId)
      const counted = countFacets(all, findIn(all, filter.q), filter, { now: at, timezone, nameOf })
      return { ...counted, older: isNarrowing(filter) ? null : usage.outside(sessionIdsSql.listed) }
    },

    byIds,

    /** The text that is being written in a session; null while none is. */
    writtenIn: (session: Session): string | null => liveState.textIn(session),

    /** The listed sessions that were active at or after `since` (ms): only these change their state by time alone. */
    since: (since: number): Session[] => complete(sessionRowsSince(index, since)),

    /** The sessions that decide the state of an agent: running ones, then the latest. */
    ofAgent: (agentId: string, limit = 20): Session[] => complete(sessionRowsOfAgent(index, agentId, limit)),

    /** The ids of the sessions of these conversations: the named window, else the current one. */
    idsOf: (conversations: { agentId: string; key: string; sessionId: string | null }[]): string[] =>
      conversations.flatMap(({ agentId, key, sessionId }) =>
        sessionId === null ? sessionIdsOfKey(index, agentId, key) : [sessionId],
      ),

    count: () => countListedSessions(index),
  }
}

function toSession(
  row: SessionRow,
  usage: SessionUsage | undefined,
  parentId: string | null,
  liveState: LiveState,
  now: number,
  ownHost: string,
): Session {
  const judged = liveState.judge({ ...row, current: row.current === 1 }, now)
  return {
    id: row.id,
    runtime: row.runtime,
    agentId: row.agentId,
    key: row.key,
    current: row.current === 1,
    title: row.title || row.firstPrompt || null,
    kind: (row.kind ?? 'other') as SessionKind,
    channel: row.channel,
    state: judged.state,
    activity: judged.activity,
    reason: judged.reason ?? (isStopped(judged.state) ? row.reason || null : null),
    parentId,
    model: row.model,
    projectPath: row.projectPath,
    branch: row.branch,
    startedAt: row.startedAt,
    lastAt: row.lastAt,
    endedAt: row.endedAt,
    contextPercent: percentOf(row.contextTokens, row.contextLimit),
    inputTokens: usage?.input ?? 0,
    outputTokens: usage?.output ?? 0,
    cacheReadTokens: usage?.cacheRead ?? 0,
    cacheWriteTokens: usage?.cacheWrite ?? 0,
    costUsd: usage ? usage.costUsd : null,
    costSource: usage ? worstOf(usage) : null,
    host: row.host || ownHost,
  }
}

const isStopped = (state: SessionState) => state === 'failed' || state === 'killed' || state === 'timed-out'

/** The source of a sum is that of its weakest part. */
const worstOf = ({ unpricedTokens, boundTokens, computedCalls }: SessionUsage): CostSource =>
  unpricedTokens > 0 ? 'unpriced' : boundTokens > 0 ? 'bound' : computedCalls > 0 ? 'computed' : 'logged'
