-- What is kept of measures. Times in ms, tiers by their number. What is packed is explained in health/keeper/pack-buckets.ts.
CREATE TABLE measure_names (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;

-- Buckets of all measures at one moment, until their span is over.
CREATE TABLE measure_rows (
  tier INTEGER NOT NULL,
  at INTEGER NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (tier, at)
) STRICT;

-- Buckets of one measure over a span of time.
CREATE TABLE measure_spans (
  measure INTEGER NOT NULL,
  tier INTEGER NOT NULL,
  start INTEGER NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (measure, tier, start)
) STRICT;
CREATE INDEX measure_spans_by_age ON measure_spans (tier, start);
