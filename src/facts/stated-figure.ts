import type { Runtime } from './runtimes.ts'

/**
 * Who states what something cost, beside our own ledger: a runtime's status line, a gateway when it is asked, and
 * telemetry. Bills are typed in by people and are no figures of these.
 */
export const costWitnesses = {
  statusline: 'the status line',
  gateway: 'the gateway',
  otlp: 'telemetry (OTLP)',
} as const

export type CostWitness = keyof typeof costWitnesses

/**
 * What one witness states that something cost. A figure that arrives again under its key is the same figure: the word
 * that was said later replaces the other, so that repeats and late arrivals count nothing twice.
 */
export type StatedFigure = {
  /** Unlike that of every other figure of its witness: an id of the request, say, or a session with a quarter of an hour. */
  key: string
  witness: CostWitness
  runtime: Runtime
  /** Who is paid, by the name that the ledger uses; '' where the witness does not say. */
  provider: string
  model: string
  /** The session by the runtime's own id, which is its key in the index; '' for a figure of no single session. */
  sessionKey: string
  /**
   * '' where `usd` and `tokens` are amounts. Else they are readings of a counter that only grows, and this names it:
   * what was spent is the difference of two readings of one counter.
   */
  counter: string
  /** The time that the figure is about, in ms: an amount was spent from `since` until `at`, a counter read at `at`. */
  since: number
  at: number
  /** US dollars; null where the witness states tokens alone. */
  usd: number | null
  /** null where the witness states money alone. */
  tokens: number | null
  /** When it was said, in ms. */
  saidAt: number
  /** What limits the figure, in half a sentence for people (“counts the agent main alone”); '' where nothing does. */
  note: string
}

/** The note of a figure that counts one agent of several. */
export const mainAgentNote = 'counts the agent main alone'

/** A month that a witness is asked about: its days in a zone so far ahead of UTC, and its moments in ms (the end not included). */
export type AskedMonth = {
  month: string
  firstDay: string
  lastDay: string
  offsetMinutes: number
  from: number
  to: number
}
