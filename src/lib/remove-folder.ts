import { existsSync, rmSync } from 'node:fs'

/**
 * Removes `path` and its content, also while another thread removes files there: Bun's `rmSync` ends without an error
 * at the first file that is already gone (a closing SQLite takes its `-wal`). Throws what the system reports (EBUSY,
 * EACCES…) when the folder cannot be removed.
 */
export function removeFolder(path: string) {
  for (let tries = 1; existsSync(path); tries++) {
    try {
      rmSync(path, { recursive: true, force: true })
    } catch (error) {
      if (tries === maxTries) throw error
    }
    if (tries === maxTries) return
    if (tries > 1) Bun.sleepSync(pauseMs)
  }
}

const maxTries = 20
const pauseMs = 25
