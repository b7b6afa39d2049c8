import { type AttentionItem, byUrgency, countsInVerdict, type Need, needsOf, type Watched } from '../attention/need.ts'
import type { Crons } from '../crons/crons.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { SourceReport } from '../facts/source.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { isActive, type SessionState } from '../sessions/state.ts'
import { type Verdict, verdictOf, verdictWith } from './verdict.ts'

/** How things stand by the index alone: the verdict without what needs a person, everything that does, and who is at work. */
export type Standing = { verdict: Verdict; needs: Need[]; activeIds: string[]; total: number }

/** The overall status: the verdict, what needs a person, and the number of sessions at work of all listed ones. */
export type OverallStatus = {
  verdict: Verdict
  /** What is open and not set aside. */
  attention: AttentionItem[]
  /** The ids of the sessions that would need a person, had it not been set aside. */
  setAside: string[]
  active: number
  total: number
}

/** A session without activity for longer is neither at work nor waiting. */
const recentMs = 24 * 3_600_000

type Deps = {
  sessions: Pick<Sessions, 'since' | 'count'>
  crons: Pick<Crons, 'jobs'>
  /** What is watched beside sessions and jobs. */
  watched?: () => Partial<Watched>
  /** Why the index is not what the sources hold, and how each of them is. */
  indexing: () => { trouble: string | null; reports: SourceReport[] }
  gateways: () => GatewayState[]
  now: () => number
}

/** Keeps the sessions that are at work or need a person in memory, so that the status can be read at every change. */
export function createOverallStatus({ sessions, crons, watched = () => ({}), indexing, gateways, now }: Deps) {
  let matters: Map<string, Session> | undefined

  /** Reads them when first needed; from then on `note` keeps them current. */
  function gathered() {
    matters ??= new Map(
      sessions
        .since(now() - recentMs)
        .filter(isOfInterest)
        .map((session) => [session.id, session]),
    )
    return matters
  }

  const isOfInterest = (session: Session) =>
    session.current && (isActive(session.state) || needsOf([session], [], now()).length > 0)

  return {
    /** Takes a session that was read again. */
    note(session: Session) {
      if (isOfInterest(session)) gathered().set(session.id, session)
      else gathered().delete(session.id)
    },
    /** The ids of the sessions in memory, whose state may change by silence alone. */
    remembered: () => [...gathered().keys()],
    /** How many sessions at work, or in need of somebody, are in which state. */
    states(): Partial<Record<SessionState, number>> {
      const counts: Partial<Record<SessionState, number>> = {}
      for (const { state } of gathered().values()) counts[state] = (counts[state] ?? 0) + 1
      return counts
    },
    /** Forgets the sessions after rows changed without `note` (history): they are read again when next needed. */
    forget() {
      matters = undefined
    },
    standing(): Standing {
      const { trouble, reports } = indexing()
      const needs = needsOf([...gathered().values()], crons.jobs(), now(), watched())
      const activeIds = [...gathered().values()].flatMap(({ id, state }) => (isActive(state) ? [id] : [])).sort()
      return {
        verdict: verdictOf(trouble, reports, gateways(), now()),
        needs,
        activeIds,
        total: sessions.count(),
      }
    },
  }
}

/**
 * The status by how things stand, what else needs a person, and which of all of it is not set aside: the one count that
 * every part of the product shows. `open` leaves out what is set aside and gives the others their keys. What is archived
 * needs nobody and is in no count.
 */
export function overallStatusOf(
  { verdict, needs, activeIds, total }: Standing,
  others: Need[],
  open: (needs: Need[]) => AttentionItem[],
  archive: { isArchived(id: string): boolean; listed(): number } = { isArchived: () => false, listed: () => 0 },
): OverallStatus {
  const all = byUrgency([...needs, ...others])
  const attention = open(all.filter(({ id }) => !archive.isArchived(id)))
  const shown = new Set(attention.map(({ id }) => id))
  return {
    verdict: verdictWith(verdict, attention.filter(countsInVerdict).length),
    attention,
    setAside: [...new Set(all.map(({ id }) => id))].filter((id) => !shown.has(id)),
    active: activeIds.filter((id) => !archive.isArchived(id)).length,
    total: Math.max(0, total - archive.listed()),
  }
}
