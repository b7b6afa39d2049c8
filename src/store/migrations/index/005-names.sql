-- The field's names for what the tables hold. What runtimes have forgotten stays; everything else is read again,
-- because cursors written before this carry the parser's state under its old names. Which home of OpenClaw has which
-- suffix in its ids was decided once and for ever: that cursor stays.

ALTER TABLE usage RENAME COLUMN unsplit TO unclassified;
ALTER TABLE usage RENAME COLUMN echo TO replayed;
ALTER TABLE usage RENAME COLUMN fast TO priority;
ALTER TABLE usage_quarters RENAME TO usage_15m;
DROP INDEX usage_quarters_by_session;
CREATE INDEX usage_15m_by_session ON usage_15m (session_id);
ALTER TABLE sessions RENAME COLUMN opening_words TO first_prompt;
ALTER TABLE remarks RENAME TO meta;
DELETE FROM cursors WHERE NOT (runtime = 'openclaw' AND unit = 'homes');
