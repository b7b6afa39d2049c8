import type { TranscriptAnswer, TranscriptQuery } from '../facts/transcript.ts'
import { type LastMoments, lastMomentsOf } from './last-moments.ts'
import type { Session } from './session.ts'

/** A page of the end of a transcript, from the thread that knows the sources; `signal` cancels the request. */
export type ReadTranscript = (
  sessionId: string,
  query: TranscriptQuery,
  signal?: AbortSignal,
) => Promise<TranscriptAnswer>

/** So much of the end of a transcript is looked at. */
const lastItems = 40
/** Of more sessions than these nobody reads the last words at once. */
const maxSessions = 24
/** A transcript that takes longer is left out: the list does not wait for a slow disk. */
const timeoutMs = 1_000

/** Reads how sessions ended so far, each once for as long as nothing is written in it. */
export function createLastMoments(readTranscript: ReadTranscript) {
  let known = new Map<string, { lastAt: number | null; last: LastMoments }>()

  async function lastOf({ id, lastAt }: Pick<Session, 'id' | 'lastAt'>, signal: AbortSignal) {
    const before = known.get(id)
    if (before?.lastAt === lastAt) return { id, lastAt, last: before.last }
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const answer = await readTranscript(id, { limit: lastItems }, limit)
      return answer.kind === 'page' ? { id, lastAt, last: lastMomentsOf(answer.page.items) } : undefined
    } catch {
      // It took too long, or whoever asked has gone: the list is shown without it.
      return undefined
    }
  }

  /** By the id of the session; what cannot be read now is left out. */
  return async (
    sessions: readonly Pick<Session, 'id' | 'lastAt'>[],
    signal: AbortSignal,
  ): Promise<Record<string, LastMoments>> => {
    const read = await Promise.all(sessions.slice(0, maxSessions).map((session) => lastOf(session, signal)))
    const found = read.filter((one) => one !== undefined)
    known = new Map(found.map(({ id, lastAt, last }) => [id, { lastAt, last }]))
    return Object.fromEntries(found.map(({ id, last }) => [id, last]))
  }
}
