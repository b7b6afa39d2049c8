import { type FSWatcher, watch } from 'node:fs'
import type { Finding } from '../../facts/source.ts'

/** Every folder is looked at again this often, in case a notification was lost. */
const slowPollMs = 20_000
/** Looking at everything rests at least so many times as long as it takes: with many files it comes more seldom. */
const restsPerWork = 300

/** A folder that was silent for this long is looked at once more, because the last notification may get lost. */
const quietMs = 300

export type Folders = ReturnType<typeof watchFolders>

/**
 * Wakes when something happens in one of the watched folders, and remembers in which. Where the system grants no more
 * watches, the slow poll alone finds what is new, and `onProblem` gets the finding that says so.
 */
export function watchFolders(onProblem: (problem: Finding | undefined) => void) {
  const watchers = new Map<string, FSWatcher>()
  const planned = new Map<string, Timer>()
  const quiet = new Map<string, Timer>()
  let dirty: Set<string> | 'everything' = 'everything'
  let wake: (() => void) | undefined
  /** How long it took to look at everything the last time that nothing was new, in ms. */
  let wholeMs = 0
  let isWhole = false

  function open(folder: string) {
    try {
      // Reading a database changes its shared memory: that event is caused by ourselves.
      const watcher = watch(folder, (_event, file) => file?.endsWith('-shm') || noteEvent(folder))
      watcher.on('error', () => {
        // The folder went away; the next pass watches what is there then.
        watcher.close()
        watchers.delete(folder)
        touch(folder)
      })
      watchers.set(folder, watcher)
      // A change before the watching began has woken nobody.
      if (dirty !== 'everything') dirty.add(folder)
      onProblem(undefined)
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      // The folder is gone or closed to us: the pass itself reports that.
      if (code === 'ENOENT' || code === 'EACCES') return
      onProblem({
        level: 'warn',
        code: 'watch-limit',
        message: `Changes are found by looking every ${Math.round(pollMs() / 1000)} s, because the system gives no more watches (${code ?? message}).`,
        fix: 'Raise fs.inotify.max_user_watches.',
      })
    }
  }

  const pollMs = () => Math.max(slowPollMs, wholeMs * restsPerWork)

  function noteEvent(folder: string) {
    clearTimeout(quiet.get(folder))
    quiet.set(folder, setTimeout(touch, quietMs, folder))
    touch(folder)
  }

  function touch(folder: string) {
    if (dirty !== 'everything') dirty.add(folder)
    wake?.()
  }

  return {
    /** Watches exactly these folders from now on. Answers those that were not watched before. */
    attend(folders: string[]): string[] {
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
    },
    /** Wakes for a folder once more after a pause, whether or not anything happens in it. */
    lookAgain(folder: string, pauseMs: number) {
      clearTimeout(planned.get(folder))
      if (wake) planned.set(folder, setTimeout(touch, pauseMs, folder))
    },
    /** Wakes for folders in which somebody else knows that something is new. */
    nudge(folders: string[]) {
      if (dirty !== 'everything') for (const folder of folders) dirty.add(folder)
      wake?.()
    },
    /** The folders touched since the last call; everything at first, at each slow poll, and while nobody watches. */
    takeDirty(): Set<string> | 'everything' {
      const taken = wake ? dirty : 'everything'
      dirty = new Set()
      isWhole = taken === 'everything'
      return taken
    },
    /** How long a pass took in which nothing was new. */
    noteIdlePass(tookMs: number) {
      if (isWhole) wholeMs = tookMs
    },
    watch(onWake: () => void) {
      wake = onWake
      dirty = 'everything'
      let timer = setTimeout(poll, slowPollMs)
      function poll() {
        dirty = 'everything'
        onWake()
        timer = setTimeout(poll, pollMs())
      }
      onWake()
      return () => {
        clearTimeout(timer)
        for (const timeout of [...planned.values(), ...quiet.values()]) clearTimeout(timeout)
        wake = undefined
        for (const watcher of watchers.values()) watcher.close()
        watchers.clear()
      }
    },
  }
}
