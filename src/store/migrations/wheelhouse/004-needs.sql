-- What needed a person, what became of it, and who put it aside. Open ones have no settled_at.
CREATE TABLE needs (
  key TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  title TEXT,
  reason TEXT,
  since INTEGER,
  opened_at INTEGER NOT NULL,
  settled_at INTEGER,
  settled_how TEXT,
  aside TEXT,
  aside_at INTEGER,
  aside_by TEXT,
  aside_by_id TEXT,
  aside_until INTEGER,
  aside_face TEXT
) WITHOUT ROWID;
CREATE INDEX needs_by_id ON needs (id, kind, opened_at);
CREATE INDEX needs_settled ON needs (settled_at);

-- Kinds of needs that a person never wants to see of an agent, a job or a budget.
CREATE TABLE ignored_needs (
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  name TEXT,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  by_id TEXT NOT NULL,
  hidden INTEGER NOT NULL,
  hidden_at INTEGER,
  PRIMARY KEY (kind, subject)
) WITHOUT ROWID;
