import type { TranscriptItem, TranscriptMessage } from '../../../src/facts/transcript.ts'

/** A text that was heard while it was written, and is not seen to be in the transcript yet. */
export type StreamedText = {
  text: string
  /** The last item there was when it was first heard; undefined before there were any. */
  after: string | undefined
  /** It was heard from its middle on: its message may have been there before it. */
  joined: boolean
  /** When it was said to be complete, by this page's clock; null while it goes on. */
  endedAt: number | null
}

/** What was said to be complete and is not in the transcript by then was never stored. */
export const storedWithinMs = 4_000
/** So many are waited for at once. */
const maxWaiting = 4
/** As far as two texts are compared; of a long one only its end may be known. */
const comparedLetters = 2_000

type Heard = { text: string; lastItem: string | undefined; joined?: boolean; now: number }

/** Takes in what was heard: the whole of the text so far, or '' once it is complete. */
export function hear(written: StreamedText[], { text, lastItem, joined = false, now }: Heard): StreamedText[] {
  const last = written.at(-1)
  const open = last?.endedAt === null ? last : undefined
  if (text === '') return open ? written.with(-1, { ...open, endedAt: now }) : written
  if (open) return open.text === text ? written : written.with(-1, { ...open, text })
  return [...written, { text, after: lastItem, joined, endedAt: null }].slice(-maxWaiting)
}

/**
 * Those that the transcript does not have yet, the oldest first. A text is shown here or as its message, never as both:
 * what was stored takes its place in the same moment.
 */
export function unstored(written: StreamedText[], items: TranscriptItem[]): StreamedText[] {
  const taken = new Set<string>()
  const candidates = written.map((one) => answersIn(items, one))
  const stored = written.map(({ text }, index) => {
    const { since } = candidates[index]!
    const message = since.find((item) => !taken.has(item.id) && says(item, text))
    if (message) taken.add(message.id)
    return message !== undefined
  })
  // A gateway may tell it in other words than it writes down: what ended is what came after it.
  return written.filter(({ endedAt }, index) => {
    if (stored[index]) return false
    if (endedAt === null) return true
    const message = candidates[index]!.fresh.find(({ id }) => !taken.has(id))
    if (message) taken.add(message.id)
    return message === undefined
  })
}

/** Those that are still to be waited for: neither stored and over, nor given up. */
export function stillUnstored(written: StreamedText[], items: TranscriptItem[], now: number): StreamedText[] {
  const waiting = new Set(unstored(written, items))
  const left = written.filter((one) => one.endedAt === null || (waiting.has(one) && now - one.endedAt < storedWithinMs))
  return left.length === written.length ? written : left
}

type Answer = TranscriptItem & TranscriptMessage

/** The answers that could be it: those since its turn began or it was heard, and those surely written after it. */
function answersIn(items: TranscriptItem[], { after, joined }: StreamedText): { since: Answer[]; fresh: Answer[] } {
  const at = after === undefined ? -1 : items.findLastIndex(({ id }) => id === after)
  const isKnown = at !== -1
  const turn = items.findLastIndex((item) => item.kind === 'message' && item.role === 'user')
  const answers = (from: number) =>
    items.slice(from + 1).filter((item): item is Answer => item.kind === 'message' && item.role === 'assistant')
  return { since: answers(isKnown && !joined ? at : turn), fresh: isKnown ? answers(at) : [] }
}

/** Whether a message is the text, as far as it was heard: its beginning, or where it is long its end. */
function says(message: Answer, heard: string): boolean {
  const stored = message.text.trim()
  const text = heard.trim()
  if (text === '' || stored === '') return false
  const head = text.slice(0, comparedLetters)
  if (stored.startsWith(head)) return true
  if (message.truncated && text.startsWith(stored.slice(0, comparedLetters))) return true
  return text.length >= comparedLetters && stored.includes(text.slice(-comparedLetters))
}
