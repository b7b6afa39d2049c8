import { placeOfItem } from '../facts/item-id.ts'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import { sweepMemory } from '../lib/sweep-memory.ts'
import { lastLine } from '../lib/thread-rpc.ts'
import type { FoundPage, SearchHit, SearchProgress } from './answer.ts'
import { createCollector } from './collect.ts'
import { firstCursor, readCursor, type ScanPlace, type SearchCursor, writeCursor } from './cursor.ts'
import { type DocumentKind, documentsOf, kindsIn, type SearchDocument, titleDocument } from './document.ts'
import { matchOf, snippetOf } from './match.ts'
import type { SearchPlace } from './places.ts'
import { type IndexQueries, indexQueriesOf, type SearchQuery } from './query.ts'
import { type AccessTo, type ScanPiece, type SearchableSession, type Sought, scanSession, soughtOf } from './scan.ts'
import {
  type Candidate,
  dropSearchIndex,
  OtherRules,
  openSearchIndex,
  type SearchBatch,
  type SearchIndex,
  titleHashOf,
} from './search-index.ts'

/** The sessions of the index as this thread reads them, the last active first, by id where that is the same. */
type SessionList = {
  behind(place: Pick<ScanPlace, 'lastAt' | 'id'> | null, limit: number): SearchableSession[]
  of(ids: readonly string[]): SearchableSession[]
  count(): number
}

type EngineDeps = {
  path: string
  sessions: SessionList
  accessTo: AccessTo
  /** Whether the past is indexed, and what is written now. */
  indexes: boolean
  /** Whether everything was indexed when an engine ended that told of what was written since. */
  wasWhole?: boolean
}

export type AskedSearch = {
  query: Extract<SearchQuery, { kind: 'terms' | 'regex' }>
  place: SearchPlace
  limit: number
  cursor: string | null
  /** The ids of the only sessions that are looked through; null for all. */
  only: readonly string[] | null
  /** The ids of sessions that are left out. */
  without: readonly string[]
}

/** One question works for so long before it answers as far as it came. */
const patienceMs = 700
/** What was written a moment ago is indexed before a question is answered, if it does not take longer. */
const freshenMs = 150
/** So many candidates are read at once, and so many are looked up. */
const maxChunk = 32
const maxLookup = 512
/** A transaction holds about so many letters; beyond these another one begins. */
const batchLetters = 1 << 20
const batchSessions = 200
/** So long the indexer works without a rest, and rests so many times as long behind it while it reads the past. */
const sliceMs = 12
const restShare = 1
/** An index that fails again so soon after it was dropped is left alone for as long. */
const unsteadyMs = 60_000

type Call = { signal: AbortSignal }

/** What a step through all texts found, where the look goes on behind it, and the moment that it has come to. */
export type ScanStepped = { piece: ScanPiece; next: ScanPlace | null; lastAt: number | null }

export type SearchEngine = ReturnType<typeof createSearchEngine>

/**
 * Indexes the texts of sessions, and finds in them. The indexes narrow down, the texts decide; what is not indexed yet is
 * read. Where the index itself cannot be used everything is read, and it is built anew.
 */
export function createSearchEngine({ path, sessions, accessTo, indexes, wasWhole = false }: EngineDeps) {
  let index: SearchIndex | undefined
  let trouble: string | null = null
  let failedAt = Number.NEGATIVE_INFINITY
  /** Sessions that were written since they were indexed. */
  const written = new Set<string>()
  /** Those of them that are being indexed. */
  const underWay = new Set<string>()
  /** The past is indexed down to this session; null before the first one. */
  let walked: Pick<ScanPlace, 'lastAt' | 'id'> | null = null
  let hasWalked = wasWhole
  /** When the last active session was active that was indexed before; what is newer is news. */
  let newestAt: number | null = null
  let asking = 0
  let isStopped = false
  let wake = () => {}
  const work = { documents: 0, verified: 0 }

  function open() {
    try {
      try {
        index = openSearchIndex(path)
      } catch (error) {
        if (!(error instanceof OtherRules)) throw error
        dropSearchIndex(path)
        index = openSearchIndex(path)
      }
      newestAt = index.newestAt()
    } catch (error) {
      failed(error)
    }
  }

  /** Drops an index that cannot be used, so that it is built anew; one that fails again soon is left alone for a while. */
  function failed(error: unknown) {
    const reason = lastLine((error as Error).message).replace(/\.$/, '')
    // Dropping it would help against none of these.
    const isInnocent = (error as Error).name !== 'SQLiteError' || /full|disk I\/O|locked|busy/i.test(reason)
    const isUnsteady = performance.now() - failedAt < unsteadyMs
    failedAt = performance.now()
    close()
    if (isInnocent || isUnsteady) {
      trouble = `The search index cannot be kept (${reason}). Texts are read instead, which takes longer; it is tried again in a minute.`
      if (!isStopped && indexes) setTimeout(again, unsteadyMs).unref()
      return
    }
    trouble = `The search index could not be used (${reason}). It is being built anew.`
    rebuild()
  }

  function again() {
    if (isStopped || index) return
    trouble = null
    open()
    wake()
  }

  function rebuild() {
    close()
    try {
      dropSearchIndex(path)
    } catch (error) {
      return failed(error)
    }
    open()
    wake()
  }

  function close() {
    try {
      index?.close()
    } catch {
      // Nothing can be done with it any more.
    }
    index = undefined
    walked = null
    hasWalked = false
  }

  const isIndexed = (session: SearchableSession) => {
    const known = index?.transcriptOf(session.id)
    return (
      known?.isWhole === true &&
      known.lastAt === session.lastAt &&
      known.titleHash === titleHashOf(session.title) &&
      !written.has(session.id) &&
      !underWay.has(session.id)
    )
  }

  /** What of a session is not indexed yet, in batches; nothing of it is committed. */
  function* unindexed(of: SearchIndex, session: SearchableSession): Generator<SearchBatch> {
    const known = of.transcriptOf(session.id)
    const { id: sessionId, lastAt, title } = session
    const isNews = known?.isWhole === true || (newestAt !== null && lastAt !== null && lastAt > newestAt)
    const news = known?.titleHash === titleHashOf(title) ? undefined : title
    const begun = { sessionId, lastAt, documents: [], isNews, ...(news !== undefined && { title: news }) }
    const access = accessTo(sessionId)
    if (!('scan' in access)) return yield { ...begun, isAnew: true, mark: null, isWhole: true }
    let isFirst = true
    for (const step of access.scan(known?.mark ?? null)) {
      if (step.kind !== 'step') return yield { ...begun, isAnew: true, mark: null, isWhole: true }
      const { parts, mark, size, isAnew } = step
      yield {
        ...(isFirst ? begun : { sessionId, lastAt, isNews }),
        documents: parts.flatMap(documentsOf),
        isAnew: isAnew || (isFirst && known?.mark == null),
        mark,
        isWhole: mark.position >= size,
      }
      isFirst = false
    }
  }

  /** Commits batches, with a rest between two slices of work. */
  async function commit(of: SearchIndex, batches: readonly SearchBatch[], isNews: boolean) {
    if (batches.length === 0) return
    let until = performance.now() + sliceMs
    for (const _ of of.write(batches)) {
      if (performance.now() < until) continue
      await rest(isNews)
      if (isStopped || index !== of) return
      until = performance.now() + sliceMs
    }
    sweepMemory()
    work.documents += batches.reduce((sum, { documents, title }) => sum + documents.length + (title ? 1 : 0), 0)
  }

  async function rest(isNews: boolean) {
    if (isNews) return nextTurn()
    do await Bun.sleep(sliceMs * restShare)
    while (asking > 0 && !isStopped)
  }

  /** Indexes these sessions, several small ones in one transaction. */
  async function indexAll(of: SearchIndex, some: readonly SearchableSession[], isNews: boolean) {
    let batches: SearchBatch[] = []
    let letters = 0
    let until = performance.now() + sliceMs
    for (const session of some)
      for (const batch of unindexed(of, session)) {
        batches.push(batch)
        letters += batch.documents.length * 400
        // A transcript of several steps is committed step by step: each mark stands on the one before.
        if (batch.isWhole && letters < batchLetters && batches.length < batchSessions) {
          if (performance.now() < until) continue
          await rest(isNews)
          until = performance.now() + sliceMs
          if (isStopped || index !== of) return
          continue
        }
        await commit(of, batches, isNews)
        if (isStopped || index !== of) return
        batches = []
        letters = 0
      }
    await commit(of, batches, isNews)
  }

  /** Indexes what was written now, else some of the past. False where there is nothing to do. */
  async function indexSome(of: SearchIndex): Promise<boolean> {
    if (written.size > 0) {
      const ids = [...written].slice(0, batchSessions)
      // Whoever is written again meanwhile is noted again.
      for (const id of ids) {
        written.delete(id)
        underWay.add(id)
      }
      let isDone = false
      try {
        await indexAll(of, sessions.of(ids), true)
        isDone = index === of
      } finally {
        underWay.clear()
        if (!isDone) for (const id of ids) written.add(id)
      }
      return true
    }
    if (hasWalked) return false
    const page = sessions.behind(walked, batchSessions)
    await indexAll(
      of,
      page.filter((session) => !isIndexed(session)),
      false,
    )
    if (index !== of || isStopped) return true
    const last = page.at(-1)
    if (last) walked = { lastAt: last.lastAt, id: last.id }
    if (page.length < batchSessions) {
      hasWalked = true
      trouble = null
      of.settle()
    } else await rest(false)
    return true
  }

  async function run() {
    while (!isStopped) {
      const of = index
      let isBusy = false
      try {
        isBusy = of !== undefined && (await indexSome(of))
      } catch (error) {
        if (isStopped) return
        if (index === of) failed(error)
      }
      if (!isBusy)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  }

  /** Sessions that are not indexed, the last active first, behind a place and that place itself. */
  function* notIndexed(from: ScanPlace | null): Generator<ToScan> {
    if (from) {
      const [begun] = sessions.of([from.id])
      if (begun && from.before !== null) yield { session: begun, before: from.before }
    }
    const isBehind = ({ lastAt, id }: SearchableSession) =>
      !from || (lastAt ?? -1) < (from.lastAt ?? -1) || ((lastAt ?? -1) === (from.lastAt ?? -1) && id > from.id)
    const top = walked
    const isPast = (one: SearchableSession) => !hasWalked && (top === null || !isAhead(one, top))
    const news = sessions.of([...written, ...underWay]).filter((one) => isBehind(one) && !isPast(one))
    for (const session of news.sort((a, b) => (b.lastAt ?? -1) - (a.lastAt ?? -1))) yield { session, before: null }
    if (hasWalked) return
    for (let at = from && (!top || !isAhead(from, top)) ? { lastAt: from.lastAt, id: from.id } : top; ; ) {
      const page = sessions.behind(at, batchSessions)
      for (const session of page) if (!isIndexed(session)) yield { session, before: null }
      const last = page.at(-1)
      if (!last || page.length < batchSessions) return
      yield { session: last, before: null, isPassed: true }
      at = { lastAt: last.lastAt, id: last.id }
    }
  }

  /** The hits among some candidates, in their order. */
  function verify(candidates: readonly Candidate[], { match, terms }: Sought): { of: Candidate; hit: SearchHit }[] {
    const hits = new Map<Candidate, SearchHit>()
    for (const [sessionId, own] of Map.groupBy(candidates, ({ sessionId }) => sessionId)) {
      const documents = documentsAt(sessionId, own)
      for (const candidate of own) {
        work.verified++
        const { itemId, kind } = candidate
        const document = documents.find((one) => one.itemId === itemId && one.kind === kind)
        const text = document?.text()
        const range = text === undefined ? undefined : match(text)
        if (document && text !== undefined && range)
          hits.set(candidate, {
            itemId: kind === 'title' ? null : itemId,
            kind,
            at: document.at,
            tool: document.tool(),
            snippet: snippetOf(text, range, terms),
          })
      }
    }
    return candidates.flatMap((of) => {
      const hit = hits.get(of)
      return hit ? [{ of, hit }] : []
    })
  }

  function documentsAt(sessionId: string, candidates: readonly Candidate[]): SearchDocument[] {
    const titles: SearchDocument[] = []
    if (candidates.some(({ kind }) => kind === 'title')) {
      const [session] = sessions.of([sessionId])
      if (session?.title) titles.push(titleDocument(session.title, session.lastAt))
    }
    const positions = candidates.flatMap(({ kind, itemId }) =>
      kind === 'title' ? [] : (placeOfItem(itemId)?.position ?? []),
    )
    if (positions.length === 0) return titles
    const access = accessTo(sessionId)
    const parts = 'partsAt' in access ? access.partsAt([...new Set(positions)]) : []
    return [...titles, ...(Array.isArray(parts) ? parts : ([] as TranscriptPart[])).flatMap(documentsOf)]
  }

  /** The candidates of the index that the question is about, the newest first. */
  function* candidatesOf(
    of: SearchIndex,
    queries: IndexQueries,
    { isOpen, at, sought }: Finding,
  ): Generator<Candidate> {
    const ids = of.idsFor(queries, at.below)
    for (let size = maxChunk; ; size = Math.min(maxLookup, size * 2)) {
      const some = takeFrom(ids, size)
      for (const one of of.candidates(some)) if (isOpen(one.sessionId) && isIn(one, at, sought.kinds)) yield one
      if (some.length < size) return
    }
  }

  /**
   * Looks at what the index names until the page is full or the time is over; answers where it goes on, or null where
   * that was all. No more texts are read than may be shown.
   */
  async function findIndexed(of: SearchIndex, queries: IndexQueries, finding: Finding): Promise<Left | null> {
    const { sought, page, isOver } = finding
    const candidates = candidatesOf(of, queries, finding)
    let held: Candidate | undefined
    for (;;) {
      const chunk: Candidate[] = []
      const taken = new Map<string, number>()
      let last: Candidate | undefined
      let isLast = false
      for (let passed = 0; chunk.length < Math.min(maxChunk, page.room()) && passed < maxLookup; passed++) {
        const next = held ?? candidates.next().value
        held = undefined
        if (!next) {
          isLast = true
          break
        }
        const { sessionId } = next
        const count = taken.get(sessionId) ?? 0
        if (!page.hasRoom(sessionId)) page.addMore(sessionId)
        else if (count < page.roomOf(sessionId)) {
          chunk.push(next)
          taken.set(sessionId, count + 1)
        } else {
          held = next
          break
        }
        last = next
      }
      for (const { of: candidate, hit } of verify(chunk, sought)) page.add(candidate.sessionId, hit)
      if (isLast) return null
      if (last && (page.isFull() || isOver())) return { below: last.id, lookedAt: last.at ?? last.lastAt }
      await nextTurn()
    }
  }

  return {
    /** A page of what is found. Undefined where the cursor is none. */
    async search(asked: AskedSearch, { signal }: Call): Promise<FoundPage | undefined> {
      const { query, place, limit, cursor } = asked
      const at = cursor === null ? firstCursor : readCursor(cursor)
      if (!at || query.kind !== 'terms') return undefined
      await freshen()
      asking++
      const until = performance.now() + patienceMs
      try {
        const sought = soughtOf(matchOf(query), query, kindsIn[place])
        const ofSession = asked.only?.length === 1 ? limit : undefined
        let page = createCollector(limit, ofSession)
        const isOver = () => signal.aborted || performance.now() > until
        const finding: Finding = { isOpen: openOf(asked), at, sought, page, isOver }
        const queries = indexQueriesOf(query)
        const usable = queries.words === null && queries.pieces === null ? undefined : index
        let below = 0
        if (usable) {
          try {
            const from = usable.lowestId()
            const left = await findIndexed(usable, queries, finding)
            if (left)
              return {
                found: page.all(),
                nextCursor: writeCursor({ below: left.below, scan: at.scan }),
                searchedBackTo: left.lookedAt,
                scanned: 0,
              }
            below = from
          } catch (error) {
            if (index === usable) failed(error)
            page = createCollector(limit, ofSession)
          }
        }
        // Where no index can tell, and where there is none, every session is looked through.
        const list = usable && index === usable ? notIndexed(at.scan) : everySession(at.scan)
        return await findInTexts(list, {
          ...finding,
          page,
          below,
          knows: usable && index === usable ? usable : undefined,
        })
      } finally {
        asking--
        wake()
      }
    },

    /** Looks through all texts, the newest first, and says after each step what it found. */
    *scan(asked: AskedSearch): Generator<ScanStepped> {
      const { query, place, cursor } = asked
      const at = cursor === null ? firstCursor : readCursor(cursor)
      if (!at) return
      const isOpen = openOf(asked)
      const sought = soughtOf(matchOf(query), query, kindsIn[place])
      let next = at.scan
      for (const { session, before } of everySession(at.scan)) {
        if (!isOpen(session.id)) continue
        const { id, lastAt } = session
        // Before a step that may never end.
        yield { piece: { sessionId: id, hits: [], more: 0, before }, next, lastAt }
        for (const piece of scanSession(session, { before }, 0, accessTo, sought)) {
          next = { lastAt, id, before: piece.before }
          yield { piece, next, lastAt }
        }
      }
    },

    progress: (): SearchProgress => {
      const all = sessions.count()
      return {
        sessions: all,
        sessionsDone: Math.min(all, index?.wholeTranscripts() ?? 0),
        isWhole: index !== undefined && hasWalked && isUpToDate(),
        trouble,
      }
    },

    /** These sessions were written. */
    note(ids: readonly string[]) {
      for (const id of ids) written.add(id)
      wake()
    },

    /** Takes the index away and builds it anew. */
    rebuild(): void {
      trouble = null
      failedAt = Number.NEGATIVE_INFINITY
      rebuild()
    },

    /** Whether there is nothing left to index. */
    isIdle: () => asking === 0 && (!indexes || index === undefined || (hasWalked && isUpToDate())),

    /** So many documents were indexed, and so many candidates read, since the start. */
    work: () => ({ ...work }),

    start() {
      open()
      if (indexes) void run()
    },

    stop() {
      isStopped = true
      wake()
      close()
    },
  }

  function isUpToDate() {
    return written.size === 0 && underWay.size === 0
  }

  async function freshen() {
    if (!indexes || !index) return
    const until = performance.now() + freshenMs
    while (!isUpToDate() && performance.now() < until) await Bun.sleep(5)
  }

  function* everySession(from: ScanPlace | null): Generator<ToScan> {
    if (from) {
      const [begun] = sessions.of([from.id])
      if (begun && from.before !== null) yield { session: begun, before: from.before }
    }
    for (let at: Pick<ScanPlace, 'lastAt' | 'id'> | null = from; ; ) {
      const page = sessions.behind(at, batchSessions)
      for (const session of page) yield { session, before: null }
      const last = page.at(-1)
      if (!last || page.length < batchSessions) return
      at = last
    }
  }

  async function findInTexts(
    list: Iterable<ToScan>,
    { isOpen, page, isOver, sought, below, knows }: Finding & { below: number; knows: SearchIndex | undefined },
  ): Promise<FoundPage> {
    let scanned = 0
    const leave = ({ lastAt, id }: SearchableSession, before: number | null): FoundPage => ({
      found: page.all(),
      nextCursor: writeCursor({ below, scan: { lastAt, id, before } }),
      searchedBackTo: lastAt,
      scanned,
    })
    for (const { session, before, isPassed } of list) {
      if (isPassed && isOver()) return leave(session, null)
      if (isPassed || !isOpen(session.id)) continue
      scanned++
      const backTo = knows?.transcriptOf(session.id)?.mark?.position ?? 0
      for (const piece of scanSession(session, { before }, backTo, accessTo, sought)) {
        const rest = page.take(piece)
        if (rest !== undefined) return leave(session, rest)
        if (isOver() || page.isFull()) return leave(session, piece.before)
        if (piece.before !== null) await nextTurn()
      }
    }
    return { found: page.all(), nextCursor: null, searchedBackTo: null, scanned }
  }
}

/** A session whose text is read before a position; one that is passed is indexed, and so are those before it. */
type ToScan = { session: SearchableSession; before: number | null; isPassed?: true }

/** Where a look at the index goes on, and the moment (ms) that it has come to. */
type Left = { below: number; lookedAt: number | null }

/** What one question works with. */
type Finding = {
  isOpen: (sessionId: string) => boolean
  at: SearchCursor
  sought: Sought
  page: ReturnType<typeof createCollector>
  isOver: () => boolean
}

function openOf({ only, without }: AskedSearch): (sessionId: string) => boolean {
  const left = new Set(without)
  if (only === null) return (id) => !left.has(id)
  const chosen = new Set(only)
  return (id) => chosen.has(id) && !left.has(id)
}

/** The next few ids; the rest can still be taken. */
function takeFrom(ids: Generator<number>, count: number): number[] {
  const taken: number[] = []
  while (taken.length < count) {
    const { value, done } = ids.next()
    if (done) break
    taken.push(value)
  }
  return taken
}

/** Whether a candidate is looked at: what a look at texts has passed already is not found again in the index. */
const isIn = ({ kind, lastAt }: Candidate, { scan }: SearchCursor, kinds: ReadonlySet<DocumentKind>) =>
  kinds.has(kind) && (scan === null || (lastAt ?? -1) < (scan.lastAt ?? -1))

const isAhead = (one: Pick<ScanPlace, 'lastAt' | 'id'>, other: Pick<ScanPlace, 'lastAt' | 'id'>) =>
  (one.lastAt ?? -1) > (other.lastAt ?? -1) || ((one.lastAt ?? -1) === (other.lastAt ?? -1) && one.id <= other.id)

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
