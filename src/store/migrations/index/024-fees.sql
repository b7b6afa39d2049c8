-- Searches of the web that a provider bills apart from tokens, and the tier that served a call: 0 the usual one, 1 priority
-- (fast mode), 2 flex, 3 batch. A price names the rules by which a tier was priced, and the
-- page that it was taken from. Transcripts of the runtimes that
-- write these are read again.

DROP VIEW usage;
DROP VIEW usage_15m;
ALTER TABLE usage_rows RENAME COLUMN priority TO tier;
ALTER TABLE usage_rows ADD COLUMN us_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage_rows ADD COLUMN searches INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage_sums ADD COLUMN searches INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage_sums ADD COLUMN search_usd REAL NOT NULL DEFAULT 0;
ALTER TABLE prices ADD COLUMN rules TEXT NOT NULL DEFAULT '';
ALTER TABLE prices ADD COLUMN page TEXT;

CREATE VIEW usage AS
  SELECT usage_rows.id, key, host, runtime, agent_id, session_id, at, model, provider, input, output, cache_read,
    cache_write_5m, cache_write_1h, reasoning, unclassified, searches, cost_usd, cost_source,
    CASE typeof(answer_id) WHEN 'integer' THEN substr(key, 1, answer_id) ELSE answer_id END AS answer_id,
    rank, replayed, counted, placeholder, tier, us_only, logged_usd, rates, nullif(price_id, '') AS price_id, times,
    saved_usd
  FROM usage_rows
  LEFT JOIN usage_names ON usage_names.id = usage_rows.name
  LEFT JOIN usage_prices ON usage_prices.id = usage_rows.price;

CREATE VIEW usage_15m AS
  SELECT quarter, session_id, model, provider, agent_id, runtime, price_id, host, calls, input, output, cache_read,
    cache_write, total, searches, cost_usd,
    CASE cost_source WHEN 'unpriced' THEN 0 ELSE calls END AS priced_calls,
    CASE cost_source WHEN 'computed' THEN calls ELSE 0 END AS computed_calls,
    CASE cost_source WHEN 'bound' THEN total ELSE 0 END AS bound_tokens,
    CASE cost_source WHEN 'unpriced' THEN total ELSE 0 END AS unpriced_tokens,
    input_usd, output_usd, cache_read_usd, cache_write_usd, search_usd, saved_usd,
    CASE cost_source WHEN 'bound' THEN calls ELSE 0 END AS bound_calls,
    CASE cost_source WHEN 'bound' THEN cost_usd ELSE 0.0 END AS bound_usd,
    CASE cost_source WHEN 'logged' THEN calls ELSE 0 END AS logged_calls,
    CASE cost_source WHEN 'logged' THEN cost_usd ELSE 0.0 END AS logged_usd,
    CASE cost_source WHEN 'logged' THEN total ELSE 0 END AS logged_tokens
  FROM usage_sums
  LEFT JOIN usage_names ON usage_names.id = usage_sums.name
  LEFT JOIN usage_prices ON usage_prices.id = usage_sums.price;

DELETE FROM cursors WHERE runtime IN ('claude-code', 'codex', 'opencode');
