import type { ToolAction } from './tool-action.ts'

/**
 * A transcript as every view reads it: what was said, thought and done, in the order it was written. Times in ms since
 * the epoch; unknown is null. Of a text over 64 KB the beginning is here, and it says how long it is; pictures are named,
 * never carried. Both are asked for by the id of their item.
 */
export type TranscriptItem = TranscriptPlace &
  (TranscriptMessage | TranscriptThinking | TranscriptTool | TranscriptNote | TranscriptRecord)

type TranscriptPlace = {
  /** Unique within its transcript and the same however it is paged; it says where its entry stands (`item-id.ts`). */
  id: string
  at: number | null
}

/** A text, or the beginning of one that is longer: then `truncated` is true, and `bytes` is the size of the whole. */
export type TranscriptText = { text: string; truncated: boolean; bytes: number }

/** A picture in a message or a result: what it is and how large, as far as the runtime says. */
export type Picture = { type: string | null; bytes: number | null }

export type TranscriptMessage = TranscriptText & {
  kind: 'message'
  role: 'user' | 'assistant'
  /** Who wrote it, where that was not the owner of the agent; null where the owner did, or nobody says. */
  sender: string | null
  pictures: Picture[]
  model: string | null
  /** What the runtime logged for this answer, in US dollars; null where it logged nothing. */
  costUsd: number | null
  stopReason: string | null
}

export type TranscriptThinking = TranscriptText & { kind: 'thinking' }

export type TranscriptTool = {
  kind: 'tool'
  /** Joins a call and its result. */
  callId: string
  tool: string
  /** What the call does, where the tool is known; null for others, which are shown as JSON. */
  action: ToolAction | null
  /** Half a line that says what it does: the command, path, address or question; at most 160 characters. */
  argument: string | null
  /** What it was called with, as indented JSON; null where only the result stands here. */
  input: TranscriptText | null
  /** Null while it runs, or where the result stands on another page: there under the same `callId`. */
  result: ToolResult | null
  endedAt: number | null
}

export type ToolResult = TranscriptText & {
  isError: boolean
  pictures: Picture[]
}

export type TranscriptNote = TranscriptText & { kind: 'note'; note: NoteKind }

/** What a note says: a change of the conversation, or words that the program put into it. */
export type NoteKind =
  | 'compaction'
  | 'model-change'
  /** The conversation begins anew under the same name, goes on from another, or went back and took another way. */
  | 'reset'
  | 'resumed'
  | 'branch'
  | 'error'
  | 'interrupted'
  /** What the program told the model around the words of a person. */
  | 'context'
  /** An entry that is damaged, with the reason. */
  | 'unreadable'
  | 'other'

/**
 * An entry that is no part of the conversation, as it is written: bookkeeping of a kind that the parser knows, or one
 * that it does not. Views count them and show them when asked.
 */
export type TranscriptRecord = TranscriptText & {
  kind: 'record'
  /** The kind in the runtime's own words, such as `file-history-snapshot`. */
  record: string
  isKnown: boolean
}

/**
 * What a page is asked for: nothing for the newest, `before` for what stands before it, `cursor` for what came after,
 * `from` for what begins at a position (as an item's id names it), or at the entry around it.
 */
export type TranscriptQuery = {
  cursor?: string | undefined
  before?: string | undefined
  from?: number | undefined
  limit: number
}

export type TranscriptPage = {
  /** In written order, oldest first. Fewer than asked for where their texts are long. */
  items: TranscriptItem[]
  /** Ask with `cursor` for what is written after this page; the answer may have no items. */
  nextCursor: string
  /** Ask with `before` for what stands before this page; null where it begins with the beginning. */
  previousCursor: string | null
  /** Whether the page reaches to the end of what is written now: false means ask on at once. */
  complete: boolean
  /** Half a sentence: what is not there to be read, and why. Null where all of it is there. */
  missing: string | null
  /** Where the page begins and ends, and where the transcript does: positions as in the ids of items. */
  start: number
  end: number
  size: number
}

/** What a source says when it is asked for a page: `missing` where nothing of the transcript is left. */
export type TranscriptAnswer =
  | { kind: 'page'; page: TranscriptPage }
  | { kind: 'missing'; reason: string }
  /** The cursor is none, or what it points into was written anew. */
  | { kind: 'bad-cursor' }
  | { kind: 'failed'; reason: string }
