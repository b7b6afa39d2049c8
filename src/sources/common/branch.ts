import { lstatSync, type Stats } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readForeignFile } from '../../lib/foreign-file.ts'

/** The branch that a repository has checked out, and since when (ms): before that it may have been another. */
type CheckedOut = { branch: string; since: number }

/** Where the HEAD of a directory lies, and what it said when it looked like this. */
type Known = { at: number; head: string | null; look: string; found: CheckedOut | null }

const maxRemembered = 5_000
const maxLevels = 40
const maxBytes = 4_096
/** A directory without a repository is looked at again after this long. */
const lookAgainMs = 5_000

/**
 * The branches of working directories, for runtimes whose transcripts do not name them. `HEAD` is read again only where
 * it looks different. Nothing is followed but the `gitdir:` of a worktree or a submodule, and no symbolic link.
 */
export function createBranches(now: () => number) {
  const known = new Map<string, Known>()
  return {
    /** What is checked out in a directory; null outside a repository, and where that cannot be told. */
    of(directory: string): CheckedOut | null {
      let one = known.get(directory)
      if (!one || (one.head === null && Math.abs(now() - one.at) > lookAgainMs)) {
        if (known.size >= maxRemembered) known.clear()
        one = { at: now(), head: headOf(directory), look: '', found: null }
        known.set(directory, one)
      }
      if (one.head === null) return null
      const stat = statOf(one.head)
      if (!stat?.isFile()) {
        known.delete(directory)
        return null
      }
      const look = `${stat.ino} ${stat.size} ${stat.mtimeMs}`
      if (look !== one.look) Object.assign(one, { look, found: read(one.head, Math.floor(stat.mtimeMs)) })
      return one.found
    },
  }
}

/** The path of the HEAD of the repository that a directory lies in. */
export function headOf(directory: string): string | null {
  let folder = resolve(directory)
  if (!statOf(folder)?.isDirectory()) return null
  for (let level = 0; level < maxLevels; level++) {
    const git = join(folder, '.git')
    const stat = statOf(git)
    if (stat?.isDirectory()) return join(git, 'HEAD')
    if (stat?.isFile()) return headOfWorktree(folder, git)
    const above = dirname(folder)
    if (above === folder) return null
    folder = above
  }
  return null
}

function headOfWorktree(folder: string, file: string): string | null {
  const target = /^gitdir: (.+)$/m.exec(contentOf(file) ?? '')?.[1]?.trim()
  if (target === undefined) return null
  const git = resolve(folder, target)
  return /[/\\]\.git[/\\](?:worktrees|modules)[/\\]./.test(git) ? join(git, 'HEAD') : null
}

function read(head: string, since: number): CheckedOut | null {
  const said = contentOf(head)?.trim() ?? ''
  const branch = /^ref: refs\/heads\/([^\s~^:?*[\\\x00-\x1f\x7f]{1,200})$/.exec(said)?.[1]
  // A repository in a newer form keeps its branches elsewhere and names none here.
  if (branch !== undefined) return branch === '.invalid' ? null : { branch, since }
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(said) ? { branch: said.slice(0, 7), since } : null
}

function contentOf(path: string): string | undefined {
  try {
    return readForeignFile(path, maxBytes).toString('utf8')
  } catch {
    // It is gone, too large, or not for us: then nothing says which branch it is.
    return undefined
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    // It is not there, or may not be looked at.
    return undefined
  }
}

/**
 * The branch of a session that last wrote at `lastAt` (ms) in a directory; undefined where something else may have been
 * checked out then.
 */
export function branchAt(found: CheckedOut | null, lastAt: number | null): string | undefined {
  return found !== null && lastAt !== null && found.since <= lastAt ? found.branch : undefined
}
