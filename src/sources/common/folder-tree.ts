import { readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { statOf } from './paths.ts'
import type { Folders } from './watch-folders.ts'

/** The names in a folder, and when the folder was last changed (ms since the epoch). */
export type Listing = { folders: string[]; files: string[]; at: number }

/** The system grants a limited number of watches; folders beyond this one are found by the slow poll. */
const maxWatched = 2_000
const maxDepth = 12
/** Folders that appear while others are listed are listed as well, in at most so many rounds. */
const maxRounds = 4

/**
 * The folders below some roots, however deep, as they were last listed. Links below a root are not followed; a root may
 * be a link, and one that is reached under several names is listed once.
 */
export function createFolderTree(roots: string[]) {
  /** Null stands for a folder that may not be listed. */
  let listings = new Map<string, Listing | null>()

  /** Lists the folders that may have changed and watches what is there. Answers the folders that were listed anew. */
  function refresh(watched: Pick<Folders, 'takeDirty' | 'attend'>): Set<string> {
    const relisted = new Set<string>()
    let dirty = watched.takeDirty()
    const distinct = distinctRoots()
    for (let round = 0; round < maxRounds; round++) {
      const before = listings
      listings = new Map()
      for (const root of distinct) list(root, dirty, before, relisted, 0)
      const newestFirst = [...listings].sort(([, a], [, b]) => (b?.at ?? 0) - (a?.at ?? 0)).map(([folder]) => folder)
      // A change between the listing of a folder and its watching has woken nobody.
      const added = watched.attend([...newestFirst.slice(0, maxWatched), ...awaited()])
      if (added.length === 0) break
      dirty = new Set(added)
    }
    return relisted
  }

  function distinctRoots() {
    const real = new Set<string>()
    return roots.filter((root) => {
      const path = realPathOf(root)
      return !real.has(path) && real.add(path)
    })
  }

  /** Lists a folder and those below it. A folder in which nothing happened is as it was. */
  function list(
    folder: string,
    dirty: Set<string> | 'everything',
    before: Map<string, Listing | null>,
    relisted: Set<string>,
    depth: number,
  ) {
    if (listings.has(folder) || depth > maxDepth) return
    const known = before.get(folder)
    const isUnchanged = known && dirty !== 'everything' && !dirty.has(folder)
    const listing = isUnchanged ? known : listingOf(folder)
    if (listing === undefined) return
    if (!isUnchanged) relisted.add(folder)
    listings.set(folder, listing)
    for (const below of listing?.folders ?? []) list(join(folder, below), dirty, before, relisted, depth + 1)
  }

  /** The nearest existing folder above each root that does not exist yet. */
  function awaited(): string[] {
    return roots.flatMap((root) => {
      if (listings.has(root)) return []
      let above = dirname(root)
      while (!statOf(above)?.isDirectory() && dirname(above) !== above) above = dirname(above)
      return listings.has(above) ? [] : [above]
    })
  }

  return {
    refresh,
    listings: (): ReadonlyMap<string, Listing | null> => listings,
  }
}

/** Undefined for a folder that is not there, null for one that may not be listed. */
function listingOf(folder: string): Listing | null | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return {
      folders: entries.filter((entry) => entry.isDirectory()).map(({ name }) => name),
      files: entries.filter((entry) => entry.isFile()).map(({ name }) => name),
      at: statSync(folder).mtimeMs,
    }
  } catch (error) {
    const { code } = error as { code?: string }
    return code === 'EACCES' || code === 'EPERM' ? null : undefined
  }
}

/** The path behind all links; the path itself for a folder that is not there. */
function realPathOf(folder: string) {
  try {
    return realpathSync(folder)
  } catch {
    // The folder may appear later, under this name.
    return folder
  }
}
