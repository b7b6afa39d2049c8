import type { TranscriptAnswer, TranscriptItem, TranscriptQuery } from '../facts/transcript.ts'
import { Refusal } from '../lib/refusal.ts'

type ReadPage = (sessionId: string, query: TranscriptQuery) => Promise<TranscriptAnswer>

const limit = 200

/**
 * The last message of a person in a session, whole, as it is sent once more. Rejects with a Refusal where there is none,
 * or where a part of it is not shown here: another text than was written is never sent in its place.
 */
export async function lastMessageOf(readPage: ReadPage, sessionId: string): Promise<string> {
  const answer = await readPage(sessionId, { limit })
  if (answer.kind !== 'page')
    throw new Refusal('unavailable', 'Its transcript cannot be read just now. Send it a message.')
  return lastMessageIn(answer.page.items)
}

export function lastMessageIn(items: readonly TranscriptItem[]): string {
  const said = items.findLast(
    (item) => item.kind === 'message' && item.role === 'user' && item.sender === null && item.text.trim() !== '',
  )
  if (said?.kind !== 'message')
    throw new Refusal(
      'conflict',
      'Nothing of yours was found near its end that could be tried again. Send it a message.',
    )
  if (said.truncated || said.text.includes('[hidden]') || said.pictures.length > 0)
    throw new Refusal(
      'conflict',
      'A part of the last message is not shown here, so that it cannot be sent again as it was. Send it a message.',
    )
  return said.text
}
