import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative, sep } from 'node:path'

/** What the system says of a file; undefined for one that is not there, or not any more. */
export function statOf(path: string) {
  try {
    return statSync(path)
  } catch {
    // Gone between listing and looking; the next pass sees what is there then.
    return undefined
  }
}

/** A file as it looks from outside: one that looks as it did has nothing new to say. */
export function fingerprintOf(path: string): string {
  const stat = statOf(path)
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : 'none'
}

/** Folders that are there, each once however it was named. */
export const distinctFolders = (folders: string[]): string[] => [
  ...new Set(folders.flatMap((folder) => (statOf(folder)?.isDirectory() ? [realpathSync(folder)] : []))),
]

/** A path as its owner knows it. */
export function shortPath(path: string) {
  const inside = relative(homedir(), path)
  return inside.startsWith('..') || inside.startsWith(sep) ? path : join('~', inside)
}
