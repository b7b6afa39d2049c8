import type { TranscriptAnswer, TranscriptItem, TranscriptQuery } from '../facts/transcript.ts'
import type { Session } from './session.ts'

/** A page of the end of a transcript, from the thread that knows the sources; `signal` cancels the request. */
export type ReadTranscript = (
  sessionId: string,
  query: TranscriptQuery,
  signal?: AbortSignal,
) => Promise<TranscriptAnswer>

/** A transcript that takes longer is left out: the list does not wait for a slow disk. */
const timeoutMs = 1_000

type Place = Pick<Session, 'id' | 'lastAt'>

/**
 * Finds something at the end of transcripts, each once for as long as nothing is written in it. `find` looks through one
 * page, and answers undefined where the page before may hold it. At most `maxPages` are read of a transcript, and
 * `maxSessions` transcripts at a time; `kept` answers are remembered.
 */
export function createTranscriptEnds<Found>(
  readTranscript: ReadTranscript,
  {
    find,
    nothing,
    limit,
    maxPages = 1,
    maxSessions,
    kept,
  }: {
    find: (items: readonly TranscriptItem[]) => Found | undefined
    /** What it is where no page holds it. */
    nothing: Found
    limit: number
    maxPages?: number
    maxSessions: number
    kept: number
  },
) {
  /** The one that was asked for last stands at the end. */
  const known = new Map<string, { lastAt: number | null; found: Found }>()

  async function search(id: string, signal: AbortSignal): Promise<Found | undefined> {
    let before: string | undefined
    for (let page = 0; page < maxPages; page++) {
      const answer = await readTranscript(id, { limit, ...(before !== undefined && { before }) }, signal)
      if (answer.kind !== 'page') return undefined
      const found = find(answer.page.items)
      if (found !== undefined) return found
      if (answer.page.previousCursor === null) break
      before = answer.page.previousCursor
    }
    return nothing
  }

  async function endOf({ id, lastAt }: Place, signal: AbortSignal): Promise<[id: string, found: Found] | undefined> {
    const before = known.get(id)
    known.delete(id)
    if (before?.lastAt === lastAt) {
      known.set(id, before)
      return [id, before.found]
    }
    try {
      const found = await search(id, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
      if (found === undefined) return undefined
      known.set(id, { lastAt, found })
      if (known.size > kept) known.delete(known.keys().next().value!)
      return [id, found]
    } catch {
      // It took too long, or whoever asked has gone: the list is shown without it.
      return undefined
    }
  }

  /** By the id of the session; what cannot be read now is left out. */
  return async (sessions: readonly Place[], signal: AbortSignal): Promise<Record<string, Found>> => {
    const read = await Promise.all(sessions.slice(0, maxSessions).map((session) => endOf(session, signal)))
    return Object.fromEntries(read.filter((one) => one !== undefined))
  }
}
