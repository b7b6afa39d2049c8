-- How much of each plan window was used, the last word of each quarter of an hour: `limits` holds only the latest of all.
CREATE TABLE limit_readings (
  id TEXT NOT NULL,
  host TEXT NOT NULL,
  quarter INTEGER NOT NULL,
  used_percent REAL NOT NULL,
  resets_at INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (id, host, quarter)
) WITHOUT ROWID;
