import { createRecentRows } from '../activity/recent-rows.ts'
import type { LookNow } from '../agents/looks.ts'
import type { Work } from '../health/kept-measures.ts'
import type { Indexing, IndexingListeners, IndexingState } from '../indexing/indexing.ts'
import type { Reader } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import type { Standing } from '../overview/status.ts'
import { verdictOf } from '../overview/verdict.ts'
import type { AnnotationNow } from '../reader/messages.ts'
import type { BudgetSettings, ReadSettings } from '../reader/read-side.ts'
import { createReaders } from '../reader/readers.ts'
import type { Reads } from '../reader/reads.ts'

/** What the features of the main thread know of the index. None of it is SQL that they wait for while they serve. */
export type IndexReading = {
  reader: Reader<Reads>
  standing: () => Standing
  recentRows: Pick<ReturnType<typeof createRecentRows>, 'agents' | 'sessions' | 'crons'>
  tokensPerMinute: (moments: number[]) => Promise<(number | null)[]>
  /** What agents spend a minute just before a moment (ms), and how many sessions are in which state. */
  work: (at: number) => Promise<Work | null>
  /** The index can be read from now on. */
  start(): void
  /** A sentence where the index cannot be read; null where it can. */
  trouble: () => string | null
  /** Takes the ids of the sessions whose needs are set aside: lists do not count them among those that need somebody. */
  setAside: (ids: string[]) => void
  /** Takes what people noted about sessions, and what changes of it: lists leave out, find and order by it. */
  setAnnotations: (changes: AnnotationNow[]) => void
  /** Takes how people chose that agents look, and what changes of it. */
  setLooks: (changes: LookNow[]) => void
  /** Budgets were set or removed. */
  setBudgets: (settings: BudgetSettings) => void
  /** What the worker says of it. */
  listeners: Pick<IndexingListeners, 'events' | 'standingRead' | 'recentRowsRead' | 'liveStateChanged'>
  stop(): void
}

type Deps = {
  indexing: Pick<Indexing, 'state' | 'tokensPerMinute' | 'work'>
  indexPath: string
  settings: ReadSettings
  log: Log
  isWatched: () => boolean
}

/** While pages are served: requests are answered by threads of their own, everything else is told by the worker. */
export function readInThreads({ indexing, indexPath, settings, log, isWatched }: Deps): IndexReading {
  const readers = createReaders({ indexPath, settings, log, isWatched })
  const recentRows = createRecentRows()
  let standing: Standing | undefined
  return {
    reader: readers.reader,
    standing: () => standing ?? nothingKnown(indexing.state()),
    recentRows,
    // What cannot be told now is a gap in what is drawn, and no reason to draw nothing.
    tokensPerMinute: (moments) => indexing.tokensPerMinute(moments).catch(() => moments.map(() => null)),
    work: (at) => indexing.work(at).catch(() => null),
    start: readers.warm,
    trouble: readers.trouble,
    setAside: readers.setAside,
    setAnnotations: readers.setAnnotations,
    setLooks: readers.setLooks,
    setBudgets: readers.setBudgets,
    listeners: {
      events(events) {
        for (const event of events)
          if (event.kind === 'standing.changed') standing = event.standing
          else if (event.kind === 'cron.changed') recentRows.setJob(event.job)
      },
      standingRead: (read) => {
        standing = read
      },
      recentRowsRead: recentRows.replace,
      liveStateChanged: readers.liveStateChanged,
    },
    stop: readers.stop,
  }
}

const nothingKnown = ({ trouble, reports }: IndexingState): Standing => ({
  verdict: verdictOf(trouble, reports),
  needs: [],
  activeIds: [],
  total: 0,
})
