/** How serious a line is, in order of rank; `unknown` where it does not say. */
export const logLevels = ['unknown', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
export type LogLevel = (typeof logLevels)[number]

/** A line of a log as it is shown, with the lines that belong to it: without secrets and terminal sequences. */
export type LogLine = {
  /** Counts up over all sources in the order in which lines were read. */
  no: number
  source: string
  /** What the line says, in ms; where it says nothing, that of the line before it or when it was read. */
  at: number
  /** Whether the line itself says when it was written. */
  isDated: boolean
  level: LogLevel
  text: string
  /** The whole object of a line that is JSON; null for one that is not. */
  json: string | null
}

/**
 * What kind of place lines come from: a gateway's files, the journal of a unit, our own log, what happened in sessions and
 * jobs, files of `config.toml`.
 */
type SourceKind = 'gateway' | 'journal' | 'own' | 'activity' | 'file'

export type LogSource = {
  /** Names it in topics and addresses. */
  id: string
  name: string
  kind: SourceKind
  /** How many lines are kept of it, and in how many bytes. */
  lines: number
  bytes: number
  firstAt: number | null
  lastAt: number | null
  /** Why it, or some of its files, cannot be read; null where all is well. */
  problem: string | null
}

/** Which lines are meant. Each field narrows it; none means all. */
export type LogFilter = {
  sources?: string[] | undefined
  levels?: LogLevel[] | undefined
  /** Words that stand in the line, in any case. */
  q?: string | undefined
  /** A regular expression that matches the line, in any case. */
  regex?: string | undefined
  /** At this moment or later, in ms. */
  since?: number | undefined
  /** Before this moment, in ms. */
  until?: number | undefined
}

export type LogPage = {
  items: LogLine[]
  /** Where the page behind this one begins; null where there is none. */
  nextCursor: string | null
  /** Everything from this moment on was looked at, in ms; null where that is all there is. */
  searchedBackTo: number | null
  /** Why not everything was looked at; null where nothing stood in the way. */
  problem: string | null
}

/** What was written behind a position, in the order in which it was read. */
export type LogNews = {
  items: LogLine[]
  /** The position behind these lines: whoever asks with it gets exactly what follows. */
  cursor: string
  /** Whether there is more behind it already. */
  more: boolean
  /** Whether the position was of another database, or so old that lines behind it are gone. */
  restarted: boolean
}

/** How many lines of each level there are, by steps of time. */
export type LogHistogram = { since: number; stepMs: number; counts: Record<LogLevel, number[]> }

/** Errors that say the same but for numbers, ids, paths and times. */
export type ErrorGroup = {
  id: string
  source: string
  level: LogLevel
  /** What they have in common. */
  signature: string
  /** The newest of them as it was written. */
  sample: string
  count: number
  firstAt: number
  lastAt: number
  /** How many there were in each of the last 24 hours, the newest last. */
  hours: number[]
  muted: { at: number; by: string } | null
}
