import { readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { statOf } from './paths.ts'

/** What stands in a folder. Links are told apart by what they lead to; one that leads nowhere is left out. */
export type Listed = { folders: string[]; files: string[]; linkedFolders: string[]; linkedFiles: string[] }

/** Undefined for a folder that is not there, null for one that may not be listed. */
export function listFolder(folder: string): Listed | null | undefined {
  try {
    const listed: Listed = { folders: [], files: [], linkedFolders: [], linkedFiles: [] }
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) listed.folders.push(entry.name)
      else if (entry.isFile()) listed.files.push(entry.name)
      else if (entry.isSymbolicLink()) {
        const target = statOf(join(folder, entry.name))
        if (target?.isDirectory()) listed.linkedFolders.push(entry.name)
        else if (target?.isFile()) listed.linkedFiles.push(entry.name)
      }
    }
    return listed
  } catch (error) {
    const { code } = error as { code?: string }
    return code === 'EACCES' || code === 'EPERM' ? null : undefined
  }
}

/** The folders in a folder: those that are there, and those that links lead to, each once and none above it. */
export function foldersIn(folder: string): string[] {
  const listed = listFolder(folder)
  if (!listed) return []
  const guard = createLinkGuard([folder])
  return [...listed.folders, ...listed.linkedFolders.filter((name) => guard.mayFollow(join(folder, name)))]
}

/**
 * Decides which links below some roots are followed: none to what is found anyway, because it lies below a root or below
 * what another link leads to, and none to a folder above one of these. Remembers what was followed, so that of several
 * links to one place it is always the same.
 */
export function createLinkGuard(roots: string[]) {
  /** What roots and links lead to, and the folders above that; each with the root or the link. */
  const places = new Map<string, string>()
  const above = new Map<string, string>()
  beginAt(roots)

  function beginAt(folders: string[]) {
    for (const folder of folders) note(folder, realPathOf(folder))
  }

  function note(path: string, target: string) {
    places.set(target, path)
    for (const folder of foldersAbove(target)) above.set(folder, path)
  }

  /** Whether another link still leads where it led. */
  const isTaken = (path: string, by: string | undefined) =>
    by !== undefined && by !== path && places.get(realPathOf(by)) === by

  const isWithin = (path: string, target: string) =>
    [target, ...foldersAbove(target)].some((place) => isTaken(path, places.get(place)))

  return {
    /** The roots as they are now. */
    beginAt,
    mayFollow(path: string): boolean {
      const target = realPathOf(path)
      if (isTaken(path, above.get(target)) || isWithin(path, target)) return false
      note(path, target)
      return true
    },
    /** The same of a link to a file, which has nothing below it: asked once the folders are known. */
    mayFollowToFile(path: string): boolean {
      const target = realPathOf(path)
      if (isWithin(path, target)) return false
      places.set(target, path)
      return true
    },
  }
}

/** Whether a path is a link to a folder that it lies in itself. */
export const leadsAbove = (path: string): boolean =>
  foldersAbove(join(realPathOf(dirname(path)), basename(path))).includes(realPathOf(path))

/** Every folder above a path, up to the root of the file system. */
function foldersAbove(path: string): string[] {
  const above = dirname(path)
  return above === path ? [] : [above, ...foldersAbove(above)]
}

/** The path behind all links; the path itself for what is not there. */
export function realPathOf(path: string) {
  try {
    return realpathSync(path)
  } catch {
    // It may appear later, under this name.
    return path
  }
}
