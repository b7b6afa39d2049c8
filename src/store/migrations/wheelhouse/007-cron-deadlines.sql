-- Within which time a cron job must succeed, where a person said so: else it needs somebody.
CREATE TABLE cron_deadlines (
  job_id TEXT PRIMARY KEY,
  within_ms INTEGER NOT NULL,
  set_at INTEGER NOT NULL,
  set_by TEXT NOT NULL
) WITHOUT ROWID;
