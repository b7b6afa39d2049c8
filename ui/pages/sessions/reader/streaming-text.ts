import type { TranscriptItem, TranscriptMessage } from '../../../../src/facts/transcript.ts'

/** An answer that is being written, as far as events have brought it, and that the transcript may not have yet. */
export type StreamedText = {
  text: string
  /** The id of the transcript's last item when the text began; undefined for an empty transcript. */
  after: string | undefined
  /** Whether the first event came from the middle of the text: its message may have been stored before it. */
  joined: boolean
  /** When the text was complete, in ms by this page's clock; null while it goes on. */
  endedAt: number | null
}

/** A text that was complete for so long without a message in the transcript was never stored. */
export const storedWithinMs = 4_000
/** As many texts wait for their messages at once. */
const maxWaiting = 4
/** Two texts are compared as far as this; of a long one only the end may be known. */
const comparedLetters = 2_000

type Streamed = { text: string; lastItem: string | undefined; joined?: boolean; now: number }

/** Takes an event in: the whole of the text so far, or '' once it is complete. */
export function addStreamed(
  written: StreamedText[],
  { text, lastItem, joined = false, now }: Streamed,
): StreamedText[] {
  const last = written.at(-1)
  const open = last?.endedAt === null ? last : undefined
  if (text === '') return open ? written.with(-1, { ...open, endedAt: now }) : written
  if (open) return open.text === text ? written : written.with(-1, { ...open, text })
  return [...written, { text, after: lastItem, joined, endedAt: null }].slice(-maxWaiting)
}

/**
 * The texts that the transcript does not have yet, the oldest first. A text is shown here or as its message, never as
 * both: the message takes the place of the text in the same moment.
 */
export function unstored(written: StreamedText[], items: TranscriptItem[]): StreamedText[] {
  const taken = new Set<string>()
  const candidates = written.map((one) => answersIn(items, one))
  const stored = written.map(({ text }, index) => {
    const { since } = candidates[index]!
    const message = since.find((item) => !taken.has(item.id) && isOf(item, text))
    if (message) taken.add(message.id)
    return message !== undefined
  })
  // A gateway may store other words than it streamed: the message of a text that ended is the one that came after it.
  return written.filter(({ endedAt }, index) => {
    if (stored[index]) return false
    if (endedAt === null) return true
    const message = candidates[index]!.fresh.find(({ id }) => !taken.has(id))
    if (message) taken.add(message.id)
    return message === undefined
  })
}

/** The texts without those that are over: stored, or complete for so long that they never will be. */
export function withoutSettled(written: StreamedText[], items: TranscriptItem[], now: number): StreamedText[] {
  const waiting = new Set(unstored(written, items))
  const left = written.filter((one) => one.endedAt === null || (waiting.has(one) && now - one.endedAt < storedWithinMs))
  return left.length === written.length ? written : left
}

type Answer = TranscriptItem & TranscriptMessage

/** The messages that a text may have become: those since its turn or the text began, and those surely written after it. */
function answersIn(items: TranscriptItem[], { after, joined }: StreamedText): { since: Answer[]; fresh: Answer[] } {
  const at = after === undefined ? -1 : items.findLastIndex(({ id }) => id === after)
  const isKnown = at !== -1
  const turn = items.findLastIndex((item) => item.kind === 'message' && item.role === 'user')
  const answers = (from: number) =>
    items.slice(from + 1).filter((item): item is Answer => item.kind === 'message' && item.role === 'assistant')
  return { since: answers(isKnown && !joined ? at : turn), fresh: isKnown ? answers(at) : [] }
}

/** Whether a message is of a text: it begins with it or, where it is long, has its end. */
function isOf(message: Answer, streamed: string): boolean {
  const stored = message.text.trim()
  const text = streamed.trim()
  if (text === '' || stored === '') return false
  const head = text.slice(0, comparedLetters)
  if (stored.startsWith(head)) return true
  if (message.truncated && text.startsWith(stored.slice(0, comparedLetters))) return true
  return text.length >= comparedLetters && stored.includes(text.slice(-comparedLetters))
}
