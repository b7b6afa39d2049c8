import type { TouchHow } from '../facts/fact.ts'
import type { Session } from '../sessions/session.ts'

/** What was done to a file. `outside`: somebody wrote it who is none of the sessions; its `sessionId` and `itemId` are ''. */
export type TouchKind = TouchHow | 'outside'

/** One touch of a file. Times in ms, lines as counts; unknown is null. */
export type FileTouch = {
  sessionId: string
  at: number
  how: TouchKind
  added: number | null
  removed: number | null
  /** It is read out of a command of the shell. */
  isGuessed: boolean
  /** Where it stands in the transcript of its session. */
  itemId: string
}

/** A session behind touches, as far as a list of files shows it. */
export type FileSession = Pick<
  Session,
  'id' | 'title' | 'agentId' | 'runtime' | 'kind' | 'state' | 'projectPath' | 'branch'
>

/** A change of a file, in the feed of recent edits. */
export type FileEdit = FileTouch & { path: string }

/** A file that was touched in the asked time, with what that came to. */
export type TouchedFile = {
  path: string
  lastAt: number
  reads: number
  writes: number
  sessions: number
}

/** Files that agents had written and somebody else changed in one moment, the latest of them at `at` (ms). */
export type OutsideChange = {
  at: number
  /** One of them. */
  path: string
  files: number
  /** The repository changed in the same moment: probably something was checked out, merged or put back. */
  isByGit: boolean
}

/** How files are watched: those that agents wrote lately. */
export type OutsideWatch = {
  files: number
  folders: number
  /** Files that are not watched, because there are too many. */
  leftOut: number
}

/** Two conversations that got in each other's way in one file. */
export type FileConflict = {
  path: string
  /** `overwrote`: the later write was made without having seen the earlier one; `outdated`: who works on has not seen the later one; `outside`: the same, and the later one is of nobody we know. */
  kind: 'overwrote' | 'outdated' | 'outside'
  earlier: FileTouch
  later: FileTouch
  /** Everybody who wrote it in that time, by the first session of each family; `''` for somebody outside. */
  writers: string[]
}

export type FilesPage = {
  since: number
  files: number
  sessions: number
  /** The last changes, the newest first. */
  edits: FileEdit[]
  /** Changes from outside, the newest first. */
  outside: OutsideChange[]
  conflicts: FileConflict[]
  /** The sessions that are named above, as far as they are still known. */
  people: FileSession[]
  /** How many of the sessions since then were looked through. */
  survey: { sessions: number; done: number }
  /** Null where files are not watched. */
  watch: OutsideWatch | null
  /** The address that opens a file in an editor, with `{path}` and perhaps `{line}` in it; null where none is configured. */
  editor: string | null
}

/** What was ever done to a file, a page of it. */
export type FileHistory = {
  /** Newest first. */
  touches: FileTouch[]
  people: FileSession[]
  /** Ask with `before` for what stands before it; null where nothing does. */
  next: number | null
}

/** Everything about one file. */
export type FileDetail = {
  path: string
  /** All touches in the asked time, by how many sessions, and how many of these wrote. */
  reads: number
  writes: number
  sessions: number
  writers: number
  /** How many edits undid exactly what an earlier one had done. */
  reverted: number
  /** Writes from outside. */
  outside: number
  /** Oldest first; of very many the latest. */
  touches: FileTouch[]
  /** The sessions behind these touches, the last to touch it first; of very many the latest. */
  people: FileSession[]
  conflict: FileConflict | null
  /** Files that the same sessions changed, those most often together first. */
  together: { path: string; sessions: number }[]
  /** The same file in other worktrees of its repository, the last touched first. */
  worktrees: { path: string; lastAt: number }[]
}
