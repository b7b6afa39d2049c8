import type { ActivityEntry } from '../activity/activity-entry.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { Health } from '../health/health.ts'
import type { IndexingState } from '../indexing/indexing.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import type { Overview } from './overview.ts'
import type { OverviewReads } from './reads.ts'
import type { OverallStatus } from './status.ts'

type Deps = {
  reader: Reader<OverviewReads>
  health: Health
  indexing: () => IndexingState
  gateways: () => GatewayState[]
  standing: () => OverallStatus
  log: () => ActivityEntry[]
  /** The size of the index on disk in bytes; null where it is unknown. */
  indexBytes: () => number | null
  about: { demo: boolean; build: string; host: string; timezone: string; startedAt: number }
}

/** Reads the content of the first page. `signal` cancels it. */
export async function readOverview(
  { reader, health, indexing, gateways, standing, log, indexBytes, about }: Deps,
  signal?: AbortSignal,
): Promise<Overview> {
  const { agents, sessions, costs, crons } = fromJson(await reader.overviewRows(undefined, { signal }))
  const { progress, done, reports } = indexing()
  const { verdict, attention, setAside, active, total } = standing()
  return {
    demo: about.demo,
    build: about.build,
    host: about.host,
    timezone: about.timezone,
    verdict,
    agents,
    sessions: { active, total, items: sessions },
    costs,
    health: {
      startedAt: about.startedAt,
      rssBytes: process.memoryUsage.rss(),
      indexBytes: indexBytes(),
      indexed: { ...progress, done },
      reading: health.latest(),
      recent: health.recent(),
      platform: health.now().facts.platform,
    },
    crons,
    attention,
    setAside,
    log: log(),
    sources: reports,
    gateways: gateways(),
  }
}
