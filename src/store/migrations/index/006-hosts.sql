-- The host in the key of every table; '' is this machine. An id of another host carries its name in front, so that it
-- is unique by itself; what is no id (a cursor's unit, the key of a usage row, an answer's id) is told apart by the
-- column. Prices need none: the id of a price is made of what it says, and says the same on every host. Rows stay.

CREATE TABLE cursors_by_host (
  host TEXT NOT NULL DEFAULT '',
  runtime TEXT NOT NULL,
  unit TEXT NOT NULL,
  cursor TEXT NOT NULL,
  PRIMARY KEY (host, runtime, unit)
) WITHOUT ROWID;
INSERT INTO cursors_by_host (runtime, unit, cursor) SELECT runtime, unit, cursor FROM cursors;
DROP TABLE cursors;
ALTER TABLE cursors_by_host RENAME TO cursors;

CREATE TABLE unread_by_host (
  host TEXT NOT NULL DEFAULT '',
  runtime TEXT NOT NULL,
  unit TEXT NOT NULL,
  place TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (host, runtime, unit, place)
) WITHOUT ROWID;
INSERT INTO unread_by_host (runtime, unit, place, reason, at) SELECT runtime, unit, place, reason, at FROM unread;
DROP TABLE unread;
ALTER TABLE unread_by_host RENAME TO unread;

CREATE TABLE agents_by_host (
  id TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  runtime TEXT NOT NULL,
  name TEXT,
  emoji TEXT,
  model TEXT,
  present INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (id, host)
) WITHOUT ROWID;
INSERT INTO agents_by_host (id, runtime, name, emoji, model, present)
  SELECT id, runtime, name, emoji, model, present FROM agents;
DROP TABLE agents;
ALTER TABLE agents_by_host RENAME TO agents;

CREATE TABLE sessions_by_host (
  id TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  runtime TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  key TEXT,
  title TEXT,
  first_prompt TEXT,
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
  open_tool TEXT,
  PRIMARY KEY (id, host)
);
INSERT INTO sessions_by_host (id, runtime, agent_id, key, title, first_prompt, kind, channel, current, status, reason,
    parent_key, parent_agent_id, model, project_path, branch, cron_id, started_at, last_at, ended_at, context_tokens,
    context_limit, last_role, stop_reason, open_tool)
  SELECT id, runtime, agent_id, key, title, first_prompt, kind, channel, current, status, reason,
    parent_key, parent_agent_id, model, project_path, branch, cron_id, started_at, last_at, ended_at, context_tokens,
    context_limit, last_role, stop_reason, open_tool
  FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_by_host RENAME TO sessions;
CREATE INDEX sessions_by_last ON sessions (last_at DESC, id);
CREATE INDEX sessions_by_agent ON sessions (agent_id, last_at DESC);
CREATE INDEX sessions_by_key ON sessions (key);

-- The same model answer has the same key, on whichever host it is read: it counts once on each of them.
CREATE TABLE usage_by_host (
  key TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
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
  unclassified INTEGER NOT NULL,
  cost_usd REAL,
  cost_source TEXT NOT NULL,
  answer_id TEXT,
  rank INTEGER NOT NULL DEFAULT 0,
  replayed INTEGER NOT NULL DEFAULT 0,
  counted INTEGER NOT NULL DEFAULT 1,
  placeholder INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0,
  logged_usd REAL,
  rates TEXT,
  price_id TEXT,
  times REAL NOT NULL DEFAULT 1,
  saved_usd REAL
);
INSERT INTO usage_by_host (key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
    cache_write_5m, cache_write_1h, reasoning, unclassified, cost_usd, cost_source, answer_id, rank, replayed, counted,
    placeholder, priority, logged_usd, rates, price_id, times, saved_usd)
  SELECT key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
    cache_write_5m, cache_write_1h, reasoning, unclassified, cost_usd, cost_source, answer_id, rank, replayed, counted,
    placeholder, priority, logged_usd, rates, price_id, times, saved_usd
  FROM usage;
DROP TABLE usage;
ALTER TABLE usage_by_host RENAME TO usage;
CREATE UNIQUE INDEX usage_by_key ON usage (key, host);
CREATE INDEX usage_by_at ON usage (at);
CREATE INDEX usage_by_answer ON usage (answer_id, host, replayed, counted) WHERE answer_id IS NOT NULL;
CREATE INDEX usage_by_session ON usage (session_id, at);
CREATE INDEX usage_unpriced ON usage (model, provider) WHERE cost_source = 'unpriced';

CREATE TABLE usage_15m_by_host (
  quarter INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  model TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  runtime TEXT NOT NULL,
  price_id TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  calls INTEGER NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  total INTEGER NOT NULL,
  cost_usd REAL,
  priced_calls INTEGER NOT NULL,
  computed_calls INTEGER NOT NULL,
  bound_tokens INTEGER NOT NULL,
  unpriced_tokens INTEGER NOT NULL,
  input_usd REAL NOT NULL,
  output_usd REAL NOT NULL,
  cache_read_usd REAL NOT NULL,
  cache_write_usd REAL NOT NULL,
  saved_usd REAL NOT NULL,
  bound_calls INTEGER NOT NULL,
  bound_usd REAL NOT NULL,
  logged_calls INTEGER NOT NULL,
  logged_usd REAL NOT NULL,
  logged_tokens INTEGER NOT NULL,
  PRIMARY KEY (quarter, session_id, model, agent_id, runtime, price_id, host)
) WITHOUT ROWID;
INSERT INTO usage_15m_by_host (quarter, session_id, model, agent_id, runtime, price_id, calls, input, output, cache_read,
    cache_write, total, cost_usd, priced_calls, computed_calls, bound_tokens, unpriced_tokens, input_usd, output_usd,
    cache_read_usd, cache_write_usd, saved_usd, bound_calls, bound_usd, logged_calls, logged_usd, logged_tokens)
  SELECT quarter, session_id, model, agent_id, runtime, price_id, calls, input, output, cache_read,
    cache_write, total, cost_usd, priced_calls, computed_calls, bound_tokens, unpriced_tokens, input_usd, output_usd,
    cache_read_usd, cache_write_usd, saved_usd, bound_calls, bound_usd, logged_calls, logged_usd, logged_tokens
  FROM usage_15m ORDER BY quarter, session_id, model, agent_id, runtime, price_id;
DROP TABLE usage_15m;
ALTER TABLE usage_15m_by_host RENAME TO usage_15m;
CREATE INDEX usage_15m_by_session ON usage_15m (session_id);

CREATE TABLE cron_jobs_by_host (
  id TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
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
  present INTEGER NOT NULL,
  PRIMARY KEY (id, host)
) WITHOUT ROWID;
INSERT INTO cron_jobs_by_host (id, runtime, agent_id, name, enabled, system, schedule, next_at, last_at, last_status,
    last_error, present)
  SELECT id, runtime, agent_id, name, enabled, system, schedule, next_at, last_at, last_status, last_error, present
  FROM cron_jobs;
DROP TABLE cron_jobs;
ALTER TABLE cron_jobs_by_host RENAME TO cron_jobs;

CREATE TABLE cron_runs_by_host (
  id TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  job_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  duration_ms INTEGER,
  error TEXT,
  summary TEXT,
  session_id TEXT,
  model TEXT,
  PRIMARY KEY (id, host)
) WITHOUT ROWID;
INSERT INTO cron_runs_by_host (id, job_id, at, status, duration_ms, error, summary, session_id, model)
  SELECT id, job_id, at, status, duration_ms, error, summary, session_id, model FROM cron_runs;
DROP TABLE cron_runs;
ALTER TABLE cron_runs_by_host RENAME TO cron_runs;
CREATE INDEX cron_runs_by_job ON cron_runs (job_id, at DESC);

CREATE TABLE limits_by_host (
  id TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  runtime TEXT NOT NULL,
  name TEXT NOT NULL,
  used_percent REAL NOT NULL,
  window_minutes INTEGER,
  resets_at INTEGER,
  plan TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (id, host)
) WITHOUT ROWID;
INSERT INTO limits_by_host (id, runtime, name, used_percent, window_minutes, resets_at, plan, at)
  SELECT id, runtime, name, used_percent, window_minutes, resets_at, plan, at FROM limits;
DROP TABLE limits;
ALTER TABLE limits_by_host RENAME TO limits;
