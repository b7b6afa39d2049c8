import type { ActivityEntry } from '../activity/activity-entry.ts'
import type { Agent } from '../agents/agent.ts'
import type { AttentionItem } from '../attention/need.ts'
import type { CostsToday } from '../costs/reports/report.ts'
import type { CronJob } from '../crons/cron.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { Progress, SourceReport } from '../facts/source.ts'
import type { Reading } from '../health/reading.ts'
import type { Recent } from '../health/recent.ts'
import type { Session } from '../sessions/session.ts'
import type { Verdict } from './verdict.ts'

/** How many sessions the first page lists. */
export const listedSessions = 24

/** The content of the first page, in one answer. */
export type Overview = {
  /** True where everything here is made up. */
  demo: boolean
  /** The id of the build of the server; a page of another build reloads itself. */
  build: string
  host: string
  timezone: string
  verdict: Verdict
  agents: Agent[]
  sessions: { active: number; total: number; items: Session[] }
  costs: CostsToday
  health: {
    startedAt: number
    rssBytes: number
    indexBytes: number | null
    indexed: Progress & { done: boolean }
    /** The latest reading of the machine, the gateway and this process; null before the first. */
    reading: Reading | null
    /** The last hour of the drawn measures, by the minute. */
    recent: Recent
    platform: string
  }
  crons: CronJob[]
  attention: AttentionItem[]
  /** The ids of the sessions that would need a person, had it not been set aside. */
  setAside: string[]
  /** The activity of the last day, the newest entry first. */
  log: ActivityEntry[]
  sources: SourceReport[]
  /** The gateway of each home. */
  gateways: GatewayState[]
}
