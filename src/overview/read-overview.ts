import type { ActivityEntry } from '../activity/activity-entry.ts'
import type { Agents } from '../agents/agents.ts'
import type { Costs } from '../costs/reports/reports.ts'
import type { Crons } from '../crons/crons.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { Health } from '../health/health.ts'
import type { IndexingState } from '../indexing/indexing.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { byActivity } from '../sessions/state.ts'
import { listedSessions, type Overview } from './overview.ts'
import type { OverallStatus } from './status.ts'

type Deps = {
  agents: Agents
  sessions: Sessions
  costs: Costs
  crons: Crons
  health: Health
  indexing: () => IndexingState
  gateways: () => GatewayState[]
  standing: () => OverallStatus
  log: () => ActivityEntry[]
  /** How large the index is on disk; null where nobody can tell. */
  indexBytes: () => number | null
  about: { demo: boolean; build: string; host: string; timezone: string; startedAt: number }
}

/** Puts the first page together, in one answer. */
export function readOverview({
  agents,
  sessions,
  costs,
  crons,
  health,
  indexing,
  gateways,
  standing,
  log,
  indexBytes,
  about,
}: Deps): Overview {
  const { progress, done, reports } = indexing()
  const { verdict, attention, active, total } = standing()
  const items = sessions.list({ limit: listedSessions }).items.sort(byActivity)
  return {
    demo: about.demo,
    build: about.build,
    host: about.host,
    timezone: about.timezone,
    verdict,
    agents: agents.all(),
    sessions: { active, total, items },
    costs: costs.today(),
    health: {
      startedAt: about.startedAt,
      rssBytes: process.memoryUsage.rss(),
      indexBytes: indexBytes(),
      indexed: { ...progress, done },
      reading: health.latest(),
      recent: health.recent(),
      platform: health.now().facts.platform,
    },
    crons: crons.jobs(),
    attention,
    log: log(),
    sources: reports,
    gateways: gateways(),
  }
}
