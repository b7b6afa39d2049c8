import type { Sessions } from '../sessions/sessions.ts'
import { groupOfState } from '../sessions/severity.ts'
import type { Store } from '../store/store.ts'
import { conflictIn, conflictWindowMs } from './conflicts.ts'
import type { FileConflict, FileDetail, FilesPage, FileTouch, TouchedFile } from './file.ts'
import {
  changedTogether,
  type FileChoice,
  recentEdits,
  sharedFiles,
  touchedCounts,
  touchedFiles,
  touchesOfFile,
} from './read-files.ts'

const maxEdits = 200
const maxFiles = 200
const maxTouches = 5_000
const maxShared = 100
const maxTogether = 8
/** A session is followed this far up to the first of its family. */
const maxDepth = 16

export type Files = ReturnType<typeof createFiles>

/** What sessions did to files, as far as their transcripts were looked through. */
export function createFiles(index: Store, sessions: Sessions, { now }: { now: () => number }) {
  /** Families and states of the sessions that have touched something. */
  function circumstances(touches: readonly FileTouch[]) {
    const roots = new Map<string, string>()
    const atWork = new Map<string, boolean>()
    for (const id of new Set(touches.map(({ sessionId }) => sessionId))) {
      let root = id
      for (let depth = 0; depth < maxDepth; depth++) {
        const [session] = sessions.byIds([root])
        atWork.set(root, session !== undefined && groupOfState(session.state) === 'working')
        if (!session?.parentId) break
        root = session.parentId
      }
      roots.set(id, root)
    }
    return { rootOf: (id: string) => roots.get(id) ?? id, isAtWork: (root: string) => atWork.get(root) ?? false }
  }

  function conflictOf(path: string): FileConflict | null {
    const touches = touchesOfFile(index, path, now() - 2 * conflictWindowMs, maxTouches)
    return conflictIn(path, touches, circumstances(touches))
  }

  /** The conflicts of the last day, the latest first. */
  const conflicts = (): FileConflict[] =>
    sharedFiles(index, now() - conflictWindowMs, maxShared).flatMap((path) => conflictOf(path) ?? [])

  return {
    conflicts,

    page: (since: number): Omit<FilesPage, 'survey'> => ({
      since,
      ...touchedCounts(index, since),
      edits: recentEdits(index, since, maxEdits),
      conflicts: conflicts(),
    }),

    list: (asked: { since: number; choice: FileChoice; words: string }): TouchedFile[] =>
      touchedFiles(index, { ...asked, limit: maxFiles }),

    detail: (path: string, since: number): FileDetail => ({
      path,
      touches: touchesOfFile(index, path, since, maxTouches),
      conflict: conflictOf(path),
      together: changedTogether(index, path, since, maxTogether),
    }),
  }
}
