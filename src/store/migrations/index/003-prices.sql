-- With which price each answer was reckoned, and what sums are made of: so that every figure can say how it came about.

-- The prices that were used, as plain data; an answer names one by its id.
CREATE TABLE prices (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  entry TEXT NOT NULL,
  valid_from TEXT,
  edition TEXT NOT NULL,
  rates TEXT NOT NULL
) WITHOUT ROWID;

ALTER TABLE usage ADD COLUMN price_id TEXT;
ALTER TABLE usage ADD COLUMN times REAL NOT NULL DEFAULT 1;
-- What the cache spared; null where no price says so.
ALTER TABLE usage ADD COLUMN saved_usd REAL;
CREATE INDEX usage_by_session ON usage (session_id, at);

ALTER TABLE usage_quarters ADD COLUMN input_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN output_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN cache_read_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN cache_write_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN saved_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN bound_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN bound_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN logged_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN logged_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE usage_quarters ADD COLUMN logged_tokens INTEGER NOT NULL DEFAULT 0;

UPDATE usage_quarters SET (logged_calls, logged_usd, logged_tokens) =
  (SELECT count(*), coalesce(sum(cost_usd), 0),
     coalesce(sum(input + output + cache_read + cache_write_5m + cache_write_1h + unsplit), 0)
   FROM usage WHERE usage.at >= quarter * 900000 AND usage.at < (quarter + 1) * 900000
     AND usage.session_id = usage_quarters.session_id AND usage.model = usage_quarters.model
     AND usage.agent_id = usage_quarters.agent_id AND usage.runtime = usage_quarters.runtime
     AND counted = 1 AND cost_source = 'logged');
UPDATE usage_quarters SET (bound_calls, bound_usd) =
  (SELECT count(*), coalesce(sum(cost_usd), 0)
   FROM usage WHERE usage.at >= quarter * 900000 AND usage.at < (quarter + 1) * 900000
     AND usage.session_id = usage_quarters.session_id AND usage.model = usage_quarters.model
     AND usage.agent_id = usage_quarters.agent_id AND usage.runtime = usage_quarters.runtime
     AND counted = 1 AND cost_source = 'bound')
  WHERE bound_tokens > 0;
