-- What a session asks a person for by its own transcript, in half a sentence; '' where it asks for nothing.
ALTER TABLE sessions ADD COLUMN waits_for TEXT;
