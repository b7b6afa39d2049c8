-- index.sqlite: what was read from foreign worlds. Written by one worker only; can be built anew from the sources,
-- except for what they have forgotten since.

CREATE TABLE cursors (
  runtime TEXT NOT NULL,
  unit TEXT NOT NULL,
  cursor TEXT NOT NULL,
  PRIMARY KEY (runtime, unit)
) WITHOUT ROWID;

CREATE TABLE unread (
  runtime TEXT NOT NULL,
  unit TEXT NOT NULL,
  place TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (runtime, unit, place)
) WITHOUT ROWID;

CREATE TABLE agents (
  id TEXT PRIMARY KEY,
  runtime TEXT NOT NULL,
  name TEXT,
  emoji TEXT,
  model TEXT,
  present INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  runtime TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  key TEXT,
  title TEXT,
  opening_words TEXT,
  kind TEXT,
  channel TEXT,
  current INTEGER,
  status TEXT,
  reason TEXT,
  parent_key TEXT,
  parent_agent_id TEXT,
  model TEXT,
  project_path TEXT,
  branch TEXT,
  cron_id TEXT,
  started_at INTEGER,
  last_at INTEGER,
  ended_at INTEGER,
  context_tokens INTEGER,
  context_limit INTEGER,
  last_role TEXT,
  stop_reason TEXT,
  open_tool TEXT
);
CREATE INDEX sessions_by_last ON sessions (last_at DESC, id);
CREATE INDEX sessions_by_agent ON sessions (agent_id, last_at DESC);
CREATE INDEX sessions_by_key ON sessions (key);

-- One row per model answer: the one fact table that every sum is made of.
CREATE TABLE usage (
  key TEXT PRIMARY KEY,
  runtime TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  reasoning INTEGER NOT NULL,
  unsplit INTEGER NOT NULL,
  cost_usd REAL,
  cost_source TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX usage_by_at ON usage (at);

-- The same rows summed by quarter of an hour, session and model, in the same transaction: what reports are made of.
-- A quarter lies wholly in one day of any zone. Money is null until something in it has a price.
CREATE TABLE usage_quarters (
  quarter INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  model TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  runtime TEXT NOT NULL,
  calls INTEGER NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  total INTEGER NOT NULL,
  cost_usd REAL,
  computed_calls INTEGER NOT NULL,
  bound_tokens INTEGER NOT NULL,
  unpriced_tokens INTEGER NOT NULL,
  PRIMARY KEY (quarter, session_id, model, agent_id, runtime)
) WITHOUT ROWID;
CREATE INDEX usage_quarters_by_session ON usage_quarters (session_id);

CREATE TABLE cron_jobs (
  id TEXT PRIMARY KEY,
  runtime TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  system INTEGER NOT NULL,
  schedule TEXT NOT NULL,
  next_at INTEGER,
  last_at INTEGER,
  last_status TEXT,
  last_error TEXT,
  present INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE cron_runs (
  id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  duration_ms INTEGER,
  error TEXT,
  summary TEXT,
  session_id TEXT,
  model TEXT
) WITHOUT ROWID;
CREATE INDEX cron_runs_by_job ON cron_runs (job_id, at DESC);
