-- What was asked of sessions, written before it is sent: words that did not arrive are kept, and what a kill left open is
-- settled at the next start without being sent again.
CREATE TABLE session_acts (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- The words, for as long as they have not arrived.
  text TEXT,
  who TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  ended_at INTEGER,
  note TEXT,
  -- The key of the session that it made, and how the session was before it (JSON).
  new_key TEXT,
  before TEXT NOT NULL
) STRICT;
CREATE INDEX session_acts_by_session ON session_acts (session_id, asked_at);
CREATE INDEX session_acts_open ON session_acts (asked_at) WHERE ended_at IS NULL;
