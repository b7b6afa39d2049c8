import { positionIn } from '../facts/item-id.ts'
import type { TranscriptItem } from '../facts/transcript.ts'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import { oneLine } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'

/** Where is looked: everywhere, in what was said, in what tools were called with, or in what came back. */
export const findPlaces = ['all', 'words', 'tools', 'results'] as const
export type FindPlace = (typeof findPlaces)[number]

export type FindHit = {
  itemId: string
  position: number
  at: number | null
  /** The words around it in one line, and where the words that were looked for begin and end in it. */
  snippet: string
  from: number
  to: number
}

/** What `GET …/transcript/find` answers: hits, the newest first, as far back as `read`; 0 is the beginning. */
export type FindAnswer = { hits: FindHit[]; read: number; size: number; missing: string | null }

const around = 60

/** Whether a stored entry may hold the words at all, by its JSON: most entries are never parsed. */
export function mayHold(query: string): ((text: string) => boolean) | undefined {
  const wanted = JSON.stringify(query).slice(1, -1).toLowerCase()
  // Other letters may be written as numbers, and so may a slash behind a stroke.
  return /^[\x20-\x7e]+$/.test(query) && !query.includes('/')
    ? (text) => text.toLowerCase().includes(wanted)
    : undefined
}

/** The hits in some parts of a transcript: at most one for each item. */
export function hitsIn(parts: readonly TranscriptPart[], query: string, place: FindPlace): FindHit[] {
  const wanted = query.toLowerCase()
  return parts.flatMap(({ item }) => {
    for (const text of textsOf(item, place)) {
      // What is hidden cannot be looked for either.
      if (!text.toLowerCase().includes(wanted)) continue
      const shown = redact(text)
      const found = shown.toLowerCase().indexOf(wanted)
      if (found >= 0) return [hitAt(item, shown, found, wanted.length)]
    }
    return []
  })
}

function hitAt(item: TranscriptItem, text: string, found: number, length: number): FindHit {
  const before = oneLine(text.slice(Math.max(0, found - around), found).replace(/^\S*\s/, ''))
  const hit = oneLine(text.slice(found, found + length))
  const behind = oneLine(text.slice(found + length, found + length + around))
  const gapBefore = /\s$/.test(text.slice(0, found)) && before !== '' ? ' ' : ''
  const gapBehind = /^\s/.test(text.slice(found + length)) && behind !== '' ? ' ' : ''
  const from = before.length + gapBefore.length
  return {
    itemId: item.id,
    position: positionIn(item.id),
    at: item.at,
    snippet: `${before}${gapBefore}${hit}${gapBehind}${behind}`,
    from,
    to: from + hit.length,
  }
}

function textsOf(item: TranscriptItem, place: FindPlace): string[] {
  switch (item.kind) {
    case 'message':
    case 'thinking':
    case 'note':
      return place === 'all' || place === 'words' ? [item.text] : []
    case 'tool':
      return [
        ...(place === 'all' || place === 'tools' ? [item.tool, item.input?.text ?? ''] : []),
        ...(place === 'all' || place === 'results' ? [item.result?.text ?? ''] : []),
      ]
    case 'record':
      return place === 'all' ? [item.text] : []
  }
}
