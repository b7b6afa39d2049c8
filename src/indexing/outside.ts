import { dirname } from 'node:path'
import type { FileEvent } from '../files/events.ts'
import type { OutsideWatch } from '../files/file.ts'
import { createOutsideWrites } from '../files/outside.ts'
import { countFilesWritten, filesWritten } from '../files/read-outside.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { watchFiles } from '../sources/common/watch-files.ts'
import type { Store } from '../store/store.ts'

/** Files are watched for so long after an agent has written them. */
const watchedMs = 24 * 3_600_000
const maxFolders = 300
const maxFiles = 1_000
/** The choice of files is made again so soon after transcripts have said something, and seldom by time alone. */
const settleMs = 2_000
const anewMs = 3_600_000

type Deps = {
  index: Store
  sessions: Pick<Sessions, 'byIds'>
  now: () => number
  publish: (event: Extract<FileEvent, { kind: 'files.outside' }>) => void
  /** Conflicts may be others than before. */
  filesTouched: () => void
  onError: (error: unknown) => void
  waitMs?: number
}

/**
 * Watches the files that agents wrote in the last day, those written last first, and keeps what somebody else does to
 * them. Nothing that happened before it started is told.
 */
export function watchOutside({ index, sessions, now, publish, filesTouched, onError, waitMs }: Deps) {
  let watch: OutsideWatch = { files: 0, folders: 0, leftOut: 0 }
  let choosing: Timer | undefined
  let choosingAt = 0
  const outside = createOutsideWrites({
    index,
    sessions,
    now,
    onError,
    ...(waitMs !== undefined && { waitMs }),
    changed() {
      filesTouched()
      publish({ kind: 'files.outside', watch })
    },
  })
  const watched = watchFiles({ changed: outside.saw, now })

  function choose() {
    choosing = undefined
    try {
      const since = now() - watchedMs
      const { files, folders } = chosenOf(filesWritten(index, since, maxFiles), { maxFolders })
      const all = files.length < maxFiles && folders < maxFolders ? files.length : countFilesWritten(index, since)
      watched.attend(files)
      const before = JSON.stringify(watch)
      watch = { files: files.length, folders, leftOut: Math.max(0, all - files.length) }
      if (JSON.stringify(watch) !== before) publish({ kind: 'files.outside', watch })
    } catch (error) {
      onError(error)
    }
    planChoice(anewMs)
  }

  function planChoice(inMs: number) {
    const at = now() + inMs
    if (choosing && choosingAt <= at) return
    clearTimeout(choosing)
    choosingAt = at
    choosing = setTimeout(choose, inMs)
    choosing.unref?.()
  }

  return {
    /** Transcripts have said what sessions did: other files may be theirs. */
    learned() {
      outside.learned()
      planChoice(Math.min(settleMs, waitMs ?? settleMs))
    },
    stop() {
      clearTimeout(choosing)
      outside.stop()
      watched.stop()
    },
  }
}

/** Of files in order the first ones, as far as they lie in few enough folders. */
export function chosenOf(paths: readonly string[], { maxFolders }: { maxFolders: number }) {
  const folders = new Set<string>()
  const files = paths.filter((path) => {
    const folder = dirname(path)
    // These are no files of anybody.
    if (/^\/(?:proc|sys|dev)\//.test(path)) return false
    if (!folders.has(folder) && folders.size >= maxFolders) return false
    folders.add(folder)
    return true
  })
  return { files, folders: folders.size }
}
