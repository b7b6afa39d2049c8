import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** The kernel's files below a root (`/`, or a recorded one). What is not there or may not be read is null or empty. */
export function filesUnder(root: string) {
  return {
    read(path: string): string | null {
      try {
        return readFileSync(join(root, path), 'utf8')
      } catch {
        // Gone in between, never there on this machine, or not ours to read: all the same to a reading.
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
    /** Where a link leads; null where it is none. */
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
