import type { Database } from 'bun:sqlite'

/** `cron_run_logs` as OpenClaw 2026.7.35 makes it. */
export const runLogTable = `CREATE TABLE cron_run_logs (
  store_key TEXT NOT NULL, job_id TEXT NOT NULL, seq INTEGER NOT NULL, ts INTEGER NOT NULL, status TEXT, error TEXT,
  summary TEXT, diagnostics_summary TEXT, delivery_status TEXT, delivery_error TEXT, delivered INTEGER, session_id TEXT,
  session_key TEXT, run_id TEXT, run_at_ms INTEGER, duration_ms INTEGER, next_run_at_ms INTEGER, model TEXT,
  provider TEXT, total_tokens INTEGER, entry_json TEXT NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (store_key, job_id, seq))`

/** An entry of the log, as OpenClaw writes it. */
export type LogEntry = Record<string, string | number | undefined> & { jobId: string; ts: number }

/** Writes an entry as the next row of its job. */
export function logRun(state: Database, entry: LogEntry, json = JSON.stringify(entry)) {
  const column = (name: string) => entry[name] ?? null
  state.run(
    `INSERT INTO cron_run_logs (store_key, job_id, seq, ts, status, error, summary, session_id, session_key, run_id,
       run_at_ms, duration_ms, next_run_at_ms, model, provider, entry_json, created_at)
     SELECT 'jobs', ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?2
     FROM cron_run_logs WHERE job_id = ?1`,
    [
      ...[entry.jobId, entry.ts, ...['status', 'error', 'summary', 'sessionId', 'sessionKey', 'runId'].map(column)],
      ...[...['runAtMs', 'durationMs', 'nextRunAtMs', 'model', 'provider'].map(column), json],
    ],
  )
}
