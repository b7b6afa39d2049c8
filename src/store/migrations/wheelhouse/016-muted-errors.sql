-- Kinds of errors of logs that somebody does not want to see any more.
CREATE TABLE muted_errors (
  id TEXT PRIMARY KEY,
  muted_at INTEGER NOT NULL,
  muted_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
