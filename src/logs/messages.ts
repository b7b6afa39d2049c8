import type { Place } from './keeper/list-files.ts'
import type { Keeping } from './keeper/write-logs.ts'
import type { LogLine, LogSource } from './log-line.ts'

/** A source as the thread that keeps logs is told of it. Only one with places is followed there. */
export type SourceSpec = Pick<LogSource, 'id' | 'name' | 'kind'> & { places: Place[]; keeping: Keeping }

/** What a thread of logs is for: to keep them (and measures, in a database of their own), or to answer what is asked of them. */
export type StartLogs =
  | { kind: 'keep'; path: string; sources: SourceSpec[]; closed: string[]; metricsPath: string | undefined }
  | { kind: 'answer'; path: string }

/** What the thread that keeps logs says by itself. */
export type FromKeeper =
  | { kind: 'written'; source: string; after: string; cursor: string; lines: LogLine[]; skipped: number }
  /** The database is another one from now on. */
  | { kind: 'reopened' }
  /** Why logs are not kept; null once they are. */
  | { kind: 'trouble'; sentence: string | null }
