import type { LogLine } from './log-line.ts'

export type LogEvent =
  /**
   * Lines were written to a source. `after` and `cursor` are positions of `/api/logs/news`: whoever has come less far than
   * `after`, and everybody where lines were `skipped`, asks there for what is missing.
   */
  | { kind: 'log.written'; source: string; after: string; cursor: string; lines: LogLine[]; skipped: number }
  /** Somebody muted a kind of error, or wants to see it again. */
  | { kind: 'log.muted'; id: string; isMuted: boolean }
