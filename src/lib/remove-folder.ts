import { existsSync, rmSync } from 'node:fs'

/**
 * Removes `path` and all that is in it, also while somebody else is removing things there: Bun's `rmSync` ends without a
 * word at the first file that another thread was quicker to take (a closing SQLite takes its `-wal`).
 * Throws what the system says (EBUSY, EACCES…) when it cannot be done.
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
