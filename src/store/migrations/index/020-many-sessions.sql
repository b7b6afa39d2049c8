-- A page of many sessions is read along an index, in the order in which it is shown. The conditions are those of
-- `sessions/read-sessions.ts`, word for word: SQLite takes an index for the very same expression only.

DROP INDEX sessions_by_last;
DROP INDEX sessions_by_agent;
CREATE INDEX sessions_by_last ON sessions (last_at DESC, id DESC) WHERE coalesce(current, 1) = 1;
CREATE INDEX sessions_by_agent ON sessions (agent_id, (status = 'running') DESC, last_at DESC);
CREATE INDEX sessions_by_parent ON sessions (parent_key, id) WHERE parent_key <> '';
CREATE INDEX sessions_by_cron ON sessions (cron_id, id) WHERE cron_id <> '';
-- Those that may be at work, or may need somebody.
CREATE INDEX sessions_unsettled ON sessions (last_at DESC, id DESC)
  WHERE coalesce(current, 1) = 1 AND (status IN ('running', 'failed', 'timed-out') OR last_role IN ('user', 'tool')
    OR stop_reason IN ('toolUse', 'error'));

-- How many sessions lists show, by agent, counted with each change.
CREATE TABLE session_counts (
  agent_id TEXT NOT NULL,
  host TEXT NOT NULL,
  listed INTEGER NOT NULL,
  PRIMARY KEY (agent_id, host)
) WITHOUT ROWID;
INSERT INTO session_counts (agent_id, host, listed)
  SELECT agent_id, host, sum(coalesce(current, 1) = 1) FROM sessions GROUP BY 1, 2;
CREATE TRIGGER session_counts_insert AFTER INSERT ON sessions WHEN coalesce(new.current, 1) = 1 BEGIN
  INSERT INTO session_counts (agent_id, host, listed) VALUES (new.agent_id, new.host, 1)
    ON CONFLICT DO UPDATE SET listed = listed + 1;
END;
CREATE TRIGGER session_counts_update AFTER UPDATE OF current ON sessions
  WHEN (coalesce(old.current, 1) = 1) <> (coalesce(new.current, 1) = 1) BEGIN
  INSERT INTO session_counts (agent_id, host, listed) VALUES (new.agent_id, new.host, coalesce(new.current, 1) = 1)
    ON CONFLICT DO UPDATE SET listed = listed + iif(coalesce(new.current, 1) = 1, 1, -1);
END;
CREATE TRIGGER session_counts_delete AFTER DELETE ON sessions WHEN coalesce(old.current, 1) = 1 BEGIN
  UPDATE session_counts SET listed = listed - 1 WHERE agent_id = old.agent_id AND host = old.host;
END;

-- When it last changed which session began which (`tree`), and which cron job began which (`cron`), as numbers that only
-- grow: what is made of that need not be made again.
CREATE TABLE session_marks (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO session_marks (name, version) VALUES ('tree', 1), ('cron', 1);
CREATE TRIGGER session_marks_tree_insert AFTER INSERT ON sessions
  WHEN new.parent_key <> '' OR EXISTS (SELECT 1 FROM sessions WHERE parent_key = new.key AND parent_key <> '') BEGIN
  UPDATE session_marks SET version = version + 1 WHERE name = 'tree';
END;
CREATE TRIGGER session_marks_tree_update AFTER UPDATE OF key, parent_key, parent_agent_id, current ON sessions
  WHEN old.key IS NOT new.key OR old.parent_key IS NOT new.parent_key
    OR old.parent_agent_id IS NOT new.parent_agent_id OR old.current IS NOT new.current BEGIN
  UPDATE session_marks SET version = version + 1 WHERE name = 'tree';
END;
CREATE TRIGGER session_marks_cron_insert AFTER INSERT ON sessions WHEN new.cron_id <> '' BEGIN
  UPDATE session_marks SET version = version + 1 WHERE name = 'cron';
END;
CREATE TRIGGER session_marks_cron_update AFTER UPDATE OF cron_id ON sessions WHEN old.cron_id IS NOT new.cron_id BEGIN
  UPDATE session_marks SET version = version + 1 WHERE name = 'cron';
END;
