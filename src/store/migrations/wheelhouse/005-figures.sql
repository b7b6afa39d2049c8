-- What witnesses state that something cost, beside our ledger. None of it can be read again. A figure that arrives again
-- replaces itself. '' in `counter`: amounts; else readings of the counter of that name.
CREATE TABLE stated_figures (
  key TEXT NOT NULL,
  witness TEXT NOT NULL,
  runtime TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  session_key TEXT NOT NULL,
  counter TEXT NOT NULL,
  since INTEGER NOT NULL,
  at INTEGER NOT NULL,
  usd REAL,
  tokens INTEGER,
  said_at INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (witness, key)
) WITHOUT ROWID;
CREATE INDEX stated_figures_by_time ON stated_figures (at);
CREATE INDEX stated_figures_by_counter ON stated_figures (counter, at);
CREATE INDEX stated_figures_by_session ON stated_figures (session_key, at);

-- How many figures were cut or refused, by witness and reason, for `doctor`.
CREATE TABLE refused_figures (
  witness TEXT NOT NULL,
  reason TEXT NOT NULL,
  times INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (witness, reason)
) WITHOUT ROWID;

-- What people typed in from bills and consoles, one row for each change: the latest of a provider and month counts, and a
-- change is undone by another. `amount` and `rate` as they were typed; `usd_cents` is the amount by that rate.
CREATE TABLE bills (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  month TEXT NOT NULL,
  removed INTEGER NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  rate TEXT NOT NULL,
  usd_cents INTEGER NOT NULL,
  note TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
);
CREATE INDEX bills_by_month ON bills (month, provider);
