import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import type { Finding } from '../../facts/source.ts'
import { statOf } from './paths.ts'

/** Every folder is looked at again this often, in case a notification was lost. */
const slowPollMs = 20_000
/** Looking at everything rests at least so many times as long as it takes: with many files it comes more seldom. */
const restsPerWork = 300

/** A folder that was silent for this long is looked at once more, because the last notification may get lost. */
const quietMs = 300

export type Folders = ReturnType<typeof watchFolders>

/** A folder that is watched. `names` are those that are waited for in it; null where everything in it counts. */
type Watched = { watcher: FSWatcher; identity: string; names: ReadonlySet<string> | null }

/**
 * Wakes when something happens in one of the watched folders, and remembers in which. Where the system grants no more
 * watches, the slow poll alone finds what is new, and `onProblem` gets the finding that says so.
 */
export function watchFolders(onProblem: (problem: Finding | undefined) => void) {
  const watched = new Map<string, Watched>()
  /** Whether each of the places that were asked for was there when it was last looked for. */
  const present = new Map<string, boolean>()
  const planned = new Map<string, Timer>()
  const quiet = new Map<string, Timer>()
  let dirty: Set<string> | 'everything' = 'everything'
  let wake: (() => void) | undefined
  /** How long it took to look at everything the last time that nothing was new, in ms. */
  let wholeMs = 0
  let isWhole = false

  function open(folder: string, names: Watched['names']) {
    try {
      const watcher = watch(folder, (event, file) => note(folder, event, file))
      const one: Watched = { watcher, identity: identityOf(folder), names }
      // The folder went away, or another lies in its place: the next pass watches what is there then.
      const lose = () => {
        if (watched.get(folder) !== one) return
        forget(folder)
        touch(folder)
      }
      watcher.on('error', lose)
      watcher.on('close', lose)
      watched.set(folder, one)
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
        message: `The system gives no more watches, so changes are looked for every ${Math.round(pollMs() / 1000)} s (${code ?? message}).`,
        fix: 'Raise fs.inotify.max_user_watches.',
      })
    }
  }

  const pollMs = () => Math.max(slowPollMs, wholeMs * restsPerWork)

  function note(folder: string, event: string, file: string | null) {
    // Reading a database changes its shared memory: that event is caused by ourselves.
    if (file?.endsWith('-shm')) return
    const names = watched.get(folder)?.names
    if (file !== null && names && !names.has(file)) return
    if (file !== null && event === 'rename') noteReplaced(join(folder, file))
    clearTimeout(quiet.get(folder))
    quiet.set(folder, setTimeout(touch, quietMs, folder))
    touch(folder)
  }

  /** A watch follows its folder wherever that is moved: what lies in its place now, and below it, is watched anew. */
  function noteReplaced(folder: string) {
    const one = watched.get(folder)
    if (one === undefined || one.identity === identityOf(folder)) return
    for (const path of [...watched.keys()])
      if (path === folder || path.startsWith(folder + sep)) {
        forget(path)
        if (dirty !== 'everything') dirty.add(path)
      }
  }

  function forget(folder: string) {
    const one = watched.get(folder)
    watched.delete(folder)
    one?.watcher.close()
  }

  function touch(folder: string) {
    if (dirty !== 'everything') dirty.add(folder)
    wake?.()
  }

  return {
    /**
     * Watches exactly these folders from now on, and waits for those of `places` that are not there in the nearest folder
     * above them. Answers the folders that were not watched before: what happened in them until now has woken nobody.
     */
    attend(folders: string[], places: string[] = []): string[] {
      if (!wake) return []
      const wanted = new Map<string, Set<string> | null>(folders.map((folder) => [folder, null]))
      for (const place of places) {
        noteReplaced(place)
        const isThere = statOf(place) !== undefined
        // It came while others were looked at, so nobody has seen it yet.
        if (isThere && !present.get(place) && !wanted.has(place)) touch(place)
        present.set(place, isThere)
        if (!isThere) awaitIn(wanted, place)
      }
      for (const folder of [...watched.keys()]) if (!wanted.has(folder)) forget(folder)
      const added: string[] = []
      for (const [folder, names] of wanted) {
        const one = watched.get(folder)
        if (one === undefined) {
          open(folder, names)
          added.push(folder)
        } else {
          if (one.names !== null && [...(names ?? [''])].some((name) => !one.names!.has(name))) added.push(folder)
          one.names = names
        }
      }
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
        for (const folder of [...watched.keys()]) forget(folder)
        present.clear()
      }
    },
  }
}

/** Waits for a place that is not there: for the next name on the way to it, in the nearest folder that is there. */
function awaitIn(wanted: Map<string, Set<string> | null>, place: string) {
  let above = place
  let name: string
  do {
    name = basename(above)
    above = dirname(above)
  } while (!statOf(above)?.isDirectory() && dirname(above) !== above)
  const names = wanted.get(above)
  if (names === undefined) wanted.set(above, new Set([name]))
  else names?.add(name)
}

/** A folder that is made anew may get the inode of the one before it, but not its birth. */
function identityOf(folder: string): string {
  const stat = statOf(folder)
  return stat ? `${stat.ino} ${stat.birthtimeMs}` : 'none'
}
