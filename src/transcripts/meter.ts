import type { DigestTurn, TranscriptDigest } from '../facts/transcript-digest.ts'
import type { SessionState } from '../sessions/state.ts'

/** What `GET /api/sessions/:id/digest` answers: the transcript in short, with what each turn cost. */
export type SessionDigest = Omit<TranscriptDigest, 'turns'> & {
  /** `costUsd` is null for what people said; the costs of all turns add up to the session's, with `costBeforeUsd`. */
  turns: (DigestTurn & { costUsd: number | null })[]
  /** What the turns cost that are left out. */
  costBeforeUsd: number
  /** How large the context was before each compaction, in tokens, the oldest first. */
  compactedAtTokens: number[]
  /** Half a sentence where the transcript, or a part of it, is not there. */
  missing: string | null
}

/** What `GET /api/sessions/:id/meter` answers: what a session uses, out of the index, without its sub-agents. */
export type SessionMeter = {
  /** US dollars for each minute in which the session asked a model, the oldest first. */
  minutes: { at: number; costUsd: number }[]
  /** In the last five minutes, and on average since its context began; null where nothing was asked. */
  perMinuteNowUsd: number | null
  perMinuteUsd: number | null
  /** The tokens of each class and what they cost. */
  classes: { class: 'input' | 'cacheRead' | 'cacheWrite' | 'output'; tokens: number; costUsd: number | null }[]
  /** The size of its context at the last answer, and what fits. */
  contextTokens: number | null
  contextWindow: number | null
  /** Its sub-agents and theirs in the order they began, and what all of them cost: that is in no other number. */
  subagents: MeteredSubagent[]
  /** How many of them are listed no more, because there are very many; they count in the sum. */
  subagentsLeftOut: number
  subagentsUsd: number | null
}

/** A session below another one; `parentId` names the one that started it. */
export type MeteredSubagent = {
  id: string
  parentId: string | null
  title: string | null
  state: SessionState
  startedAt: number | null
  costUsd: number | null
}
