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
-- The few answers without a price, to name their models at once.
CREATE INDEX usage_unpriced ON usage (model, provider) WHERE cost_source = 'unpriced';

-- An answer of OpenClaw is known by its id, time and counts wherever it was copied: forks of forks named another session.
UPDATE OR IGNORE usage SET key = 'openclaw//' || substr(key, 11 + instr(substr(key, 10), '/') - 1)
  WHERE runtime = 'openclaw' AND entry_id <> '' AND key LIKE 'openclaw/%' AND key NOT LIKE 'openclaw//%';
DELETE FROM usage WHERE runtime = 'openclaw' AND entry_id <> '' AND key LIKE 'openclaw/%' AND key NOT LIKE 'openclaw//%';

-- Sums are told apart by price as well ('' for what was logged or has none), with what each class of tokens cost.
CREATE TABLE usage_sums (
  quarter INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  model TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  runtime TEXT NOT NULL,
  price_id TEXT NOT NULL,
  calls INTEGER NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  total INTEGER NOT NULL,
  cost_usd REAL,
  priced_calls INTEGER NOT NULL,
  computed_calls INTEGER NOT NULL,
  bound_tokens INTEGER NOT NULL,
  unpriced_tokens INTEGER NOT NULL,
  input_usd REAL NOT NULL,
  output_usd REAL NOT NULL,
  cache_read_usd REAL NOT NULL,
  cache_write_usd REAL NOT NULL,
  saved_usd REAL NOT NULL,
  bound_calls INTEGER NOT NULL,
  bound_usd REAL NOT NULL,
  logged_calls INTEGER NOT NULL,
  logged_usd REAL NOT NULL,
  logged_tokens INTEGER NOT NULL,
  PRIMARY KEY (quarter, session_id, model, agent_id, runtime, price_id)
) WITHOUT ROWID;

INSERT INTO usage_sums
SELECT at / 900000, session_id, model, agent_id, runtime, '', count(*), sum(input), sum(output), sum(cache_read),
  sum(cache_write_5m + cache_write_1h), sum(input + output + cache_read + cache_write_5m + cache_write_1h + unsplit),
  sum(cost_usd), count(cost_usd), sum(cost_source = 'computed'),
  sum(CASE cost_source WHEN 'bound' THEN input + output + cache_read + cache_write_5m + cache_write_1h + unsplit ELSE 0 END),
  sum(CASE cost_source WHEN 'unpriced' THEN input + output + cache_read + cache_write_5m + cache_write_1h + unsplit ELSE 0 END),
  0, 0, 0, 0, 0,
  sum(cost_source = 'bound'), sum(CASE cost_source WHEN 'bound' THEN cost_usd ELSE 0 END),
  sum(cost_source = 'logged'), sum(CASE cost_source WHEN 'logged' THEN cost_usd ELSE 0 END),
  sum(CASE cost_source WHEN 'logged' THEN input + output + cache_read + cache_write_5m + cache_write_1h + unsplit ELSE 0 END)
FROM usage WHERE counted = 1 GROUP BY 1, 2, 3, 4, 5;

DROP TABLE usage_quarters;
ALTER TABLE usage_sums RENAME TO usage_quarters;
CREATE INDEX usage_quarters_by_session ON usage_quarters (session_id);
