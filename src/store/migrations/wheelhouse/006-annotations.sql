-- What people noted about sessions of the index: their tags (JSON), whether it is pinned or archived, and a note. Kept where
-- the session is gone.
CREATE TABLE annotations (
  session_id TEXT PRIMARY KEY,
  tags TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  note TEXT,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) WITHOUT ROWID;
