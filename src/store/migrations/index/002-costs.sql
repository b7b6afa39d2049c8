-- What decides which of several readings of one answer counts, and what is needed to price it again later.

ALTER TABLE usage ADD COLUMN answer_id TEXT;
ALTER TABLE usage ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN echo INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;
ALTER TABLE usage ADD COLUMN placeholder INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN fast INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN logged_usd REAL;
ALTER TABLE usage ADD COLUMN rates TEXT;
CREATE INDEX usage_by_answer ON usage (answer_id) WHERE answer_id IS NOT NULL;
UPDATE usage SET logged_usd = cost_usd WHERE cost_source = 'logged';

-- With it a sum is told from nothing again when the last priced answer leaves it.
ALTER TABLE usage_quarters ADD COLUMN priced_calls INTEGER NOT NULL DEFAULT 0;
UPDATE usage_quarters SET priced_calls = calls WHERE cost_usd IS NOT NULL;

-- How much of what a subscription allows is used, as its runtime last told it.
CREATE TABLE limits (
  id TEXT PRIMARY KEY,
  runtime TEXT NOT NULL,
  name TEXT NOT NULL,
  used_percent REAL NOT NULL,
  window_minutes INTEGER,
  resets_at INTEGER,
  plan TEXT,
  at INTEGER NOT NULL
) WITHOUT ROWID;

-- What is known of the index as a whole, such as the prices that it was last priced with.
CREATE TABLE remarks (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
