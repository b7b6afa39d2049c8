-- What waited for a person's decision, who decided, and what became of it. Those that wait have no ended_at.
CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  request TEXT NOT NULL,
  session_id TEXT,
  state TEXT NOT NULL,
  decision TEXT,
  by TEXT,
  by_id TEXT,
  decided_at INTEGER,
  ended_at INTEGER,
  note TEXT,
  asked_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX approvals_ended ON approvals (ended_at);

-- The runtimes in whose approvals a person lets us take part, with who switched it and when.
CREATE TABLE approval_settings (
  runtime TEXT PRIMARY KEY,
  is_on INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) WITHOUT ROWID;
