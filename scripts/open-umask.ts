// Preloaded by `bun test`: some tests read as another user, so what a test writes is open to others whatever the shell says.
process.umask(0o022)
