/**
 * A transcript as every view reads it: what was said, thought and done, in the order it was written. Times in ms since
 * the epoch; unknown is null. Texts are cut at 64 KB and say so; pictures are named, never carried.
 */
export type TranscriptItem = TranscriptPlace &
  (TranscriptMessage | TranscriptThinking | TranscriptTool | TranscriptNote)

type TranscriptPlace = {
  /** Unique within its transcript and the same however it is paged. */
  id: string
  at: number | null
}

export type TranscriptMessage = {
  kind: 'message'
  role: 'user' | 'assistant'
  /** Who wrote it, where that was not the owner of the agent; null where the owner did, or nobody says. */
  sender: string | null
  text: string
  truncated: boolean
  model: string | null
  /** What the runtime logged for this answer, in US dollars; null where it logged nothing. */
  costUsd: number | null
  stopReason: string | null
}

export type TranscriptThinking = { kind: 'thinking'; text: string; truncated: boolean }

export type TranscriptTool = {
  kind: 'tool'
  /** Joins a call and its result. */
  callId: string
  tool: string
  /** Half a line that says what it does: the command, path, address or question; at most 160 characters. */
  argument: string | null
  /** What it was called with, as indented JSON; null where only the result stands here. */
  input: string | null
  inputTruncated: boolean
  /** Null while it runs, or where the result stands on another page: there under the same `callId`. */
  result: ToolResult | null
  endedAt: number | null
}

type ToolResult = {
  text: string
  isError: boolean
  /** Of the whole result, also where `text` is only its beginning. */
  bytes: number
  truncated: boolean
}

export type TranscriptNote = {
  kind: 'note'
  note: 'compaction' | 'model-change' | 'reset' | 'error' | 'unreadable' | 'other'
  text: string
}

/** What a page is asked for: nothing for the newest, `before` for what stands before it, `cursor` for what came after. */
export type TranscriptQuery = { cursor?: string | undefined; before?: string | undefined; limit: number }

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
}

/** What a source says when it is asked for a page: `missing` where nothing of the transcript is left. */
export type TranscriptAnswer =
  | { kind: 'page'; page: TranscriptPage }
  | { kind: 'missing'; reason: string }
  /** The cursor is none, or what it points into was written anew. */
  | { kind: 'bad-cursor' }
  | { kind: 'failed'; reason: string }
