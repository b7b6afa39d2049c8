import type { Annotations } from '../annotations/annotation.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SessionReads } from '../sessions/reads.ts'
import { isNarrowing, type SessionFilter } from '../sessions/session-filter.ts'
import type { FoundPage, FoundSession, SearchAnswer, SearchProgress } from './answer.ts'
import type { SearchPlace } from './document.ts'
import type { AskedSearch } from './engine.ts'
import { readQuery } from './query.ts'
import { ranked } from './rank.ts'

/** What searching needs of the threads that read texts. */
type SearchRunner = {
  search(asked: AskedSearch, signal?: AbortSignal): Promise<{ page: FoundPage | undefined; progress: SearchProgress }>
  scan(asked: AskedSearch, signal?: AbortSignal): Promise<FoundPage | undefined>
  progress(signal?: AbortSignal): Promise<SearchProgress>
  rebuild(): Promise<void>
}

type Deps = {
  runner: SearchRunner
  reader: Reader<SessionReads>
  annotations: () => Annotations
  agentNames: () => readonly { id: string; name: string }[]
  now: () => number
}

type SearchQuestion = {
  q: string
  place: SearchPlace
  limit: number
  cursor: string | null
  /** The sessions that are looked through. */
  filter: SessionFilter
}

export type Search = ReturnType<typeof createSearch>

/** Finds words, phrases and any letters in the texts of all sessions. */
export function createSearch({ runner, reader, annotations, agentNames, now }: Deps) {
  /** Which sessions are looked through; what is archived only where it is asked for. */
  async function scopeOf(filter: SessionFilter, request: Request): Promise<Pick<AskedSearch, 'only' | 'without'>> {
    if (isNarrowing(filter)) return { only: fromJson(await reader.foundSessions(filter, request)), without: [] }
    return { only: null, without: [...annotations()].flatMap(([id, { isArchived }]) => (isArchived ? [id] : [])) }
  }

  async function named(page: FoundPage, request: Request): Promise<FoundSession[]> {
    const ids = page.found.map(({ sessionId }) => sessionId)
    if (ids.length === 0) return []
    const sessions = new Map(fromJson(await reader.sessionsOf({ ids }, request)).map((one) => [one.id, one]))
    const names = new Map(agentNames().map(({ id, name }) => [id, name]))
    return page.found.flatMap((found) => {
      const session = sessions.get(found.sessionId)
      if (!session) return []
      const { title, agentId, runtime, lastAt } = session
      return [{ ...found, title, agentId, agentName: names.get(agentId) ?? 'Agent', runtime, lastAt }]
    })
  }

  return {
    async search({ q, place, limit, cursor, filter }: SearchQuestion, request: Request): Promise<SearchAnswer> {
      const query = readQuery(q)
      if (query.kind === 'wrong') throw new Refusal('bad-input', query.reason)
      const { signal } = request
      if (query.kind === 'nothing')
        return {
          sessions: [],
          nextCursor: null,
          isComplete: true,
          searchedBackTo: null,
          scanned: 0,
          index: await runner.progress(signal),
        }
      const asked: AskedSearch = { query, place, limit, cursor, ...(await scopeOf(filter, request)) }
      const { page, progress } =
        query.kind === 'terms'
          ? await runner.search(asked, signal)
          : { page: await runner.scan(asked, signal), progress: await runner.progress(signal) }
      if (!page) throw new Refusal('bad-input', 'The cursor must be the nextCursor of an answer to the same question.')
      const { nextCursor, searchedBackTo, scanned } = page
      return {
        sessions: ranked(await named(page, request), now()),
        nextCursor,
        isComplete: nextCursor === null,
        searchedBackTo,
        scanned,
        index: progress,
      }
    },

    progress: (signal?: AbortSignal) => runner.progress(signal),
    rebuild: () => runner.rebuild(),
  }
}
