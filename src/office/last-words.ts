import type { TranscriptItem } from '../facts/transcript.ts'
import { createTranscriptEnds, type ReadTranscript } from '../sessions/read-transcript-ends.ts'
import type { Session } from '../sessions/session.ts'
import { type AgentMessage, isSending, messagesIn } from './agent-message.ts'
import { lastSentence, lastWholeSentence } from './last-sentence.ts'
import { officeTimings } from './timings.ts'

/** So many transcripts are read at a time, a second: each of them takes some milliseconds in a thread of its own. */
const maxAtOnce = 4
const maxKept = 500

/** Whose words are read: the session, and as whom it writes to others. */
type Talker = Pick<Session, 'id' | 'lastAt' | 'agentId' | 'kind'>
type Known = { said: string | null; lastAt: number | null; readAt: number }

/**
 * What sessions said last: what is being written where that is told, else the end of the transcript, which is read
 * again only after it went on, and then not often. `onMessages` is told what stands there that went to another agent,
 * each time the end is read.
 */
export function createLastWords(
  readTranscript: ReadTranscript,
  now: () => number,
  onMessages: (messages: AgentMessage[]) => void = () => {},
) {
  const readEnds = createTranscriptEnds<{ said: string | null; sent: TranscriptItem[] }>(readTranscript, {
    find: (items) => ({ said: saidIn(items), sent: items.filter(isSending) }),
    nothing: { said: null, sent: [] },
    limit: 20,
    maxSessions: maxAtOnce,
    kept: maxAtOnce,
  })
  const known = new Map<string, Known>()
  const streamed = new Map<string, string>()

  return {
    of: (sessionId: string): string | null => {
      return lastWholeSentence(streamed.get(sessionId) ?? '') ?? known.get(sessionId)?.said ?? null
    },

    /** The text that is being written in a session, as far as it has come; '' once it is over. */
    streams(sessionId: string, text: string) {
      if (text !== '') return void streamed.set(sessionId, text)
      const last = lastSentence(streamed.get(sessionId) ?? '')
      streamed.delete(sessionId)
      // Until the transcript is read again, which is due.
      if (last !== null) known.set(sessionId, { said: last, lastAt: null, readAt: known.get(sessionId)?.readAt ?? 0 })
    },

    /** Reads the ends of some of these that have gone on, those that wait for longest first; answers whether any says something else. */
    async read(sessions: readonly Talker[], signal: AbortSignal): Promise<boolean> {
      const at = now()
      const due = sessions
        .filter(({ id, lastAt }) => {
          const before = known.get(id)
          return !before || (before.lastAt !== lastAt && Math.abs(at - before.readAt) >= officeTimings.wordsEveryMs)
        })
        .sort((a, b) => (known.get(a.id)?.readAt ?? 0) - (known.get(b.id)?.readAt ?? 0))
        .slice(0, maxAtOnce)
      if (due.length === 0) return false
      const found = await readEnds(due, signal)
      let isNew = false
      for (const { id, lastAt, agentId, kind } of due) {
        const before = known.get(id)?.said ?? null
        const end = found[id]
        // What could not be read now is tried again later.
        const said = end ? end.said : before
        if (end && end.sent.length > 0)
          onMessages(messagesIn(end.sent, { fromId: kind === 'subagent' ? id : agentId, agentId }))
        known.delete(id)
        known.set(id, { said, lastAt, readAt: at })
        if (known.size > maxKept) known.delete(known.keys().next().value!)
        isNew ||= said !== before
      }
      return isNew
    },
  }
}

function saidIn(items: readonly TranscriptItem[]): string | null {
  for (const item of items.toReversed()) {
    const said = item.kind === 'message' && item.role === 'assistant' ? lastSentence(item.text) : null
    if (said !== null) return said
  }
  return null
}
