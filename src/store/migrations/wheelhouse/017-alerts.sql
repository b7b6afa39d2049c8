-- Rules that people made or changed, whole (JSON). A default that nobody changed has no row.
CREATE TABLE alert_rules (
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

-- Each time a rule was broken, whole (JSON), with what lists look for beside it.
CREATE TABLE incidents (
  id INTEGER PRIMARY KEY,
  rule_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  severity TEXT NOT NULL,
  group_id INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  -- Null while it goes on.
  ended_at INTEGER,
  incident TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_open ON incidents (opened_at) WHERE ended_at IS NULL;
CREATE INDEX incidents_by_rule ON incidents (rule_id, subject, id);
CREATE INDEX incidents_by_group ON incidents (group_id);
CREATE INDEX incidents_by_end ON incidents (ended_at);

-- What happened in an incident, in order: what the rule saw, what people did, and their notes.
CREATE TABLE incident_steps (
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  by TEXT,
  text TEXT
) STRICT;
CREATE INDEX incident_steps_of ON incident_steps (incident_id, id);
CREATE INDEX incident_steps_by_time ON incident_steps (at);

-- Times in which nobody is told, of everything, one rule or one subject.
CREATE TABLE alert_mutes (
  id INTEGER PRIMARY KEY,
  rule_id TEXT,
  subject TEXT,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  why TEXT,
  by TEXT NOT NULL
) STRICT;
