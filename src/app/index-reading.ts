import { createRecentRows, readRecentRows } from '../activity/recent-rows.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { Indexing, IndexingListeners, IndexingState } from '../indexing/indexing.ts'
import { localReader, type Reader } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import { replaceAll } from '../lib/replace-all.ts'
import { createOverallStatus, type Standing } from '../overview/status.ts'
import { verdictOf } from '../overview/verdict.ts'
import { createReadSide, type ReadSettings } from '../reader/read-side.ts'
import { createReaders } from '../reader/readers.ts'
import { createReads, type Reads } from '../reader/reads.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { openStoreForReading } from '../store/store.ts'

/** What the features of the main thread know of the index. None of it is SQL that they wait for while they serve. */
type IndexReading = {
  reader: Reader<Reads>
  standing: () => Standing
  recentRows: Pick<ReturnType<typeof createRecentRows>, 'agents' | 'sessions' | 'crons'>
  tokensPerMinute: (moments: number[]) => Promise<(number | null)[]>
  /** A sentence where the index cannot be read; null where it can. */
  trouble: () => string | null
  /** Takes the ids of the sessions whose needs are set aside: lists do not count them among those that need somebody. */
  setAside: (ids: string[]) => void
  /** What the worker says of it. */
  listeners: Pick<IndexingListeners, 'events' | 'standingRead' | 'recentRowsRead' | 'liveStateChanged'>
  stop(): void
}

type Deps = {
  indexing: Pick<Indexing, 'state' | 'tokensPerMinute'>
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
    trouble: readers.trouble,
    setAside: readers.setAside,
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
  active: 0,
  total: 0,
})

/** Where nobody is served (the command line without a server): in this thread, when it is asked for. */
export function readHere(
  indexPath: string,
  settings: ReadSettings,
  { now, indexing, gateways }: { now: () => number; indexing: () => IndexingState; gateways: () => GatewayState[] },
): IndexReading {
  const index = openStoreForReading(indexPath)
  const setAside = new Set<string>()
  const side = createReadSide(index, settings, { liveState: createLiveState(), now, setAside })
  const { agents, sessions, crons, costs, budgets } = side
  const rows = () => readRecentRows({ agents, sessions, crons }, now())
  return {
    reader: localReader(createReads(side)),
    standing: createOverallStatus({ sessions, crons, budgets: budgets.passed, indexing, gateways, now }).standing,
    recentRows: {
      agents: { all: agents.names },
      sessions: { since: () => rows().sessions },
      crons: { latestRuns: () => rows().runs, jobsByIds: crons.jobsByIds },
    },
    tokensPerMinute: async (moments) => moments.map(costs.tokensPerMinute),
    trouble: () => null,
    setAside: (ids) => replaceAll(setAside, ids),
    listeners: { events() {}, standingRead() {}, recentRowsRead() {}, liveStateChanged() {} },
    stop: () => index.$client.close(),
  }
}
