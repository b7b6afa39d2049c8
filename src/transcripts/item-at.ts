import type { TranscriptPart } from '../facts/transcript-access.ts'

/** A call is written down about when it is asked for: so much later at most, and seldom earlier than that. */
const laterMs = 2_000
const earlierMs = 60_000

/**
 * The item that a moment `at` (ms) is about, among parts with the newest first: the last call before it, else the last
 * item.
 */
export function itemAt(parts: readonly TranscriptPart[], at: number): { itemId: string; isCall: boolean } | undefined {
  let last: string | undefined
  for (const { kind, item } of parts) {
    if (item.at === null || item.at > at + laterMs || kind === 'result') continue
    if (item.kind === 'tool' && item.at > at - earlierMs) return { itemId: item.id, isCall: true }
    last ??= item.id
    if (item.at <= at - earlierMs) break
  }
  return last === undefined ? undefined : { itemId: last, isCall: false }
}
