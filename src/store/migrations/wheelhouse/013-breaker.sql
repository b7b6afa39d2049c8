-- What a person switched on for a budget or a plan window, and confirmed. Lists are JSON.
CREATE TABLE breaker_guards (
  subject TEXT PRIMARY KEY,
  measures TEXT NOT NULL,
  at_percent REAL NOT NULL,
  jobs TEXT,
  -- What the limit was then: another one needs another confirmation.
  limit_then TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  set_by TEXT NOT NULL,
  set_by_id TEXT NOT NULL,
  role TEXT NOT NULL
) STRICT;

-- Each time a guard acted, whole (JSON), until its window opened. Those that still hold something are not over.
CREATE TABLE breaker_trips (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  trip TEXT NOT NULL,
  is_over INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX breaker_trips_open ON breaker_trips (is_over, at);

-- What was done, written before it is done. One that a kill left open is settled at the next start.
CREATE TABLE breaker_acts (
  id INTEGER PRIMARY KEY,
  trip_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  target_id TEXT NOT NULL,
  target TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT NOT NULL,
  detail TEXT,
  -- Who took it back, where somebody did.
  undone_at INTEGER,
  undone_by TEXT
) STRICT;
CREATE INDEX breaker_acts_by_time ON breaker_acts (at);
CREATE INDEX breaker_acts_open ON breaker_acts (outcome) WHERE outcome = 'open';
