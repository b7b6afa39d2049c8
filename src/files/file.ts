import type { TouchHow } from '../facts/fact.ts'
import type { Session } from '../sessions/session.ts'

/** What one call did to a file. Times in ms, lines as counts; unknown is null. */
export type FileTouch = {
  sessionId: string
  at: number
  how: TouchHow
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

/** Two conversations that got in each other's way in one file. */
export type FileConflict = {
  path: string
  /** `overwrote`: the later write was made without having seen the earlier one; `outdated`: who works on has not seen the later one. */
  kind: 'overwrote' | 'outdated'
  earlier: FileTouch
  later: FileTouch
  /** Everybody who wrote it in that time, by the first session of each family. */
  writers: string[]
}

export type FilesPage = {
  since: number
  files: number
  sessions: number
  /** The last changes, the newest first. */
  edits: FileEdit[]
  conflicts: FileConflict[]
  /** The sessions that are named above, as far as they are still known. */
  people: FileSession[]
  /** How many of the sessions since then were looked through. */
  survey: { sessions: number; done: number }
}

/** Everything about one file. */
export type FileDetail = {
  path: string
  /** All touches in the asked time, by how many sessions, and how many of these wrote. */
  reads: number
  writes: number
  sessions: number
  writers: number
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
