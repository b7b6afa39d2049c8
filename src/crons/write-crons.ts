import type { Database } from 'bun:sqlite'
import type { CronJobFact, CronRunFact } from '../facts/fact.ts'
import { redact } from '../lib/redact.ts'

/** Writes cron jobs and their runs into the index. Runs stay after the runtime has forgotten them. */
export function writeCrons(index: Database) {
  const job = index.prepare(
    `INSERT OR REPLACE INTO cron_jobs (id, host, runtime, agent_id, name, enabled, system, schedule, next_at, last_at, last_status, last_error, present)
     VALUES ($id, $host, $runtime, $agentId, $name, $enabled, $system, $schedule, $nextAt, $lastAt, $lastStatus, $lastError, $present)`,
  )
  const run = index.prepare(
    `INSERT OR REPLACE INTO cron_runs (id, host, job_id, at, status, duration_ms, error, summary, session_id, model)
     VALUES ($id, $host, $jobId, $at, $status, $durationMs, $error, $summary, $sessionId, $model)`,
  )
  return {
    job({ kind: _, name, schedule, enabled, system, present, lastError, ...rest }: CronJobFact, host: string) {
      job.run({
        ...rest,
        host,
        name: name || rest.id,
        lastError: clean(lastError),
        schedule: JSON.stringify(schedule),
        enabled: Number(enabled),
        system: Number(system),
        present: Number(present),
      })
    },
    run({ kind: _, error, summary, ...rest }: CronRunFact, host: string) {
      run.run({ ...rest, host, error: clean(error), summary: clean(summary) })
    },
  }
}

/** Errors and summaries are foreign: an error quotes what failed, and that may hold a key. */
const clean = (words: string | null) => (words === null ? null : redact(words))
