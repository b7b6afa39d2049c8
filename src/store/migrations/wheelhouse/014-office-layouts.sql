-- The offices that people have built, the last of them. `layout` is JSON, and NULL where the office is composed by itself again;
-- `decks` and `pieces` count what is in it.
CREATE TABLE office_layouts (
  revision INTEGER PRIMARY KEY,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  note TEXT,
  decks INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  layout TEXT
) STRICT;
