import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/agents.ts'
import type { CronJob, CronRun } from '../crons/cron.ts'
import type { Crons } from '../crons/crons.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { activityMaxAgeMs, maxActivityEntries } from './activity-entry.ts'

/** The rows that tell of the last day; read where the index is, used where the log is kept. */
export type RecentRows = {
  agents: Pick<Agent, 'id' | 'name'>[]
  sessions: Session[]
  runs: CronRun[]
  /** Every job there is, and those of the runs that are no more. */
  jobs: CronJob[]
}

type Deps = {
  agents: Pick<Agents, 'names'>
  sessions: Pick<Sessions, 'since'>
  crons: Pick<Crons, 'jobs' | 'jobsByIds' | 'latestRuns'>
}

/** `at` in ms. */
export function readRecentRows({ agents, sessions, crons }: Deps, at: number): RecentRows {
  const since = at - activityMaxAgeMs
  const runs = crons.latestRuns(since, 4 * maxActivityEntries)
  return {
    agents: agents.names(),
    sessions: sessions.since(since),
    runs,
    jobs: [...crons.jobs(), ...crons.jobsByIds([...new Set(runs.map(({ jobId }) => jobId))])],
  }
}

/** Holds the rows of the last day as the features would answer them. */
export function createRecentRows() {
  let rows: RecentRows = { agents: [], sessions: [], runs: [], jobs: [] }
  let jobs = new Map<string, CronJob>()
  return {
    replace(next: RecentRows) {
      rows = next
      jobs = new Map(next.jobs.map((job) => [job.id, job]))
    },
    /** A job came, or is another than before. */
    setJob: (job: CronJob) => void jobs.set(job.id, job),

    sessions: { since: () => rows.sessions },
    agents: { all: () => rows.agents },
    crons: {
      latestRuns: () => rows.runs,
      jobsByIds: (ids: string[]) => ids.flatMap((id) => jobs.get(id) ?? []),
    },
  }
}
