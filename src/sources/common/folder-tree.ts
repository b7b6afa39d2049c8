import { join } from 'node:path'
import type { Finding, ReadingLimits } from '../../facts/source.ts'
import { createLinkGuard, leadsAbove, listFolder, realPathOf } from './list-folder.ts'
import { shortPath, statOf } from './paths.ts'
import type { Folders } from './watch-folders.ts'

/** The names in a folder that are wanted, and when the folder was last changed (ms since the epoch). */
export type Listing = { files: string[]; at: number }

/** The system grants a limited number of watches; folders beyond this one are found by the slow poll. */
const maxWatched = 2_000
/** Folders that appear while others are listed are listed as well, in at most so many rounds. */
const maxRounds = 4
/** Two changes of a folder may have the same time where they are closer together than this. */
const tickMs = 2_000
/** So many links that lead astray are named. */
const maxNamed = 10

/** A listing with what the walk needs of it. */
type Known = Listing & { folders: string[]; links: string[]; linkedFiles: string[]; entries: number; listedAt: number }

type Settings = {
  roots: string[]
  /** Whether a file is wanted; the names of others are not kept. */
  wants(path: string): boolean
  limits: ReadingLimits
  /** The current time in ms. */
  now(): number
}

/**
 * The folders below some roots as they were last listed, level by level. A root may be a link, but to no folder in
 * which it lies itself. Below it a link is
 * followed once, behind everything that is there without links, and never to a folder that is there anyway or to one
 * above a root. Beyond the limits nothing is listed, and `findings` says so.
 */
export function createFolderTree({ roots, wants, limits, now }: Settings) {
  /** Null stands for a folder that may not be listed. */
  let listings = new Map<string, Known | null>()
  /** Files that are reached through links of their own. */
  let linked: string[] = []
  /** The folders that were left out, and the first of each reason. */
  let left = { beyond: 0, deeper: 0, first: '' }
  const guard = createLinkGuard(roots)
  /** Roots and links that lead to a folder in which they lie themselves. */
  let astray: string[] = []

  /** Lists the folders that may have changed and watches what is there. Answers the folders that were listed anew. */
  function refresh(watched: Pick<Folders, 'takeDirty' | 'attend' | 'nudge'>): Set<string> {
    const relisted = new Set<string>()
    let dirty = watched.takeDirty()
    let added: string[] = []
    for (let round = 0; round < maxRounds; round++) {
      walk(distinctRoots(), dirty, relisted)
      const newestFirst = [...listings].sort(([, a], [, b]) => (b?.at ?? 0) - (a?.at ?? 0)).map(([folder]) => folder)
      // A change between the listing of a folder and its watching has woken nobody.
      added = watched.attend(newestFirst.slice(0, maxWatched), roots)
      if (added.length === 0) return relisted
      dirty = new Set(added)
    }
    // More keep appearing: what was watched last is listed by the next pass, which begins at once.
    watched.nudge(added)
    return relisted
  }

  function distinctRoots() {
    const real = new Set<string>()
    return roots.filter((root) => {
      const path = realPathOf(root)
      return !real.has(path) && !leadsAbove(root) && real.add(path)
    })
  }

  function walk(distinct: string[], dirty: Set<string> | 'everything', relisted: Set<string>) {
    const before = listings
    listings = new Map()
    guard.beginAt(distinct)
    left = { beyond: 0, deeper: 0, first: '' }
    astray = roots.filter(leadsAbove)
    let entries = 0
    let level = distinct
    let links: string[] = []
    for (let depth = 0; level.length > 0; depth++) {
      const below: string[] = []
      for (const folder of level) {
        if (listings.has(folder)) continue
        const isBeyond = entries >= limits.files
        if (isBeyond || depth > limits.depth) {
          left[isBeyond ? 'beyond' : 'deeper']++
          left.first ||= folder
          continue
        }
        const listing = listingOf(folder, dirty, before.get(folder), relisted)
        if (listing === undefined) continue
        listings.set(folder, listing)
        entries += listing?.entries ?? 1
        for (const name of listing?.folders ?? []) below.push(join(folder, name))
        for (const name of listing?.links ?? []) links.push(join(folder, name))
      }
      level = below
      if (level.length > 0) continue
      // What links lead to may lie as deep again.
      astray.push(...links.filter(leadsAbove))
      level = links.filter(guard.mayFollow)
      links = []
      depth = 0
    }
    linked = [...listings].flatMap(
      ([folder, listing]) => listing?.linkedFiles.map((name) => join(folder, name)).filter(guard.mayFollowToFile) ?? [],
    )
  }

  /** A folder in which nothing happened is as it was. Undefined for one that is not there. */
  function listingOf(
    folder: string,
    dirty: Set<string> | 'everything',
    known: Known | null | undefined,
    relisted: Set<string>,
  ): Known | null | undefined {
    if (known && dirty !== 'everything' && !dirty.has(folder)) return known
    const at = statOf(folder)?.mtimeMs ?? 0
    if (
      known &&
      known.links.length + known.linkedFiles.length === 0 &&
      known.at === at &&
      at < known.listedAt - tickMs
    ) {
      // It has the names that it had, and its files may have grown.
      relisted.add(folder)
      return known
    }
    const listedAt = now()
    const listed = listFolder(folder)
    if (!listed) return listed
    relisted.add(folder)
    const { files, folders, linkedFiles, linkedFolders } = listed
    const wanted = (name: string) => wants(join(folder, name))
    return {
      files: files.filter(wanted).slice(0, limits.files),
      linkedFiles: linkedFiles.filter(wanted).slice(0, limits.files),
      folders,
      links: linkedFolders,
      entries: 1 + files.length + linkedFiles.length,
      at,
      listedAt,
    }
  }

  return {
    refresh,
    listings: (): ReadonlyMap<string, Listing | null> => listings,
    /** The paths of wanted files that only a link of their own leads to. */
    linkedFiles: (): readonly string[] => linked,
    /** What the limits left out of the last walk. */
    findings(): Finding[] {
      const { beyond, deeper, first } = left
      const mistakes = astray.slice(0, maxNamed).map(
        (root): Finding => ({
          level: 'warn',
          code: 'link-above',
          message: `${shortPath(root)} is a link to ${realPathOf(root)}, a folder in which it lies itself: it is not read.`,
          fix: 'Let it lead to where the transcripts are.',
        }),
      )
      if (beyond + deeper === 0) return mistakes
      const why = beyond > 0 ? `more than ${limits.files} files and folders` : `folders more than ${limits.depth} deep`
      return [
        ...mistakes,
        {
          level: 'warn',
          code: 'folders-left-out',
          message: `There are ${why} in ${roots
            .filter((root) => listings.has(root))
            .map(shortPath)
            .join(
              ', ',
            )}: ${beyond + deeper === 1 ? 'a folder is' : `${beyond + deeper} folders are`} left out, the first is ${shortPath(first)}.`,
          fix: `If they hold transcripts, raise reading.${beyond > 0 ? 'files' : 'depth'} in config.toml; if a link leads there by mistake, remove it.`,
        },
      ]
    },
  }
}
