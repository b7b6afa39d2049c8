import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/agents.ts'
import type { CronJob, CronRun } from '../crons/cron.ts'
import type { Crons } from '../crons/crons.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { activityMaxAgeMs, maxActivityEntries } from './activity-entry.ts'

/** The rows that the activity of the last day follows from. They are read in one thread and used in another. */
export type RecentRows = {
  agents: Pick<Agent, 'id' | 'name'>[]
  sessions: Session[]
  runs: CronRun[]
  /** Every present job, and removed ones that `runs` belong to. */
  jobs: CronJob[]
}

type Deps = {
  agents: Pick<Agents, 'names'>
  sessions: Pick<Sessions, 'since'>
  crons: Pick<Crons, 'jobs' | 'jobsByIds' | 'latestRuns'>
}

/** Reads the rows of the day before `at` (ms). */
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

/** Keeps such rows, and answers like the features that they come from. */
export function createRecentRows() {
  let rows: RecentRows = { agents: [], sessions: [], runs: [], jobs: [] }
  let jobs = new Map<string, CronJob>()
  return {
    replace(next: RecentRows) {
      rows = next
      jobs = new Map(next.jobs.map((job) => [job.id, job]))
    },
    /** Takes a job that is new or has changed. */
    setJob: (job: CronJob) => void jobs.set(job.id, job),

    sessions: { since: () => rows.sessions },
    agents: { all: () => rows.agents },
    crons: {
      jobs: () => [...jobs.values()],
      latestRuns: () => rows.runs,
      jobsByIds: (ids: string[]) => ids.flatMap((id) => jobs.get(id) ?? []),
    },
  }
}
