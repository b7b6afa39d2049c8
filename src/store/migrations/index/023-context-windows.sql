-- How many tokens fit into the context of each model of a session, as the edition of the price book says; NULL where it
-- does not. Whoever reads the index need not load the book.
CREATE TABLE context_windows (
  model TEXT PRIMARY KEY,
  tokens INTEGER,
  edition TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO context_windows (model, tokens, edition)
  SELECT DISTINCT model, NULL, '' FROM sessions WHERE model IS NOT NULL;
