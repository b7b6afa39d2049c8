import type { TouchHow } from '../facts/fact.ts'

/** What one call did to a file. Times in ms, lines as counts; unknown is null. */
export type FileTouch = {
  sessionId: string
  at: number
  how: TouchHow
  added: number | null
  removed: number | null
  /** It is read out of a command of the shell, or its folder is not certain. */
  isGuessed: boolean
  /** Where it stands in the transcript of its session. */
  itemId: string
}

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
  /** How many of the sessions since then were looked through. */
  survey: { sessions: number; done: number }
}

/** Everything about one file. */
export type FileDetail = {
  path: string
  /** Oldest first; of very many the latest. */
  touches: FileTouch[]
  conflict: FileConflict | null
  /** Files that the same sessions changed, those most often together first. */
  together: { path: string; sessions: number }[]
}
