-- Which level of a budget was said in which period: each is said once.
CREATE TABLE budget_levels (
  budget TEXT NOT NULL,
  period TEXT NOT NULL,
  level REAL NOT NULL,
  at INTEGER NOT NULL,
  spent_usd REAL NOT NULL,
  PRIMARY KEY (budget, period, level)
) WITHOUT ROWID;
