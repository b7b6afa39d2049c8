import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The kernel's files below a root (`/`, or a recorded one). A file that is missing or may not be read is null or empty.
 */
export function filesUnder(root: string) {
  return {
    read(path: string): string | null {
      try {
        return readFileSync(join(root, path), 'utf8')
      } catch {
        // A file that is gone, missing on this machine, or not readable is the same to a reading.
        return null
      }
    },
    list(path: string): string[] {
      try {
        return readdirSync(join(root, path))
      } catch {
        // The same.
        return []
      }
    },
    /** The target of a link; null for other files. */
    link(path: string): string | null {
      try {
        return readlinkSync(join(root, path))
      } catch {
        // The same.
        return null
      }
    },
  }
}

export type Files = ReturnType<typeof filesUnder>
