-- What is kept of logs. Times in ms; levels are numbers in the order of their names.
CREATE TABLE log_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- How far each file of each source was read: JSON. It is written with what was read.
CREATE TABLE log_marks (
  source TEXT NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (source, file)
) STRICT, WITHOUT ROWID;

-- The newest lines of each source, until they fill a block.
CREATE TABLE log_tail (
  no INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  at INTEGER NOT NULL,
  dated INTEGER NOT NULL,
  level INTEGER NOT NULL,
  text TEXT NOT NULL,
  json TEXT
) STRICT;
CREATE INDEX log_tail_by_source ON log_tail (source, no);

-- Lines that were packed together; `levels` has a bit for each level that is in it.
CREATE TABLE log_blocks (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  first_no INTEGER NOT NULL,
  last_no INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  levels INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  packed BLOB NOT NULL
) STRICT;
CREATE INDEX log_blocks_by_source ON log_blocks (source, last_no);

-- How many lines of each level a minute has.
CREATE TABLE log_minutes (
  source TEXT NOT NULL,
  minute INTEGER NOT NULL,
  level INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (source, minute, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_errors (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  level INTEGER NOT NULL,
  signature TEXT NOT NULL,
  sample TEXT NOT NULL,
  lines INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log_error_hours (
  id TEXT NOT NULL,
  hour INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (id, hour)
) STRICT, WITHOUT ROWID;
