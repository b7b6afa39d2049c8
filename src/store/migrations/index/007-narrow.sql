-- Calls in narrow rows. What repeats from call to call (who asked which model, and how the call was priced) stands once in
-- a table of its own, and the row names it by a number. Keys and ids of answers are found by a hash of them; the text in
-- the row decides. The views have the columns that everybody asks for. Which transcript entry held an answer was read by
-- nobody and is left out.
--
-- Hashes and sums cannot be made here: whoever opens the index to write fills them in before anybody reads
-- (`costs/ledger/complete-rows.ts`), and makes the indexes of `usage_rows` and `usage_sums` (`usage-indexes.ts`).

CREATE TABLE usage_names (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  runtime TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL
);
CREATE UNIQUE INDEX usage_names_by_session ON usage_names (session_id, model, provider, agent_id, runtime, host);

-- `price_id` is '' where no known price was used.
CREATE TABLE usage_prices (
  id INTEGER PRIMARY KEY,
  cost_source TEXT NOT NULL,
  price_id TEXT NOT NULL,
  UNIQUE (cost_source, price_id)
);

-- `key_hash` is null until it is filled in. `answer_id` has no type: a number says that so many characters at the beginning
-- of the key are the id.
CREATE TABLE usage_rows (
  id INTEGER PRIMARY KEY,
  name INTEGER NOT NULL,
  key_hash INTEGER,
  answer_hash INTEGER,
  key TEXT NOT NULL,
  answer_id,
  at INTEGER NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  reasoning INTEGER NOT NULL,
  unclassified INTEGER NOT NULL,
  cost_usd REAL,
  price INTEGER NOT NULL,
  times REAL NOT NULL,
  saved_usd REAL,
  rank INTEGER NOT NULL,
  replayed INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  placeholder INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  logged_usd REAL,
  rates TEXT
);

CREATE TABLE usage_sums (
  quarter INTEGER NOT NULL,
  name INTEGER NOT NULL,
  price INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  total INTEGER NOT NULL,
  cost_usd REAL,
  input_usd REAL NOT NULL,
  output_usd REAL NOT NULL,
  cache_read_usd REAL NOT NULL,
  cache_write_usd REAL NOT NULL,
  saved_usd REAL NOT NULL,
  PRIMARY KEY (quarter, name, price)
) WITHOUT ROWID;

INSERT INTO usage_names (host, runtime, agent_id, session_id, model, provider)
  SELECT DISTINCT host, runtime, agent_id, session_id, model, provider FROM usage;
INSERT INTO usage_prices (cost_source, price_id) SELECT DISTINCT cost_source, coalesce(price_id, '') FROM usage;
INSERT INTO usage_rows (name, key, answer_id, at, input, output, cache_read, cache_write_5m, cache_write_1h, reasoning,
    unclassified, cost_usd, price, times, saved_usd, rank, replayed, counted, placeholder, priority, logged_usd, rates)
  SELECT usage_names.id, key, answer_id, at, input, output, cache_read, cache_write_5m, cache_write_1h, reasoning,
    unclassified, cost_usd, usage_prices.id, times, saved_usd, rank, replayed, counted, placeholder, priority, logged_usd,
    rates
  FROM usage
  CROSS JOIN usage_names USING (session_id, model, provider, agent_id, runtime, host)
  CROSS JOIN usage_prices ON usage_prices.cost_source = usage.cost_source
    AND usage_prices.price_id = coalesce(usage.price_id, '');
DROP TABLE usage;
DROP TABLE usage_15m;

-- A left join costs nothing where no column of the other table is asked for.
CREATE VIEW usage AS
  SELECT usage_rows.id, key, host, runtime, agent_id, session_id, at, model, provider, input, output, cache_read,
    cache_write_5m, cache_write_1h, reasoning, unclassified, cost_usd, cost_source,
    CASE typeof(answer_id) WHEN 'integer' THEN substr(key, 1, answer_id) ELSE answer_id END AS answer_id,
    rank, replayed, counted, placeholder, priority, logged_usd, rates, nullif(price_id, '') AS price_id, times, saved_usd
  FROM usage_rows
  LEFT JOIN usage_names ON usage_names.id = usage_rows.name
  LEFT JOIN usage_prices ON usage_prices.id = usage_rows.price;

CREATE VIEW usage_15m AS
  SELECT quarter, session_id, model, provider, agent_id, runtime, price_id, host, calls, input, output, cache_read,
    cache_write, total, cost_usd,
    CASE cost_source WHEN 'unpriced' THEN 0 ELSE calls END AS priced_calls,
    CASE cost_source WHEN 'computed' THEN calls ELSE 0 END AS computed_calls,
    CASE cost_source WHEN 'bound' THEN total ELSE 0 END AS bound_tokens,
    CASE cost_source WHEN 'unpriced' THEN total ELSE 0 END AS unpriced_tokens,
    input_usd, output_usd, cache_read_usd, cache_write_usd, saved_usd,
    CASE cost_source WHEN 'bound' THEN calls ELSE 0 END AS bound_calls,
    CASE cost_source WHEN 'bound' THEN cost_usd ELSE 0.0 END AS bound_usd,
    CASE cost_source WHEN 'logged' THEN calls ELSE 0 END AS logged_calls,
    CASE cost_source WHEN 'logged' THEN cost_usd ELSE 0.0 END AS logged_usd,
    CASE cost_source WHEN 'logged' THEN total ELSE 0 END AS logged_tokens
  FROM usage_sums
  LEFT JOIN usage_names ON usage_names.id = usage_sums.name
  LEFT JOIN usage_prices ON usage_prices.id = usage_sums.price;
