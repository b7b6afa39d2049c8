import { type FSWatcher, watch } from 'node:fs'
import type { Finding } from '../../facts/source.ts'

/** Everything is looked at again this often, in case a notification was lost. */
const slowPollMs = 20_000

/** When nothing more was heard from a folder for so long, it is looked at once more: the last word may get lost. */
const quietMs = 300

/**
 * Wakes when something happens in one of the folders attended to, and remembers in which. Where the system has no
 * more watches to give, the slow poll alone finds what is new, and that is said.
 */
export function watchFolders(onProblem: (problem: Finding | undefined) => void) {
  const watchers = new Map<string, FSWatcher>()
  const planned = new Map<string, Timer>()
  const settling = new Map<string, Timer>()
  let dirty: Set<string> | 'everything' = 'everything'
  let wake: (() => void) | undefined

  /** Watches exactly these folders from now on; the answer names those that were not watched before. */
  function attend(folders: string[]): string[] {
    if (!wake) return []
    const wanted = new Set(folders)
    for (const [folder, watcher] of watchers)
      if (!wanted.has(folder)) {
        watcher.close()
        watchers.delete(folder)
      }
    const added = folders.filter((folder) => !watchers.has(folder))
    for (const folder of added) open(folder)
    return added
  }

  function open(folder: string) {
    try {
      // Reading a database stirs its shared memory: that is our own doing, and nobody's news.
      const watcher = watch(folder, (_event, file) => file?.endsWith('-shm') || heard(folder))
      watcher.on('error', () => {
        // The folder went away; the next pass attends to what is there then.
        watcher.close()
        watchers.delete(folder)
        touched(folder)
      })
      watchers.set(folder, watcher)
      // What happened in it before it was watched has woken nobody.
      if (dirty !== 'everything') dirty.add(folder)
      onProblem(undefined)
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      // Gone since it was listed, or closed to us: the pass itself says so.
      if (code === 'ENOENT' || code === 'EACCES') return
      onProblem({
        level: 'warn',
        code: 'watch-limit',
        message: `Changes are found by looking every ${slowPollMs / 1000} s, because the system gives no more watches (${code ?? message}).`,
        fix: 'Raise fs.inotify.max_user_watches.',
      })
    }
  }

  function heard(folder: string) {
    clearTimeout(settling.get(folder))
    settling.set(folder, setTimeout(touched, quietMs, folder))
    touched(folder)
  }

  function touched(folder: string) {
    if (dirty !== 'everything') dirty.add(folder)
    wake?.()
  }

  return {
    attend,
    /** Looks there once more after a pause, whether or not anything is heard from it. */
    lookAgain(folder: string, pauseMs: number) {
      clearTimeout(planned.get(folder))
      if (wake) planned.set(folder, setTimeout(touched, pauseMs, folder))
    },
    /** Somebody else heard that there is something new in these. */
    nudge(folders: string[]) {
      if (dirty !== 'everything') for (const folder of folders) dirty.add(folder)
      wake?.()
    },
    /** What was touched since the last call; everything at first, at each slow poll, and while nobody watches. */
    takeDirty() {
      const taken = wake ? dirty : 'everything'
      dirty = new Set()
      return taken
    },
    watch(onWake: () => void) {
      wake = onWake
      dirty = 'everything'
      const timer = setInterval(() => {
        dirty = 'everything'
        onWake()
      }, slowPollMs)
      onWake()
      return () => {
        clearInterval(timer)
        for (const look of [...planned.values(), ...settling.values()]) clearTimeout(look)
        wake = undefined
        for (const watcher of watchers.values()) watcher.close()
        watchers.clear()
      }
    },
  }
}
