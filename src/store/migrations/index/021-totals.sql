-- Sums of a quarter of an hour whoever asked whatever model: what was spent day by day is read from these few rows. They
-- have the shape of `usage_sums`; their names have a host and a runtime alone, and their prices only say where a cost
-- comes from. Written with the sums that they are of (`costs/ledger/write-totals.ts`).

CREATE TABLE usage_totals (
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

INSERT OR IGNORE INTO usage_names (host, runtime, agent_id, session_id, model, provider)
  SELECT DISTINCT host, runtime, '', '', '', '' FROM usage_names;
INSERT OR IGNORE INTO usage_prices (cost_source, price_id) SELECT DISTINCT cost_source, '' FROM usage_prices;
INSERT INTO usage_totals
  SELECT quarter, plain_name.id, plain_price.id, sum(calls), sum(input), sum(output), sum(cache_read), sum(cache_write),
    sum(total), sum(cost_usd), sum(input_usd), sum(output_usd), sum(cache_read_usd), sum(cache_write_usd), sum(saved_usd)
  FROM usage_sums
  JOIN usage_names ON usage_names.id = usage_sums.name
  JOIN usage_names AS plain_name ON plain_name.session_id = '' AND plain_name.model = '' AND plain_name.provider = ''
    AND plain_name.agent_id = '' AND plain_name.runtime = usage_names.runtime AND plain_name.host = usage_names.host
  JOIN usage_prices ON usage_prices.id = usage_sums.price
  JOIN usage_prices AS plain_price ON plain_price.cost_source = usage_prices.cost_source AND plain_price.price_id = ''
  GROUP BY 1, 2, 3;

CREATE VIEW usage_15m_totals AS
  SELECT quarter, runtime, host, calls, input, output, cache_read, cache_write, total, cost_usd,
    CASE cost_source WHEN 'unpriced' THEN 0 ELSE calls END AS priced_calls,
    CASE cost_source WHEN 'bound' THEN total ELSE 0 END AS bound_tokens,
    CASE cost_source WHEN 'unpriced' THEN total ELSE 0 END AS unpriced_tokens,
    input_usd, output_usd, cache_read_usd, cache_write_usd, saved_usd
  FROM usage_totals
  LEFT JOIN usage_names ON usage_names.id = usage_totals.name
  LEFT JOIN usage_prices ON usage_prices.id = usage_totals.price;

-- When the sums of a day (of UTC, since the epoch) changed last, as a number that only grows: what is made of days in
-- which nothing has changed need not be made again.
CREATE TABLE usage_marks (day INTEGER PRIMARY KEY, version INTEGER NOT NULL);
