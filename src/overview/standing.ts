import type { IndexingState } from '../indexing/indexing.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { SessionState } from '../sessions/state.ts'
import { isActive, needsSomebody, type Verdict, verdictOf } from './verdict.ts'

/** How things stand as a whole: the verdict, and how many sessions are at work of how many. */
export type Standing = { verdict: Verdict; active: number; total: number }

/** A session that was silent for longer is neither at work nor waiting. */
const recentMs = 24 * 3_600_000

/** Keeps count of who is at work and who waits, so that the verdict costs nothing to ask for. */
export function createStanding({
  sessions,
  indexing,
  now,
}: {
  sessions: Sessions
  indexing: () => IndexingState
  now: () => number
}) {
  let states: Map<string, SessionState> | undefined

  /** Counted when first asked; from then on `note` keeps it true. */
  function counted() {
    states ??= new Map(
      sessions
        .since(now() - recentMs)
        .filter((session) => isActive(session.state))
        .map((session) => [session.id, session.state]),
    )
    return states
  }

  return {
    /** A session was read anew. */
    note({ id, state, current }: Pick<Session, 'id' | 'state' | 'current'>) {
      if (isActive(state) && current) counted().set(id, state)
      else counted().delete(id)
    },
    /** Who is counted: their state may change by silence alone. */
    counted: () => [...counted().keys()],
    /** Rows came in by themselves (history): they are counted anew when next asked. */
    forget() {
      states = undefined
    },
    standing(): Standing {
      const { trouble, reports } = indexing()
      const waiting = [...counted().values()].filter(needsSomebody).length
      return { verdict: verdictOf(trouble, reports, waiting), active: counted().size, total: sessions.count() }
    },
  }
}
