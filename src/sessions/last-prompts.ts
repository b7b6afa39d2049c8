import type { TranscriptItem } from '../facts/transcript.ts'
import { oneLine } from '../lib/plain-text.ts'
import { createTranscriptEnds, type ReadTranscript } from './read-transcript-ends.ts'

/** What a person, or the session above, asked last, as the beginning of one line; null where nothing was found. */
export type LastPrompt = { text: string | null; at: number | null }

const maxPromptLength = 240

/** The last thing that was asked in a page of a transcript. */
export function lastPromptIn(items: readonly TranscriptItem[]): LastPrompt | undefined {
  const asked = items.findLast(
    (item) => item.kind === 'message' && item.role === 'user' && oneLine(item.text.slice(0, 2_000)) !== '',
  )
  if (asked?.kind !== 'message') return undefined
  const line = oneLine(asked.text.slice(0, 2_000))
  const text = line.length > maxPromptLength ? `${line.slice(0, maxPromptLength - 1).toWellFormed()}…` : line
  return { text: text.replaceAll('\uFFFD', ''), at: asked.at }
}

/** Reads the last prompts of the sessions in view; an agent may have worked long since, so a few pages are looked at. */
export const createLastPrompts = (readTranscript: ReadTranscript) =>
  createTranscriptEnds<LastPrompt>(readTranscript, {
    find: lastPromptIn,
    nothing: { text: null, at: null },
    limit: 100,
    maxPages: 3,
    maxSessions: 60,
    kept: 500,
  })
