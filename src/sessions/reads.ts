import type { Annotation } from '../annotations/annotation.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Testimony } from '../facts/testimony.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SessionFacets, SessionListQuery, SessionPage } from './listing.ts'
import { type Session, sessionForScreen } from './session.ts'
import type { SessionFilter } from './session-filter.ts'
import type { Sessions } from './sessions.ts'

export type SessionReads = ReturnType<typeof sessionReads>

/** The questions to the sessions of the index. `forScreen` leaves out what a screen on a wall may not show. */
export const sessionReads = (sessions: Sessions) => ({
  listSessions({ query, forScreen }: { query: SessionListQuery; forScreen: boolean }): SessionPage {
    if (!forScreen) return sessions.list(query)
    const sort = query.sort === 'title' ? 'standing' : query.sort
    const page = sessions.list({ ...filterForScreen(query), sort }, { showsAnnotations: false })
    return { ...page, items: page.items.map(sessionForScreen) }
  },

  sessionFacets: ({ filter, forScreen }: { filter: SessionFilter; forScreen: boolean }): SessionFacets =>
    forScreen ? facetsForScreen(sessions.facets(filterForScreen(filter))) : sessions.facets(filter),

  /** The ids of all sessions that a filter finds. */
  foundSessions: (filter: SessionFilter): string[] => sessions.found(filter),

  /** Which of these ids are those of sessions in the index, and when each was active last. */
  knownSessions: ({ ids }: { ids: string[] }): Pick<Session, 'id' | 'lastAt'>[] => sessions.known(ids),

  /** The id of the session that has this key of its runtime, the newest where several have; null where none does. */
  sessionIdOfKey: ({ runtime, key }: { runtime: Runtime; key: string }): string | null =>
    sessions.idOfKey(runtime, key),

  /** These sessions, without those that are not in the index. */
  sessionsOf: ({ ids }: { ids: string[] }): Session[] => sessions.byIds(ids),

  /** How many of these sessions lists show, whatever people noted about them. */
  countListed: ({ ids }: { ids: string[] }): { sessions: number } => ({ sessions: sessions.countListed(ids) }),

  /** The ids of the sessions that were active at or after a time (ms), the last active first. */
  sessionIdsSince: (since: number): string[] => sessions.idsSince(since),

  /** One session with the text that is being written in it (null while none is), and what each witness says of it. */
  session(id: string): Session & {
    streamed: string | null
    testimonies: readonly Testimony[]
    /** What people noted about it; null where nobody did. */
    annotation: Annotation | null
  } {
    const [session] = sessions.byIds([id])
    if (session)
      return {
        ...session,
        streamed: sessions.writtenIn(session),
        testimonies: sessions.testimoniesOf(session),
        annotation: sessions.annotationOf(id),
      }
    throw new Refusal(
      'not-found',
      'There is no session with that id. It may not have been read yet, or the link is from another machine.',
    )
  },
})

/**
 * A search reveals words of a prompt, as an order by title does, and a choice of a branch, a folder or a tag what it is
 * called: a screen may ask for none of them.
 */
const filterForScreen = <Filter extends SessionFilter>(filter: Filter): Filter => ({
  ...filter,
  q: undefined,
  is: undefined,
  ...unnamed,
  not: filter.not && { ...filter.not, is: undefined, ...unnamed },
})
const unnamed = { branch: undefined, project: undefined, worktree: undefined, tag: undefined, tool: undefined }

const facetsForScreen = (facets: SessionFacets): SessionFacets => ({
  ...facets,
  branches: [],
  projects: [],
  worktrees: [],
  tags: [],
  tools: [],
  pinned: { needs: 0, working: 0, today: 0, earlier: 0 },
})
