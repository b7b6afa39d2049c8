import type { Database } from 'bun:sqlite'
import type { CronJobFact, CronRunFact } from '../live/fact.ts'

/** Writes cron jobs and their runs into the index. Runs are kept after the runtime has forgotten them. */
export function keepCrons(index: Database) {
  const job = index.prepare(
    `INSERT OR REPLACE INTO cron_jobs (id, runtime, agent_id, name, enabled, system, schedule, next_at, last_at, last_status, last_error, present)
     VALUES ($id, $runtime, $agentId, $name, $enabled, $system, $schedule, $nextAt, $lastAt, $lastStatus, $lastError, $present)`,
  )
  const run = index.prepare(
    `INSERT OR REPLACE INTO cron_runs (id, job_id, at, status, duration_ms, error, summary, session_id, model)
     VALUES ($id, $jobId, $at, $status, $durationMs, $error, $summary, $sessionId, $model)`,
  )
  return {
    job({ kind: _, schedule, enabled, system, present, ...rest }: CronJobFact) {
      job.run({
        ...rest,
        schedule: JSON.stringify(schedule),
        enabled: Number(enabled),
        system: Number(system),
        present: Number(present),
      })
    },
    run({ kind: _, ...rest }: CronRunFact) {
      run.run(rest)
    },
  }
}
