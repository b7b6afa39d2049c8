import type { FileChange, Todo } from './tool-action.ts'
import type { NoteKind } from './transcript.ts'

/**
 * A whole transcript in short: what its reader shows beside the text. Positions are those in the ids of items; sizes in
 * bytes of text, times in ms since the epoch, unknown is null.
 */
export type TranscriptDigest = {
  /** How far it was read, and how long the transcript is now; a long one is read in steps. */
  read: number
  size: number
  /** What people and the agent said, oldest first, and notes between; the oldest of very many are left out. */
  turns: DigestTurn[]
  turnsLeftOut: number
  /** How often a person spoke, each time with everything that followed, also those that are left out. */
  exchanges: number
  /** The whole transcript as marks of a map, oldest first, at most some thousands. */
  marks: DigestMark[]
  /** The most called first. */
  tools: { tool: string; calls: number; errors: number }[]
  /** Entries that are no part of the conversation, by kind. */
  records: { record: string; isKnown: boolean; count: number }[]
  /** The last list of steps that the agent wrote. */
  todos: Todo[]
  subagents: { itemId: string; sessionId: string | null; name: string | null; at: number | null; isDone: boolean }[]
  /** The files it read and changed, the last touched first. */
  files: DigestFile[]
  /** What stands in the context since the last compaction, and the largest piece of it. */
  context: {
    parts: { part: ContextPart; bytes: number }[]
    largest: { itemId: string; name: string; bytes: number } | null
  }
}

/** What somebody said, with everything that followed until somebody spoke again. */
export type DigestTurn = {
  itemId: string
  position: number
  at: number | null
  by: 'person' | 'agent' | 'note'
  note: NoteKind | null
  /** Its first words, in one line of at most 120 characters; of a turn without words what it did. */
  title: string
  /** Whether the title says what the turn did, because it has no words. */
  isWordless: boolean
  tools: number
  errors: number
}

export type DigestMark = {
  position: number
  bytes: number
  kind: 'person' | 'agent' | 'tool' | 'error' | 'note'
}

export type ContextPart = 'conversation' | 'thinking' | 'tool-calls' | 'tool-results' | 'pictures' | 'program'

/** A file that a session read or changed. */
export type DigestFile = {
  path: string
  reads: number
  writes: number
  /** The last change and what all changes came to in lines; null where that is not known. */
  change: FileChange['change'] | null
  added: number | null
  removed: number | null
  /** Whether a change is only guessed from a command of the shell. */
  isGuessed: boolean
  at: number | null
  itemId: string
}
