import type { Figure } from './figure.ts'

/** `asking`: the model is at it. */
type AnswerState = 'asking' | 'done' | 'failed' | 'stopped'

/** A table that was read for an answer, with exactly what the model was told of it. */
export type Reading = {
  tool: string
  title: string
  /** The page that shows it. */
  href: string
  /** How many rows it has; fewer may have been sent. */
  rows: number
  /** The rows by time that a small chart can show; null where they are none. */
  bars: { label: string; value: number; ref: string }[] | null
  /** The text that the model got. */
  sent: string
  isRefused: boolean
}

/** A question and what was answered. Times in ms. */
export type Answer = {
  id: string
  /** The conversation that it is in. */
  conversationId: string
  question: string
  askedAt: number
  endedAt: number | null
  state: AnswerState
  /** What the model has written so far, with the references of its figures in it. */
  text: string
  figures: Figure[]
  readings: Reading[]
  /** Why there is no answer, in a sentence; null where there is one. */
  trouble: string | null
  model: string
  /** The host that it was sent to. */
  host: string
  /** Whether that is this machine. */
  isLocal: boolean
  /** Whether an agent of a gateway answered, which tells its own model. */
  isAgent: boolean
  /** Whether words of transcripts could be read for it. */
  readsWords: boolean
  /** The bytes of everything that was sent, over all requests. */
  sentBytes: number
  requests: number
  /** Null where the model did not say. */
  inputTokens: number | null
  outputTokens: number | null
  /** In US dollars, as the page of costs has it; null while that is not known. */
  costUsd: number | null
}

/** A conversation in the list of them. */
export type Conversation = { id: string; question: string; questions: number; askedAt: number }

/** What a page has to know before the first question. */
export type AskNow = {
  isOn: boolean
  /** Whether a person with rights has set it up at all. */
  isSetUp: boolean
  /** Whether it is the demo's own model, which answers a few questions. */
  isMadeUp: boolean
  /** Whether an agent of a gateway answers, which has tools of its own. */
  isAgent: boolean
  model: string
  host: string
  isLocal: boolean
  readsWords: boolean
  /** Null where nothing limits it. */
  dayUsd: number | null
  spentTodayUsd: number | null
  askedToday: number
  dayQuestions: number
  suggestions: string[]
}
