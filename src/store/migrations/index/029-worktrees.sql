-- The folder of the git worktree in which a session works; null in the main folder of its repository.
ALTER TABLE sessions ADD COLUMN worktree_path TEXT;
