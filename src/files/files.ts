import type { Sessions } from '../sessions/sessions.ts'
import { groupOfState } from '../sessions/severity.ts'
import type { Store } from '../store/store.ts'
import { conflictIn, conflictWindowMs } from './conflicts.ts'
import type { FileConflict, FileDetail, FileHistory, FileSession, FilesPage, FileTouch, TouchedFile } from './file.ts'
import {
  changedTogether,
  countsOfFile,
  type FileChoice,
  lastTouchOf,
  pathAlone,
  pathsBelow,
  pathsOfSameName,
  recentEdits,
  sharedFiles,
  timesReverted,
  touchedCounts,
  touchedFiles,
  touchesBefore,
  touchesOfFile,
} from './read-files.ts'
import { filesChangedOutside, outsideChanges, outsideTouches } from './read-outside.ts'
import { isSameInOtherWorktree, worktreeFoldersAbove, worktreeOf } from './worktrees.ts'

const maxEdits = 200
const maxFiles = 200
const maxTouches = 5_000
/** Touches and sessions of one file that are listed one by one. */
const maxListedTouches = 2_000
const maxPeople = 40
const maxSameName = 2_000
const maxWorktrees = 12
const maxShared = 100
const maxOutside = 200
const historyPage = 100
const maxTogether = 8
/** A session is followed this far up to the first of its family. */
const maxDepth = 16

export type Files = ReturnType<typeof createFiles>

/** What sessions did to files, as far as their transcripts were looked through. */
export function createFiles(index: Store, sessions: Sessions, { now }: { now: () => number }) {
  /** Families and states of the sessions that have touched something, each looked up once. */
  function createCircumstances() {
    const roots = new Map<string, string>()
    const atWork = new Map<string, boolean>()
    function learn(id: string) {
      let root = id
      for (let depth = 0; depth < maxDepth; depth++) {
        const [session] = sessions.byIds([root])
        atWork.set(root, session !== undefined && groupOfState(session.state) === 'working')
        if (!session?.parentId) break
        root = session.parentId
      }
      roots.set(id, root)
      return root
    }
    return {
      rootOf: (id: string) => roots.get(id) ?? learn(id),
      isAtWork: (root: string) => atWork.get(root) ?? false,
    }
  }

  /** The sessions behind touches, in their order. */
  const peopleOf = (touches: readonly FileTouch[], limit = Number.POSITIVE_INFINITY): FileSession[] =>
    sessions
      .byIds(idsOf(touches).slice(0, limit))
      .map(({ id, title, agentId, runtime, kind, state, projectPath, branch }) => ({
        id,
        title,
        agentId,
        runtime,
        kind,
        state,
        projectPath,
        branch,
      }))

  function worktreesWith(path: string) {
    const own = worktreeOf(path)
    // Where the path does not say which folder its repository has, it may be anywhere.
    const candidates =
      own?.repository === null
        ? pathsOfSameName(index, path, maxSameName)
        : [
            ...pathsBelow(index, worktreeFoldersAbove(path), path, maxSameName),
            ...(own ? pathAlone(index, `${own.repository}/${own.inside}`) : []),
          ]
    return candidates
      .filter((other) => isSameInOtherWorktree(path, other.path))
      .flatMap((other) => {
        const lastAt = lastTouchOf(index, other.id)
        return lastAt === undefined ? [] : [{ path: other.path, lastAt }]
      })
      .sort((a, b) => b.lastAt - a.lastAt)
      .slice(0, maxWorktrees)
  }

  /** The latest conflict about a file, of those whose later write is of this time. */
  function conflictOf(path: string, from: number, circumstances = createCircumstances()): FileConflict | null {
    const since = from - conflictWindowMs
    const outside = outsideTouches(index, path, since, { limit: maxTouches, alone: true })
    const touches = inOrder(touchesOfFile(index, path, since, maxTouches), outside)
    const found = conflictIn(path, touches, circumstances)
    return found && found.later.at >= from ? found : null
  }

  /** The conflicts since a time, the latest first. */
  function conflictsSince(since: number): FileConflict[] {
    const circumstances = createCircumstances()
    const paths = new Set([...sharedFiles(index, since, maxShared), ...filesChangedOutside(index, since, maxShared)])
    return [...paths]
      .flatMap((path) => conflictOf(path, since, circumstances) ?? [])
      .sort((a, b) => b.later.at - a.later.at)
  }

  return {
    /** The conflicts of the last day: those that may call somebody. */
    conflicts: () => conflictsSince(now() - conflictWindowMs),

    page(since: number): Omit<FilesPage, 'survey' | 'watch' | 'editor'> {
      const edits = recentEdits(index, since, maxEdits)
      const found = conflictsSince(since)
      const named = [...edits, ...found.flatMap(({ earlier, later }) => [earlier, later])]
      return {
        since,
        ...touchedCounts(index, since),
        edits,
        outside: outsideChanges(index, since, maxEdits),
        conflicts: found,
        people: peopleOf(named),
      }
    },

    list: (asked: { since: number; choice: FileChoice; words: readonly string[] }): TouchedFile[] =>
      touchedFiles(index, { ...asked, limit: maxFiles }),

    history(path: string, before: number): FileHistory {
      const own = touchesBefore(index, path, before, historyPage)
      const isWhole = own.length < historyPage
      const last = own.at(-1)?.at ?? 0
      const outside = outsideTouches(index, path, isWhole ? 0 : last, { limit: maxOutside, alone: false })
      const touches = inOrder(
        own.toReversed(),
        outside.filter(({ at }) => at < before),
      ).reverse()
      return { touches, people: peopleOf(touches), next: isWhole ? null : last }
    },

    detail(path: string, since: number): FileDetail {
      const own = touchesOfFile(index, path, since, maxListedTouches)
      const outside = outsideTouches(index, path, since, { limit: maxOutside, alone: false })
      const touches = inOrder(own, outside)
      const conflict = conflictOf(path, since)
      const named = [...(conflict ? [conflict.earlier, conflict.later] : []), ...touches.toReversed()]
      return {
        path,
        ...countsOfFile(index, path, since),
        outside: outside.length,
        reverted: timesReverted(index, path, since, maxListedTouches),
        touches,
        people: peopleOf(named, maxPeople),
        conflict,
        together: changedTogether(index, path, since, maxTogether),
        worktrees: worktreesWith(path),
      }
    },
  }
}

/** The sessions behind touches, in their order. Nobody we know stands behind those from outside. */
const idsOf = (touches: readonly FileTouch[]) =>
  [...new Set(touches.map(({ sessionId }) => sessionId))].filter((id) => id !== '')

const inOrder = (touches: FileTouch[], outside: FileTouch[]) =>
  outside.length === 0 ? touches : [...touches, ...outside].sort((a, b) => a.at - b.at)
