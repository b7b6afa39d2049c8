-- When calls ran that may change files, for two days; and the writes to files of agents that no call accounts for.
CREATE TABLE file_calls (
  session_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  any_file INTEGER NOT NULL,
  PRIMARY KEY (session_id, call_id)
) WITHOUT ROWID;
CREATE INDEX file_calls_by_at ON file_calls (at);

CREATE TABLE outside_writes (
  file INTEGER NOT NULL,
  at INTEGER NOT NULL,
  moment INTEGER NOT NULL,
  by_git INTEGER NOT NULL,
  PRIMARY KEY (file, at)
) WITHOUT ROWID;
CREATE INDEX outside_writes_by_moment ON outside_writes (moment);

-- What lines an edit put in and took out, as hashes: an edit that does the opposite of an earlier one undid it. Transcripts
-- are looked through once more for them.
ALTER TABLE file_touches ADD COLUMN added_hash INTEGER;
ALTER TABLE file_touches ADD COLUMN removed_hash INTEGER;
DELETE FROM cursors WHERE unit LIKE 'touches %';
