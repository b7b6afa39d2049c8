import { readdirSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative, sep } from 'node:path'

/** The stat of a file; undefined for one that is not there, or not any more. */
export function statOf(path: string) {
  try {
    return statSync(path)
  } catch {
    // The file is gone since it was listed; the next pass finds what is there then.
    return undefined
  }
}

/** How a file looks from outside: a file with the same fingerprint has the same content. */
export function fingerprintOf(path: string): string {
  const stat = statOf(path)
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : 'none'
}

/** The folders that are there, each once under its real path. */
export const distinctFolders = (folders: string[]): string[] => [
  ...new Set(folders.flatMap((folder) => (statOf(folder)?.isDirectory() ? [realpathSync(folder)] : []))),
]

/** The names in a folder; none where it is not there or may not be listed, which `isClosed` tells apart. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // The summary of a pass names the folders that may not be listed.
    return []
  }
}

/** Whether a folder is there and may not be listed. */
export function isClosed(folder: string): boolean {
  try {
    readdirSync(folder)
    return false
  } catch (error) {
    return (error as { code?: string }).code !== 'ENOENT'
  }
}

/** A path as its owner writes it, with ~ for the home folder. */
export function shortPath(path: string) {
  const inside = relative(homedir(), path)
  return inside.startsWith('..') || inside.startsWith(sep) ? path : join('~', inside)
}
