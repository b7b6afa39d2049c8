-- Which model answers questions, and what it may be told (JSON). Its key lies in a file of secrets.
CREATE TABLE ask_model (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  choice TEXT NOT NULL
) STRICT;

-- Questions and what was answered (JSON). `sent` is the last request of each: it holds everything that left.
CREATE TABLE ask_answers (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  sent TEXT
) STRICT;
CREATE INDEX ask_answers_of ON ask_answers (person, conversation_id, asked_at);
CREATE INDEX ask_answers_at ON ask_answers (asked_at);
