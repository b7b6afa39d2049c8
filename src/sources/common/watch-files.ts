import { dirname } from 'node:path'
import type { Finding } from '../../facts/source.ts'
import { headOf } from './branch.ts'
import { fingerprintOf, statOf } from './paths.ts'
import { watchFolders } from './watch-folders.ts'

/** A file that looks different, at a time (ms), and the repository that it lies in; null for none. */
type ChangedFile = { path: string; at: number; repository: string | null; isByGit: boolean }

/** Looks come at most this often, however much happens, and so long after the first of what happens. */
const restMs = 400
/** What a file says of its last change is believed for so long; it may have been moved here as it was. */
const believedMs = 60_000
/** A repository that changed so close to a file did so together with it. */
const togetherMs = 3_000

type Deps = {
  /** Some files look different than before. */
  changed: (files: ChangedFile[]) => void
  now: () => number
  onProblem?: (problem: Finding | undefined) => void
}

/**
 * Watches single files by the folders that they lie in, and tells which look different: by time of change, size and
 * inode, so that one that was replaced counts as well. Nothing is read of them. What was there when a file began to be
 * watched is not told.
 */
export function watchFiles({ changed, now, onProblem = () => {} }: Deps) {
  const looks = new Map<string, string>()
  let byFolder = new Map<string, string[]>()
  const folders = watchFolders(onProblem)
  let stopWatching: (() => void) | undefined
  let timer: Timer | undefined

  function look() {
    timer = undefined
    const begun = performance.now()
    const dirty = folders.takeDirty()
    const files: ChangedFile[] = []
    for (const folder of dirty === 'everything' ? byFolder.keys() : dirty)
      for (const path of byFolder.get(folder) ?? []) {
        const fingerprint = fingerprintOf(path)
        if (fingerprint === looks.get(path)) continue
        looks.set(path, fingerprint)
        // A folder that goes away as a whole is tidied up.
        if (fingerprint === 'none' && statOf(folder) === undefined) continue
        files.push({ path, at: changedAt(path), ...repositoryOf(folder) })
      }
    // A folder that was made anew is watched anew.
    folders.attend([...byFolder.keys()])
    if (files.length > 0) changed(files)
    else folders.noteIdlePass(performance.now() - begun)
  }

  function changedAt(path: string): number {
    const at = Math.floor(statOf(path)?.mtimeMs ?? 0)
    return at <= now() && now() - at < believedMs ? at : now()
  }

  /** The repository of a folder, and whether what it has checked out changed just now. */
  function repositoryOf(folder: string): Pick<ChangedFile, 'repository' | 'isByGit'> {
    const head = headOf(folder)
    if (head === null) return { repository: null, isByGit: false }
    const changedTogether = (path: string) => Math.abs(now() - (statOf(path)?.mtimeMs ?? 0)) < togetherMs
    return { repository: dirname(head), isByGit: changedTogether(head) || changedTogether(`${dirname(head)}/index`) }
  }

  return {
    /** Watches exactly these files from now on; of one that was not watched before, only what happens from now on counts. */
    attend(paths: readonly string[]) {
      const wanted = new Set(paths)
      for (const path of looks.keys()) if (!wanted.has(path)) looks.delete(path)
      byFolder = Map.groupBy(wanted, dirname)
      stopWatching ??= folders.watch(() => {
        timer ??= setTimeout(look, restMs)
      })
      folders.attend([...byFolder.keys()])
      for (const path of wanted) if (!looks.has(path)) looks.set(path, fingerprintOf(path))
    },

    stop() {
      clearTimeout(timer)
      stopWatching?.()
    },
  }
}
