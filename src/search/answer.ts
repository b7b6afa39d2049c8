import type { Runtime } from '../facts/runtimes.ts'
import type { Session } from '../sessions/session.ts'
import type { DocumentKind, FoundTool } from './document.ts'
import type { Snippet } from './match.ts'

/** A place that was found. It is opened by its session and its item; a title has no item. */
export type SearchHit = {
  itemId: string | null
  kind: DocumentKind
  /** In ms; null where it is not known. */
  at: number | null
  /** What was called; null where it is no call and no result. */
  tool: FoundTool | null
  snippet: Snippet
}

/** The hits of one session, the newest first. */
export type FoundHits = {
  sessionId: string
  hits: SearchHit[]
  /** So many other places of it may hold the same; they were not looked at. */
  more: number
}

/** How far the past is indexed. Doubts are a sentence. */
export type SearchProgress = {
  sessions: number
  sessionsDone: number
  isWhole: boolean
  /** Why the index is not what it should be; null where it is. */
  trouble: string | null
}

/** A page of what was found, before sessions are named. */
export type FoundPage = {
  found: FoundHits[]
  /** Goes on behind this page; null where everything was looked through. */
  nextCursor: string | null
  /** Everything that was active at or after this moment (ms) was looked through; null where everything was. */
  searchedBackTo: number | null
  /** So many sessions were not indexed yet: their texts were read. */
  scanned: number
}

export type FoundSession = FoundHits &
  Pick<Session, 'title' | 'agentId' | 'kind' | 'state' | 'projectPath' | 'branch' | 'lastAt'> & {
    agentName: string
    runtime: Runtime
  }

/** What `GET /api/search` answers. */
export type SearchAnswer = {
  sessions: FoundSession[]
  nextCursor: string | null
  isComplete: boolean
  searchedBackTo: number | null
  scanned: number
  index: SearchProgress
}
