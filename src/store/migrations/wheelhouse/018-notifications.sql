-- Where notices go. `given` holds what a person typed in and is no secret (JSON); secrets lie in a file of their own.
CREATE TABLE notification_channels (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  name TEXT NOT NULL,
  is_on INTEGER NOT NULL,
  -- When it was switched on last: what was there before is not told.
  on_since INTEGER,
  given TEXT NOT NULL,
  allows_private INTEGER NOT NULL,
  routing TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL
) STRICT;

-- What was told while a channel was on, each once.
CREATE TABLE notification_notices (
  dedupe_key TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  settled_at INTEGER,
  notice TEXT NOT NULL
) STRICT;
CREATE INDEX notification_notices_open ON notification_notices (dedupe_key) WHERE settled_at IS NULL;

-- What goes to which channel, written before it is sent. `turn` 0 is the first time, each further one a repetition, and -1
-- says that it has settled. The name of the channel is what it was called then.
CREATE TABLE notification_deliveries (
  id INTEGER PRIMARY KEY,
  dedupe_key TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  turn INTEGER NOT NULL,
  state TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  first_at INTEGER,
  ended_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  status INTEGER,
  answer TEXT,
  words TEXT,
  -- Whether it may have arrived more than once.
  is_unsure INTEGER NOT NULL DEFAULT 0,
  notice TEXT NOT NULL,
  UNIQUE (dedupe_key, channel_id, turn)
) STRICT;
CREATE INDEX notification_deliveries_open ON notification_deliveries (due_at) WHERE ended_at IS NULL;
CREATE INDEX notification_deliveries_ended ON notification_deliveries (ended_at);

-- Until when nothing is sent; NULL until somebody ends the pause.
CREATE TABLE notification_pause (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  paused_at INTEGER NOT NULL,
  ends_at INTEGER,
  paused_by TEXT NOT NULL
) STRICT;
