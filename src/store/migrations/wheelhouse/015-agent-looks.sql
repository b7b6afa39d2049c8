-- How agents look by hand: `hair=bun,top=red`. Who is not in it looks as chance has it. Kept where the agent is gone.
CREATE TABLE agent_looks (
  agent_id TEXT PRIMARY KEY,
  choice TEXT NOT NULL,
  chosen_at INTEGER NOT NULL,
  chosen_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
