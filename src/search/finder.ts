import type { Annotations } from '../annotations/annotation.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import type { SessionReads } from '../sessions/reads.ts'
import { isNarrowing, type SessionFilter } from '../sessions/session-filter.ts'
import type { FoundPage, FoundSession, SearchAnswer, SearchProgress } from './answer.ts'
import { createCollector } from './collect.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { AskedSearch, ScanStepped } from './engine.ts'
import type { SearchPlace } from './places.ts'
import { readQuery } from './query.ts'
import { ranked } from './rank.ts'

/** What finding needs of the threads that read texts. */
export type SearchRunner = {
  search(asked: AskedSearch, signal: AbortSignal): Promise<{ page: FoundPage | undefined; progress: SearchProgress }>
  /** Looks through all texts for as long as that may take; it ends when its time is over, or where it is left. */
  scan(asked: AskedSearch, signal: AbortSignal): AsyncGenerator<ScanStepped, 'whole' | 'over'>
  progress(signal: AbortSignal): Promise<SearchProgress>
}

export type FinderDeps = {
  runner: SearchRunner
  reader: Reader<SessionReads>
  annotations: () => Annotations
  agentNames: () => readonly { id: string; name: string }[]
  now: () => number
}

export type SearchQuestion = {
  q: string
  place: SearchPlace
  limit: number
  cursor: string | null
  /** The only session that is looked through; null for those that the filter lets pass. */
  sessionId: string | null
  filter: SessionFilter
}

/** A question that is none, in a sentence. */
type Wrong = { wrong: string }

/** Finds, and names the sessions of what is found. It is loaded when somebody first asks. */
export function createFinder({ runner, reader, annotations, agentNames, now }: FinderDeps) {
  /** Which sessions are looked through; what is archived only where it is asked for. */
  async function scopeOf(
    { sessionId, filter }: SearchQuestion,
    request: Request,
  ): Promise<Pick<AskedSearch, 'only' | 'without'>> {
    if (sessionId !== null) return { only: [sessionId], without: [] }
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
      const { title, agentId, runtime, kind, state, projectPath, branch, lastAt } = session
      const agentName = names.get(agentId) ?? 'Agent'
      return [{ ...found, title, agentId, agentName, runtime, kind, state, projectPath, branch, lastAt }]
    })
  }

  /** A page of what an expression finds, as far as its time reaches. */
  async function scanned(asked: AskedSearch, signal: AbortSignal): Promise<FoundPage | undefined> {
    const at = asked.cursor === null ? null : readCursor(asked.cursor)
    if (at === undefined) return undefined
    const page = createCollector(asked.limit, asked.only?.length === 1 ? asked.limit : undefined)
    const seen = new Set<string>()
    let next = at?.scan ?? null
    let reached: number | null = null
    const steps = runner.scan(asked, signal)
    for (;;) {
      const { value, done } = await steps.next()
      if (done && value === 'whole')
        return { found: page.all(), nextCursor: null, searchedBackTo: null, scanned: seen.size }
      if (done) break
      const rest = page.take(value.piece)
      next = rest === undefined || value.next === null ? value.next : { ...value.next, before: rest }
      reached = value.lastAt
      seen.add(value.piece.sessionId)
      if (page.isFull()) break
    }
    await steps.return('over')
    const nextCursor = writeCursor({ below: 0, scan: next })
    return { found: page.all(), nextCursor, searchedBackTo: reached, scanned: seen.size }
  }

  return async function find(question: SearchQuestion, request: Request): Promise<SearchAnswer | Wrong> {
    const { q, place, limit, cursor } = question
    const query = readQuery(q)
    if (query.kind === 'wrong') return { wrong: query.reason }
    const { signal } = request
    if (query.kind === 'nothing') return { ...nothing, index: await runner.progress(signal) }
    const asked: AskedSearch = { query, place, limit, cursor, ...(await scopeOf(question, request)) }
    const { page, progress } =
      query.kind === 'terms'
        ? await runner.search(asked, signal)
        : { page: await scanned(asked, signal), progress: await runner.progress(signal) }
    if (!page) return { wrong: 'The cursor must be the nextCursor of an answer to the same question.' }
    const { nextCursor, searchedBackTo, scanned: read } = page
    return {
      sessions: ranked(await named(page, request), now()),
      nextCursor,
      isComplete: nextCursor === null,
      searchedBackTo,
      scanned: read,
      index: progress,
    }
  }
}

const nothing = { sessions: [], nextCursor: null, isComplete: true, searchedBackTo: null, scanned: 0 }
