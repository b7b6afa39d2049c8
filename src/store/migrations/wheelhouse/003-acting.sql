-- Whether a token may change something; a person says so when it is created. Tokens from before may not.
ALTER TABLE tokens ADD COLUMN may_act INTEGER NOT NULL DEFAULT 0;
-- What kind of credential acted; null for lines from before.
ALTER TABLE audit ADD COLUMN credential TEXT;
