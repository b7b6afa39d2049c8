/**
 * What a runtime hands to the command of its status line, as it is passed on to everybody who listens and kept in our
 * data folder: of the session its id and model, what it cost, and how much of a subscription is used. No words of prompts,
 * no paths.
 */
export type StatuslineWord = {
  kind: 'statusline'
  runtime: 'claude-code'
  /** The session by the runtime's own id. */
  key: string
  model: string | null
  /**
   * US dollars since the process began to count, as the runtime estimates them. A process goes on counting when it changes
   * to another session.
   */
  usd: number | null
  /** The windows of a subscription, by the runtime's own names (`five_hour`); `resetsAt` in ms. */
  limits: { name: string; usedPercent: number; resetsAt: number | null }[]
  /** The process that counts; nulls where the system does not tell. */
  pid: number | null
  startTime: number | null
  /** When it was said, in ms. */
  at: number
}

/** A word takes no more than this on its way, in bytes. */
export const maxStatuslineBytes = 4_096

/** A word as one line that ends in a line break. */
export const statuslineLine = (word: StatuslineWord) => `${JSON.stringify(word)}\n`

/** The folder within a data folder in which the last word about each session is kept, a file each. */
export const statuslineFolder = 'statusline'
