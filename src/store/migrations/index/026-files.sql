-- What sessions did to files, and which tools they used. Read out of transcripts when somebody looks, and as they go on.
CREATE TABLE file_paths (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  path TEXT NOT NULL,
  UNIQUE (host, path)
);

CREATE TABLE file_touches (
  session_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  file INTEGER NOT NULL,
  how TEXT NOT NULL,
  at INTEGER NOT NULL,
  added INTEGER,
  removed INTEGER,
  guessed INTEGER NOT NULL,
  item_id TEXT NOT NULL,
  PRIMARY KEY (session_id, call_id, file, how)
) WITHOUT ROWID;
CREATE INDEX file_touches_by_file ON file_touches (file, at);
CREATE INDEX file_touches_by_at ON file_touches (at);

CREATE TABLE session_tools (
  session_id TEXT NOT NULL,
  tool TEXT NOT NULL,
  PRIMARY KEY (session_id, tool)
) WITHOUT ROWID;
CREATE INDEX session_tools_by_tool ON session_tools (tool, session_id);
