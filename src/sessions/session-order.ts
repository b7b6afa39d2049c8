import { dayOf, startOfDay } from '../lib/timezone.ts'
import type { Session, SessionSummary } from './session.ts'
import { groupOfState, type SessionState } from './severity.ts'

/** The groups of a list: sessions that need a person, that work, that were active today, and earlier ones. */
export const groups = ['needs', 'working', 'today', 'earlier'] as const
export type Group = (typeof groups)[number]

export const sorts = ['standing', 'last', 'started', 'cost', 'context', 'title'] as const
export type Sort = (typeof sorts)[number]
export type Direction = 'asc' | 'desc'

type Standing = Pick<Session, 'id' | 'state' | 'kind' | 'lastAt' | 'contextPercent'>

const none: ReadonlySet<string> = new Set()

/** What people decided about the place of sessions: whose needs are set aside, and which are pinned. */
export type Decided = { setAside: ReadonlySet<string>; isPinned: (id: string) => boolean }

const nothingDecided: Decided = { setAside: none, isPinned: () => false }

/** A context window that is fuller needs somebody. */
export const fullPercent = 90

/** An older failure needs nobody any more. */
const failureNeedsMs = 24 * 3_600_000

/**
 * The rank of a session that needs a person, the most urgent first; undefined for others, and where somebody has set
 * that aside. A failed run counts at its cron job.
 */
function urgency(
  { id, state, kind, lastAt, contextPercent }: Standing,
  now: number,
  setAside: ReadonlySet<string>,
): number | undefined {
  if (setAside.has(id)) return undefined
  if (state === 'waiting') return 0
  if (state === 'stalled') return 1
  const failed = (state === 'failed' || state === 'timed-out') && kind !== 'cron'
  if (failed) return lastAt !== null && now - lastAt < failureNeedsMs ? 2 : undefined
  const isFull = contextPercent !== null && contextPercent >= fullPercent
  return isFull && state !== 'asleep' && state !== 'finished' ? 3 : undefined
}

/** Whether a session needs a person at a moment (ms), and nobody has set that aside. */
export const needsSomebody = (session: Standing, now: number, setAside: ReadonlySet<string> = none) =>
  urgency(session, now, setAside) !== undefined

/** The ranks of what is pinned, of what is at work, and of the rest. */
export const pinnedRank = -1
const workingRank = 4
export const restRank = 5

const works = (state: SessionState) => groupOfState(state) === 'working'

/** The group of a session at a moment: `now` in ms, days of `timezone`. */
export function groupsAt(
  now: number,
  timezone: string,
  setAside: ReadonlySet<string> = none,
): (session: Standing) => Group {
  const startOfToday = startOfDay(dayOf(now, timezone), timezone)
  return (session) => {
    if (needsSomebody(session, now, setAside)) return 'needs'
    if (works(session.state)) return 'working'
    return session.lastAt !== null && session.lastAt >= startOfToday ? 'today' : 'earlier'
  }
}

export const groupOf = (session: Standing, now: number, timezone: string, setAside?: ReadonlySet<string>): Group =>
  groupsAt(now, timezone, setAside)(session)

/** The key of a session in an order: rank first, then value with unknown ones last, then id. */
export type Position = { rank: number; value: number | string | null; id: string }

/** The position of a session in an order; `standing` is judged at `now` (ms). */
export function positionOf(
  session: SessionSummary,
  sort: Sort,
  now: number,
  { setAside, isPinned }: Decided = nothingDecided,
): Position {
  const { id } = session
  switch (sort) {
    case 'standing': {
      if (isPinned(id)) return { rank: pinnedRank, value: session.lastAt, id }
      const urgent = urgency(session, now, setAside)
      // The longest wait comes first.
      if (urgent !== undefined) return { rank: urgent, value: session.lastAt === null ? null : -session.lastAt, id }
      return works(session.state)
        ? { rank: workingRank, value: session.startedAt, id }
        : { rank: restRank, value: session.lastAt, id }
    }
    case 'last':
      return { rank: 0, value: session.lastAt, id }
    case 'started':
      return { rank: 0, value: session.startedAt, id }
    case 'cost':
      return { rank: 0, value: session.costUsd, id }
    case 'context':
      return { rank: 0, value: session.contextPercent, id }
    case 'title':
      return { rank: 0, value: session.title === null ? null : session.title.toLowerCase(), id }
  }
}

/** The default direction: titles from A, everything else from the highest, the latest or the most urgent. */
export const directionOf = (sort: Sort): Direction => (sort === 'title' ? 'asc' : 'desc')

/** Less than 0 where `a` comes before `b`. */
export function comparePositions(a: Position, b: Position, dir: Direction): number {
  const way = dir === 'desc' ? -1 : 1
  if (a.rank !== b.rank) return (b.rank - a.rank) * way
  if (a.value !== b.value) {
    if (a.value === null) return 1
    if (b.value === null) return -1
    return (a.value < b.value ? -1 : 1) * way
  }
  return a.id === b.id ? 0 : (a.id < b.id ? -1 : 1) * way
}
