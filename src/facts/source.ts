import type { Fact } from './fact.ts'
import type { Runtime } from './runtimes.ts'
import type { TranscriptAccess } from './transcript-access.ts'

/** A piece of foreign data that cannot be read: its place and the reason. It is counted and shown, never thrown. */
export type Unread = { unit: string; where: string; reason: string }

/** How far a pass over a source has come. A pass that finds nothing to read has no files. */
export type Progress = { files: number; filesDone: number; bytes: number; bytesDone: number }

/**
 * Some facts of one unit (a file, a database, a session in it) and the cursor behind them. Facts and cursor are
 * committed together or not at all. `host` names the machine that the facts are about, where it is another one: the
 * facts carry the ids of that machine, and the writer puts the host in front of them.
 */
export type Batch = {
  unit: string
  facts: Fact[]
  cursor: unknown
  unread: Unread[]
  progress: Progress
  host?: string
}

/** Something that people should know: how grave it is, what is so, and what to do about it. */
export type Finding = { level: 'info' | 'warn' | 'error'; code: string; message: string; fix: string | null }

export type SourceState = 'absent' | 'reading' | 'ok' | 'trouble'

/** The condition of a source, in one word and half a sentence. */
export type SourceReport = {
  runtime: Runtime
  /** The name of the source, where several are of one runtime. */
  name?: string
  state: SourceState
  detail: string
  findings: Finding[]
}

/**
 * The cursor that a unit was last committed with, under the host of its batches; undefined for a unit that was never
 * read.
 */
export type CursorOf = (unit: string, host?: string) => unknown

/** How much of foreign folders and archives is read. */
export type ReadingLimits = {
  /** The size of what one archive unpacks to, in bytes. */
  unpackedBytes: number
  /** The files and folders below the folders of one source, and how deep they may lie. */
  files: number
  depth: number
}

/**
 * What reading has taken since a source was made: entries that were parsed, bytes that were read to find them, and files
 * of lines that were opened.
 */
export type Work = { entries: number; bytes: number; opened: number }

/**
 * What every source does. `read` yields everything that lies behind the cursors, newest first, and ends; it never
 * throws for what it finds. `watch` only wakes: it says that something may have changed, not what, and returns its own
 * end. `transcript` gives access to the text of one session, independently of `read`; it answers undefined for a
 * session of another source, and never throws either.
 */
export type Source = {
  runtime: Runtime
  read(cursorOf: CursorOf, signal: AbortSignal): AsyncGenerator<Batch>
  watch(wake: () => void): () => void
  transcript(cursorOf: CursorOf, sessionId: string): TranscriptAccess | undefined
  report(): SourceReport
  /** Nothing is said of it while it is absent. */
  isQuiet?: boolean | undefined
  work(): Work
}

/** A report as a screen on a wall may show it: whether a source is read, not from where or why not. */
export const sourceForScreen = (source: SourceReport): SourceReport => ({ ...source, detail: '', findings: [] })
