-- What was asked of services, written before it is done: an act that a kill left open is settled at the next start.
CREATE TABLE control_acts (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL,
  verb TEXT NOT NULL,
  who TEXT NOT NULL,
  role TEXT NOT NULL,
  credential TEXT NOT NULL,
  exact TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT NOT NULL,
  reason TEXT,
  -- Whether the request may have gone out, and how the service was before it (JSON).
  is_asked INTEGER NOT NULL DEFAULT 0,
  watch TEXT NOT NULL,
  interrupts TEXT NOT NULL
) STRICT;
-- Never two at once for one service.
CREATE UNIQUE INDEX control_acts_going ON control_acts (service) WHERE outcome = 'going';
CREATE INDEX control_acts_by_time ON control_acts (service, asked_at);

-- The process that was last started for a service without a manager of its own.
CREATE TABLE control_processes (
  service TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  exit_code INTEGER,
  signal TEXT,
  -- Whether somebody asked it to end.
  is_wanted_down INTEGER NOT NULL DEFAULT 0
) STRICT;
