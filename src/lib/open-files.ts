import { readdirSync, readFileSync } from 'node:fs'

/** How many files and connections this process has open, and how many it may have. */
export type OpenFiles = { open: number; most: number }

let most: number | undefined

/** Undefined where the system does not tell. */
export function openFiles(): OpenFiles | undefined {
  try {
    most ??= Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1])
    // One of them is the folder that is being listed.
    return Number.isFinite(most) ? { open: readdirSync('/proc/self/fd').length - 1, most } : undefined
  } catch {
    // Not every system has such a folder, and one that is full may not let us look: then nothing more may be opened.
    return most === undefined ? undefined : { open: most, most }
  }
}
