-- The fact table in the order in which it is written: a key is found by its own index. Keys are scattered, and with the
-- rows among them each commit would touch as many pages as it has rows.

CREATE TABLE usage_rows (
  key TEXT NOT NULL UNIQUE,
  runtime TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  reasoning INTEGER NOT NULL,
  unsplit INTEGER NOT NULL,
  cost_usd REAL,
  cost_source TEXT NOT NULL,
  answer_id TEXT,
  rank INTEGER NOT NULL DEFAULT 0,
  echo INTEGER NOT NULL DEFAULT 0,
  counted INTEGER NOT NULL DEFAULT 1,
  placeholder INTEGER NOT NULL DEFAULT 0,
  fast INTEGER NOT NULL DEFAULT 0,
  logged_usd REAL,
  rates TEXT,
  price_id TEXT,
  times REAL NOT NULL DEFAULT 1,
  saved_usd REAL
);
INSERT INTO usage_rows (key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
    cache_write_5m, cache_write_1h, reasoning, unsplit, cost_usd, cost_source, answer_id, rank, echo, counted, placeholder,
    fast, logged_usd, rates, price_id, times, saved_usd)
  SELECT key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
    cache_write_5m, cache_write_1h, reasoning, unsplit, cost_usd, cost_source, answer_id, rank, echo, counted, placeholder,
    fast, logged_usd, rates, price_id, times, saved_usd
  FROM usage;
DROP TABLE usage;
ALTER TABLE usage_rows RENAME TO usage;
CREATE INDEX usage_by_at ON usage (at);
CREATE INDEX usage_by_answer ON usage (answer_id, echo, counted) WHERE answer_id IS NOT NULL;
CREATE INDEX usage_by_session ON usage (session_id, at);
CREATE INDEX usage_unpriced ON usage (model, provider) WHERE cost_source = 'unpriced';
