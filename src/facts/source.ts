import type { TranscriptAnswer, TranscriptQuery } from '../sessions/transcript.ts'
import type { Fact, Runtime } from './fact.ts'

/** What sources hand out is named where it is shown. */
export type { TranscriptAnswer, TranscriptItem, TranscriptPage, TranscriptQuery } from '../sessions/transcript.ts'

/** A piece of foreign data that could not be read: where it is, and why. Counted and shown, never thrown. */
export type Unread = { unit: string; where: string; reason: string }

/** How far a pass over a source has come. A pass over a source with nothing to read has no files. */
export type Progress = { files: number; filesDone: number; bytes: number; bytesDone: number }

/**
 * Some facts of one unit (a file, a database, a session in it) and the cursor behind them. Facts and cursor are
 * committed together or not at all. `host` names the machine that the facts are about where it is another one: the
 * facts carry the ids that this machine itself gives, and the writer puts the host in front of them.
 */
export type Batch = {
  unit: string
  facts: Fact[]
  cursor: unknown
  unread: Unread[]
  progress: Progress
  host?: string
}

/** What doctor says: a fact, its weight, and what to do about it. */
export type Finding = { level: 'info' | 'warn' | 'error'; code: string; message: string; fix: string | null }

export type SourceState = 'absent' | 'reading' | 'ok' | 'trouble'

/** How a source is, in one word and half a sentence. */
export type SourceReport = {
  runtime: Runtime
  /** What it is called where several are of one runtime. */
  name?: string
  state: SourceState
  detail: string
  findings: Finding[]
}

/** The cursor a unit was last committed with, under the host of its batches; undefined for one never read. */
export type CursorOf = (unit: string, host?: string) => unknown

/**
 * The mouths of a source. `read` yields everything that lies behind the cursors, newest first, and ends;
 * it never throws for what it finds. `watch` only wakes: it says that something may have changed, not what,
 * and returns its own end. `transcript` reads a page of one session when somebody wants to see it, in milliseconds
 * and whatever else is going on; it answers undefined for a session of another source, and never throws either.
 */
export type Source = {
  runtime: Runtime
  read(cursorOf: CursorOf, signal: AbortSignal): AsyncGenerator<Batch>
  watch(wake: () => void): () => void
  transcript(cursorOf: CursorOf, sessionId: string, query: TranscriptQuery): TranscriptAnswer | undefined
  report(): SourceReport
}
