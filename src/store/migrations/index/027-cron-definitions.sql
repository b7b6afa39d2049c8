-- What a person decided about a job (JSON, without secrets), another revision for another definition, and where it can be
-- changed. `steady_since`: since when it has had its schedule and been switched on, as far as that is known.
ALTER TABLE cron_jobs ADD COLUMN home TEXT;
ALTER TABLE cron_jobs ADD COLUMN foreign_id TEXT;
ALTER TABLE cron_jobs ADD COLUMN definition TEXT;
ALTER TABLE cron_jobs ADD COLUMN revision TEXT;
ALTER TABLE cron_jobs ADD COLUMN created_at INTEGER;
ALTER TABLE cron_jobs ADD COLUMN steady_since INTEGER;
-- Whether a person started the run; null where that is not known.
ALTER TABLE cron_runs ADD COLUMN by_hand INTEGER;
