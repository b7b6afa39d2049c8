import { readRecentRows } from '../activity/recent-rows.ts'
import type { Annotation } from '../annotations/annotation.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { IndexingState } from '../indexing/indexing.ts'
import { localReader } from '../lib/json.ts'
import { replaceAll, setAll } from '../lib/replace-all.ts'
import { createOverallStatus } from '../overview/status.ts'
import { createReadSide, type ReadSettings } from '../reader/read-side.ts'
import { createReads } from '../reader/reads.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { openStoreForReading } from '../store/store.ts'
import type { IndexReading } from './index-reading.ts'

/** Where nobody is served (the command line without a server): in this thread, when it is asked for. */
export function readHere(
  indexPath: string,
  settings: ReadSettings,
  { now, indexing, gateways }: { now: () => number; indexing: () => IndexingState; gateways: () => GatewayState[] },
): IndexReading {
  const index = openStoreForReading(indexPath)
  const setAside = new Set<string>()
  const annotations = new Map<string, Annotation>()
  const looks = new Map<string, string>()
  const side = createReadSide(index, settings, { liveState: createLiveState(), now, setAside, annotations, looks })
  const { agents, sessions, crons, costs, budgets, burns, files } = side
  const rows = () => readRecentRows({ agents, sessions, crons }, now())
  return {
    reader: localReader(createReads(side)),
    standing: createOverallStatus({
      sessions,
      crons,
      watched: () => ({ budgets: budgets.passed(), burns: burns(), conflicts: files.conflicts() }),
      indexing,
      gateways,
      now,
    }).standing,
    recentRows: {
      agents: { all: agents.names },
      sessions: { since: () => rows().sessions },
      crons: { jobs: crons.jobs, latestRuns: () => rows().runs, jobsByIds: crons.jobsByIds },
    },
    tokensPerMinute: async (moments) => moments.map(costs.tokensPerMinute),
    work: async () => null,
    start() {},
    trouble: () => null,
    setBudgets: (now) => void Object.assign(settings, now),
    setAside: (ids) => replaceAll(setAside, ids),
    setAnnotations: (changes) => setAll(annotations, changes),
    setLooks: (changes) => setAll(looks, changes),
    listeners: { events() {}, standingRead() {}, recentRowsRead() {}, liveStateChanged() {} },
    stop: () => index.$client.close(),
  }
}
