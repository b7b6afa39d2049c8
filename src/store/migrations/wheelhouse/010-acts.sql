-- The lines of one act, in their order, and acts by time.
CREATE INDEX audit_by_act ON audit (act_id);
CREATE INDEX audit_by_time ON audit (at);
