import type { Database } from 'bun:sqlite'
import type { CronJobFact, CronRunFact } from '../facts/fact.ts'
import { redact } from '../lib/redact.ts'
import { redactDeep } from '../lib/redact-deep.ts'

/** Writes cron jobs and their runs into the index. Runs stay after the runtime has forgotten them. */
export function writeCrons(index: Database) {
  // What a job was stays known once it is gone. A schedule that is another one, or is switched on again, counts from when
  // that was seen: nobody has missed a run before.
  const job = index.prepare(
    `INSERT INTO cron_jobs (id, host, runtime, agent_id, name, enabled, system, schedule, next_at, last_at, last_status,
       last_error, present, home, foreign_id, definition, revision, created_at, steady_since)
     VALUES ($id, $host, $runtime, $agentId, $name, $enabled, $system, $schedule, $nextAt, $lastAt, $lastStatus,
       $lastError, $present, $home, $foreignId, $definition, $revision, $createdAt, $activeSince)
     ON CONFLICT (id, host) DO UPDATE SET runtime = excluded.runtime, agent_id = excluded.agent_id, name = excluded.name,
       enabled = excluded.enabled, system = excluded.system, schedule = excluded.schedule, next_at = excluded.next_at,
       last_at = excluded.last_at, last_status = excluded.last_status, last_error = excluded.last_error,
       present = excluded.present, home = coalesce(excluded.home, home),
       foreign_id = coalesce(excluded.foreign_id, foreign_id), definition = coalesce(excluded.definition, definition),
       revision = coalesce(excluded.revision, revision), created_at = coalesce(excluded.created_at, created_at),
       steady_since = CASE
         WHEN schedule = excluded.schedule AND enabled = excluded.enabled AND present = excluded.present
           THEN max(coalesce(steady_since, excluded.steady_since), coalesce(excluded.steady_since, steady_since))
         ELSE max(coalesce(excluded.steady_since, 0), CAST(unixepoch('subsec') * 1000 AS INTEGER)) END`,
  )
  const run = index.prepare(
    `INSERT OR REPLACE INTO cron_runs (id, host, job_id, at, status, duration_ms, error, summary, session_id, model, by_hand)
     VALUES ($id, $host, $jobId, $at, $status, $durationMs, $error, $summary, $sessionId, $model, $byHand)`,
  )
  return {
    job(
      { kind: _, name, schedule, enabled, system, present, lastError, definition, ...rest }: CronJobFact,
      host: string,
    ) {
      job.run({
        ...rest,
        host,
        name: name || rest.id,
        lastError: clean(lastError),
        schedule: JSON.stringify(schedule),
        enabled: Number(enabled),
        system: Number(system),
        present: Number(present),
        home: rest.home ?? null,
        foreignId: rest.foreignId ?? null,
        definition: definition === undefined ? null : cleanJson(definition),
        revision: rest.revision ?? null,
        createdAt: rest.createdAt ?? null,
        activeSince: rest.activeSince ?? null,
      })
    },
    run({ kind: _, error, summary, byHand, ...rest }: CronRunFact, host: string) {
      run.run({
        ...rest,
        host,
        error: clean(error),
        summary: clean(summary),
        byHand: byHand === undefined ? null : Number(byHand),
      })
    },
  }
}

/** Errors and summaries are foreign: an error quotes what failed, and that may hold a key. */
const clean = (words: string | null) => (words === null ? null : redact(words))

/** The same for each text in a definition; null for what is no JSON after all. */
function cleanJson(text: string): string | null {
  try {
    return JSON.stringify(redactDeep(JSON.parse(text)))
  } catch {
    // A definition that cannot be read is one that is not known.
    return null
  }
}
