-- What was changed in the configuration of a gateway, the last of each, with what takes it back. No secret is in it.
CREATE TABLE gateway_changes (
  place TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  who TEXT NOT NULL,
  paths TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  restarts INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  undo TEXT,
  after TEXT NOT NULL
) STRICT;
